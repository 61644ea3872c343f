import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { Observation } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { isNonEmpty } from '../../../../src/base/json.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, doubtsOf, gapAbout, noSettings, reachesTierZero, undetermined } from '../../../../src/rules/shared.ts';
import { assigned, exampleRole, isAssignment, isReserved } from '../assignments.ts';

export const rule = defineRule({
  id: 'reserved-role-unassigned',
  revision: 1,
  family: 'residual',
  title: 'Role of a permission set without any assignment',
  why: 'IAM Identity Center makes a role in an account for the assignments of a permission set there, and takes it away with the last one. A role that stayed behind keeps its rights and its trust: sessions that were started may still run for as long as the set allows, and one new assignment, or one change at the identity provider, opens it again.',
  remedy:
    'Delete the permission set from the account, or assign it to somebody in the account and take that assignment away, so that IAM Identity Center removes the role. Ask AWS Support where it does not.',
  verify: 'the next analysis, with the identities of the account read, no longer lists the role',
  controls: controls('PR.AA-05', 'ID.AM-08', 'AC-2', 'AC-3(8)', 'CC6.3', 'A.5.16', 'A.5.18', 'PCI-7.2.4'),
  settings: noSettings,
  needs: [
    { kind: 'identity', where: 'own' },
    { kind: 'trust', where: 'own' },
  ],
  *questions(view) {
    for (const identity of view.identities()) if (isReserved(identity)) yield { subject: { type: 'identity', id: identity.id } };
  },
  answer(view, { subject }): Observation {
    const role = subject.type === 'identity' ? view.identity(subject.id) : undefined;
    if (role?.boundary === undefined || role.boundary === null || !isReserved(role)) return clear;
    const links = view.linksTo(role.id);
    const leading = links.filter(isAssignment);
    if (leading.some((each) => each.presence === 'certain')) return clear;
    const doubts = leading.flatMap((each) => doubtsOf(view, each, 'assignment', role.id) ?? []);
    if (isNonEmpty(doubts)) return { says: 'undetermined', because: doubts };
    return links.some(isSettled) ? left(view, role) : undetermined(unknown(view, role, role.boundary));
  },
  examples: {
    fires: [
      reserved('no assignment leads to the role', { assignmentsRead: true }),
      reserved('nor to one of administrators', { assignmentsRead: true }, { grants: [{ subject: exampleRole, capability: 'administer' }] }),
    ],
    clear: [assigned('a group is assigned the set in the account', {})],
    undetermined: [
      reserved('assignments of the account were not read whole', {}),
      {
        name: 'trust of the role refused',
        identities: [{ id: exampleRole, kind: 'role' }],
        unread: [{ kind: 'trust' }],
      },
    ],
  },
});

/** How it is told that all assignments in the account are known: the identity provider of IAM Identity Center lets in nobody else. */
function isSettled({ how, detail }: Link): boolean {
  return how === 'federates' && detail['assignmentsRead'] === true;
}

function left(view: View, { id, name }: Identity): Observation {
  const privileged = reachesTierZero(view, id);
  return {
    says: 'finding',
    severity: privileged ? 'medium' : 'low',
    reasons: [
      `no assignment leads to ${name}, and all assignments in its account were read`,
      ...(privileged ? ['it leads to control of a whole boundary'] : []),
    ],
    witness: [{ type: 'identity', id }],
  };
}

function unknown(view: View, { id, name }: Identity, boundary: string) {
  return gapAbout(
    view,
    'trust',
    boundary,
    `whether an assignment leads to ${name} is not known: those in its account were not all read`,
    id,
  );
}

function reserved(name: string, detail: Link['detail'], more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    name,
    identities: [{ id: exampleRole, kind: 'role', name: 'AWSReservedSSO_Admin_0123456789abcdef' }],
    links: [
      {
        from: 'federated:arn:aws:iam::111122223333:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE|*',
        to: exampleRole,
        how: 'federates',
        openness: 'boundary',
        detail,
        ...(detail['assignmentsRead'] === true ? ({ presence: 'refuted', windows: [] } as const) : {}),
      },
    ],
    ...more,
  };
}
