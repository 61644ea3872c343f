import { isNonEmpty } from '../../../../src/base/json.ts';
import type { NonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { weightOfIdentity } from '../../../../src/rules/activation.ts';
import { app, owner, principal, registration } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { mostLasting } from '../../../../src/rules/lasting.ts';
import { clear, doubtsOf, isLiveLink, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { isAdministrator } from '../administrators.ts';
import { globalAdministrator, holds, home, tenantWith } from '../examples.ts';
import { givenBy } from '../sources.ts';
import { answerWhole, isTenant, missing, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const kinds = ['application-owner', 'service-principal-owner', 'group-owner'] as const;
const told: NonEmpty<Told> = [
  { kind: 'trust', surfaces: ['entra:app-owners', 'entra:applications', 'entra:service-principals', 'entra:group-owners'] },
];
/** What could make an owner an administrator. */
const offices: NonEmpty<Told> = [
  { kind: 'attachment', surfaces: ['entra:role-assignments', 'entra:role-assignment-instances', 'entra:role-eligibility-instances'] },
  { kind: 'membership', surfaces: ['entra:group-members', 'entra:group-pim'] },
];

const owns = {
  from: owner,
  to: app,
  how: 'owns' as const,
  source: { id: `owner|${app}|${owner}`, kind: 'application-owner', name: 'ownership of payroll', boundary: home },
};
const strong = [{ subject: principal, capability: 'grant-privilege' as const, scope: home }];

export const rule = defineRule({
  id: 'application-owner-not-administrator',
  revision: 2,
  family: 'ownership',
  title: 'Owner of something privileged is no administrator',
  why: 'Whoever owns an application adds a secret to it and signs in as it; whoever owns a group adds himself to it. Where that leads to control of a whole boundary, the owner is an administrator in all but name: no role says so, no activation is asked for, and reviews of administrators never list him. Asked of each ownership of an application, service principal or group that leads there, and of each directory whether all owners were read.',
  remedy:
    'Make the owner somebody who administers anyway, or take the privilege away from what is owned. For a group, let Privileged Identity Management give ownership for a time.',
  verify: 'The next complete read no longer lists the owner, or shows that what is owned leads to control no more.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2(7)', 'AC-5', 'AC-6', 'AC-6(5)', 'CC6.1', 'CC6.3', 'A.5.3', 'A.8.2', 'PCI-7.2.5'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const link of ownerships(view)) yield { subject: { type: 'link', id: link.key } };
    yield* wholeQuestions(view, told, isTenant);
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const link = view.link(subject.id);
    if (link === undefined || !isLiveLink(view, link)) return clear;
    const office = isAdministrator(view, link.from);
    if (office.is === 'certain') return clear;
    const boundary = view.identity(link.from)?.boundary ?? link.boundary;
    const unread = missing(view, offices, boundary, link.from);
    if (isNonEmpty(unread)) return { says: 'undetermined', because: unread };
    const doubts = [link, ...(office.by === undefined ? [] : [office.by])].flatMap((each) =>
      each.presence === 'certain' ? [] : (doubtsOf(view, each, 'trust', link.from) ?? []),
    );
    if (isNonEmpty(doubts)) return { says: 'undetermined', because: doubts };
    const top = view.gravest(link.to);
    // only by switching something on, or by a way that is not certain
    const severity = top?.bounds.lo === 'standing' ? 'high' : 'medium';
    const what = top === undefined ? 'which may lead to control of a whole boundary' : `which reaches ${top.capability} on ${top.scope}`;
    return {
      says: 'finding',
      severity,
      reasons: [
        `${nameOf(view, link.from)} owns ${nameOf(view, link.to)}, ${what}`,
        'no role and no group makes the owner an administrator, standing or eligible',
        ...(link.bounds.lo === 'eligible' ? ['the ownership has to be switched on first'] : []),
      ],
      witness: [
        { type: 'link', id: link.key },
        ...(top === undefined ? [] : [{ type: 'path' as const, identity: link.to, capability: top.capability, scope: top.scope }]),
      ],
    };
  },
  examples: {
    fires: [
      tenantWith('a user owns an application that may give any role', { links: [registration, owns], grants: strong }),
      tenantWith('a user owns a group that administers', {
        identities: [
          { id: owner, kind: 'user', name: 'olga' },
          { id: app, kind: 'group', name: 'admins' },
        ],
        links: [{ ...owns, source: { ...owns.source, kind: 'group-owner' } }],
        grants: [holds(app, globalAdministrator, 'Global Administrator', { bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' })],
      }),
    ],
    clear: [
      tenantWith('the owner is an administrator himself', {
        links: [registration, owns],
        grants: [...strong, holds(owner, globalAdministrator, 'Global Administrator')],
      }),
      tenantWith('what is owned may do nothing', { links: [registration, owns] }),
    ],
    undetermined: [
      tenantWith('owners were refused', { grants: strong, unread: [{ kind: 'trust' }] }),
      tenantWith('roles were refused: the owner may be an administrator', {
        links: [registration, owns],
        grants: strong,
        unread: [{ kind: 'attachment' }],
      }),
    ],
  },
});

function ownerships(view: View): readonly Link[] {
  return kinds.flatMap((kind) =>
    [...givenBy(view, kind).values()].flatMap(({ elements }) => {
      // it may be eligible and switched on at once
      const link = mostLasting(elements.filter((each) => each.type === 'link'));
      return link !== undefined && weightOfIdentity(view, link.to) === 'tier-0' ? [link] : [];
    }),
  );
}
