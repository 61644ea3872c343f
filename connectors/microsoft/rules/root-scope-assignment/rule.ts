import type { NonEmpty } from '../../../../src/base/json.ts';
import { isNonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { BoundaryId, EntityId } from '../../../../src/model/ids.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { classRank } from '../../../../src/model/persistence.ts';
import { stateAt } from '../../../../src/model/window.ts';
import { owner } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, doubtsOf, mayBreak, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { globalAdministrator, holds, home, tenantWith } from '../examples.ts';
import { GLOBAL_ADMINISTRATOR, roleOfSource } from '../privileged-roles.ts';
import { givenOn, witnessOf } from '../sources.ts';
import type { Given } from '../sources.ts';
import { answerWhole, isAzure, missing, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const told: NonEmpty<Told> = [{ kind: 'attachment', surfaces: ['azure:role-assignments', 'azure:root-assignments'] }];
/** What tells whether the holder is a Global Administrator now. */
const offices: NonEmpty<Told> = [
  { kind: 'attachment', surfaces: ['entra:role-assignments', 'entra:role-assignment-instances'] },
  { kind: 'membership', surfaces: ['entra:group-members', 'entra:group-pim'] },
];
const root = home.replace('entra:', 'azure:');
const both = [
  { id: home, kind: 'tenant' },
  { id: root, kind: 'azure-tenant' },
];
const elevated = {
  subject: owner,
  capability: 'grant-privilege' as const,
  scope: root,
  boundary: root,
  source: { id: 'assignment|root', kind: 'azure-role', name: 'User Access Administrator', boundary: root },
};

export const rule = defineRule({
  id: 'root-scope-assignment',
  revision: 2,
  family: 'residual',
  title: 'Role at the root scope of Azure',
  why: 'A role at the root scope holds in every management group and subscription of the tenant. It comes about when a Global Administrator elevates his access, is meant for minutes, and nothing ends it: giving back the directory role, or its activation running out, leaves it in place. One whose holder is no Global Administrator now should have gone with that. Asked of each role assignment at the root scope, and of each tenant whether they were read.',
  remedy:
    'Have its holder end the elevated access in the properties of the directory, or remove the assignment at the root scope: az role assignment delete --scope /. Give roles at a management group where they are needed for good.',
  verify: 'The next complete read of the role assignments at the root scope no longer lists it.',
  controls: controls('PR.AA-05', 'AC-2(7)', 'AC-3(8)', 'AC-6', 'AC-6(5)', 'CC6.1', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const { first } of atRoot(view).values()) yield { subject: { type: first.type, id: first.key } };
    const tenants = tenantsOf(view);
    yield* wholeQuestions(view, told, (boundary) => tenants.has(boundary));
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const given = atRoot(view).get(subject.id);
    if (given === undefined) return clear;
    const { first, holder, name } = given;
    const doubts = first.presence === 'certain' ? undefined : doubtsOf(view, first, 'attachment', holder);
    if (doubts !== undefined && isNonEmpty(doubts)) return { says: 'undetermined', because: doubts };
    const office = officeOf(view, holder);
    const breaks = mayBreak(view, holder);
    return {
      says: 'finding',
      severity: office === 'none' ? 'critical' : 'high',
      reasons: [
        `${nameOf(view, holder)} holds ${name} at the root scope, over every subscription of the tenant`,
        office === 'none'
          ? 'its holder is no Global Administrator now, and so could not have it made again'
          : office === 'active'
            ? 'its holder is a Global Administrator, who needs it only while it is used'
            : 'whether its holder is a Global Administrator now was not read',
      ],
      witness: witnessOf(given),
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      tenantWith('elevated access of somebody who is no administrator', { boundaries: both, grants: [elevated] }),
      tenantWith('elevated access of a Global Administrator', {
        boundaries: both,
        grants: [elevated, holds(owner, globalAdministrator, 'Global Administrator')],
      }),
      tenantWith('the directory’s roles were refused', {
        boundaries: both,
        grants: [elevated],
        unread: [{ kind: 'attachment', boundary: home }],
      }),
    ],
    clear: [
      tenantWith('a role at a management group', {
        boundaries: both,
        grants: [{ ...elevated, scope: `${root}/platform`, source: { ...elevated.source, id: 'assignment|platform' } }],
      }),
    ],
    undetermined: [
      tenantWith('assignments at the root scope were refused', { boundaries: both, unread: [{ kind: 'attachment', boundary: root }] }),
    ],
  },
});

/** Boundaries that hold what lies above subscriptions. */
function tenantsOf(view: View): ReadonlySet<BoundaryId> {
  return new Set(view.boundaries.flatMap(({ id, kind }) => (kind === 'azure-tenant' && isAzure(id) ? [id] : [])));
}

const known = new WeakMap<View, ReadonlyMap<string, Given>>();

/** By the key of the first element. */
function atRoot(view: View): ReadonlyMap<string, Given> {
  let given = known.get(view);
  if (given === undefined) known.set(view, (given = givenOn(view, 'azure-role', tenantsOf(view))));
  return given;
}

const belongs = new Set(['member-of']);

/** Whether somebody is a Global Administrator now, by a role of its own or of a group. */
function officeOf(view: View, holder: EntityId): 'active' | 'none' | 'unread' {
  const seen = new Set([holder]);
  for (const each of seen) {
    if (view.grantsOf(each).some((grant) => isActiveOffice(view, grant))) return 'active';
    for (const link of view.linksFrom(each)) {
      if (belongs.has(link.how) && link.presence !== 'refuted' && isOn(link) && stateAt(link.windows, view.now) === 'current') {
        seen.add(link.to);
      }
    }
  }
  const boundary = view.identity(holder)?.boundary ?? null;
  if (boundary === null || !view.boundaries.some(({ id }) => id === boundary)) return 'unread';
  return missing(view, offices, boundary, holder).length > 0 ? 'unread' : 'none';
}

/** Perhaps at least: not what has to be switched on first. */
function isOn({ bounds }: Pick<Grant, 'bounds'>): boolean {
  return classRank(bounds.hi) > classRank('eligible');
}

function isActiveOffice(view: View, { source, presence, windows }: Grant): boolean {
  if (source.kind !== 'directory-role' || roleOfSource(source.id) !== GLOBAL_ADMINISTRATOR) return false;
  return presence !== 'refuted' && stateAt(windows, view.now) === 'current';
}
