import * as v from 'valibot';
import { isNonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { BoundaryId, EntityId } from '../../../../src/model/ids.ts';
import type { Observation, Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { owner } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { elapsed, listedNeeds, notTold, weigh } from '../../../../src/rules/credential-questions.ts';
import { standingPrivilege } from '../../../../src/rules/privileged.ts';
import { ageInDays, clear, counted, days, gapAbout, inDays, undetermined } from '../../../../src/rules/shared.ts';
import { globalAdministrator, holds, home, objects, tenantWith } from '../examples.ts';
import { isTenant, missing } from '../unread.ts';
import type { Told } from '../unread.ts';

/** What tells who holds something. */
const offices: readonly Told[] = [
  { kind: 'identity', surfaces: ['entra:users'] },
  { kind: 'attachment', surfaces: ['entra:role-assignments', 'entra:role-assignment-instances'] },
  { kind: 'membership', surfaces: ['entra:group-members', 'entra:group-pim'] },
];

const people = [{ id: owner, kind: 'user' as const, name: 'olga', createdAt: '2024-01-01T00:00:00.000Z' }];
const administers = { identities: people, links: [], grants: [holds(owner, globalAdministrator, 'Global Administrator')] };
const told = { identity: owner, lookBackDays: null };
const reads = holds(owner, 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader', {
  capability: 'read-data',
  scope: `${objects}/directory`,
});

export const rule = defineRule({
  id: 'privileged-account-unused',
  revision: 1,
  family: 'unused',
  title: 'Person with standing privilege does not sign in',
  why: 'A role that its holder has not signed in to use for months is needed by nobody but whoever takes over the account, and nobody would notice that one. Asked of each enabled person and guest of a directory who holds more than what is ordinary for good and whose last sign-in is told; of each directory it is asked whether all of them were told, with their last sign-ins. What has only to be switched on is asked about by eligible-dormant. A sign-in to anything counts as use, so that one who signs in for other work is not found here.',
  remedy:
    'Ask the holder and the manager, make the roles and memberships eligible or take them away, and disable the account where its person has left. Keep accounts for emergencies as exceptions with owner, end and test.',
  verify: 'The next complete read shows a later sign-in, or no standing way from the account to more than what is ordinary.',
  controls: controls('PR.AA-01', 'PR.AA-05', 'AC-2(3)', 'AC-6(7)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-7.2.4', 'PCI-8.2.6'),
  settings: v.strictObject({
    unusedDays: days(
      90,
      'PCI DSS 4.0.1 requirement 8.2.6: inactive accounts are removed or disabled within 90 days',
      'One who last signed in this long ago or longer, or was made this long ago and never did, is a finding',
    ),
  }),
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const id of askedIn(view).told) yield { subject: { type: 'identity', id } };
    for (const { id } of view.boundaries) if (isTenant(id)) yield { subject: { type: 'boundary', id } };
  },
  answer(view, { subject }, { unusedDays }) {
    if (subject.type === 'boundary') return answerBoundary(view, subject.id);
    const identity = view.identity(subject.id);
    const usage = view.usage(subject.id);
    const held = standingPrivilege(view, subject.id);
    if (identity === undefined || usage === undefined || held === undefined) return clear;
    const { lastUsed } = usage;
    if (lastUsed === 'unknown') return notTold(view, 'usage', identity.id, `when ${identity.name} last signed in is not told`);
    const never = lastUsed === 'never';
    const age = ageInDays(view, identity.createdAt);
    // one made since cannot have been unused for so long
    if (never && age !== undefined && age < unusedDays) return clear;
    const since = never
      ? elapsed(view, identity.createdAt, `when ${identity.name} was made`)
      : elapsed(view, lastUsed, `when ${identity.name} last signed in`);
    if (!since.known) return notTold(view, 'usage', identity.id, since.why);
    if (since.days < unusedDays) return clear;
    const use = never
      ? `never signed in since the account was made ${inDays(since.days)} ago`
      : `last signed in ${inDays(since.days)} ago (${lastUsed}${usage.detail === null ? '' : `, ${usage.detail}`})`;
    return weigh(
      view,
      identity.id,
      { usual: 'medium', tierZero: 'high' },
      [`${identity.name} ${use}, and holds ${held.capability} on ${held.scope} for good; the limit is ${inDays(unusedDays)}`],
      [
        { type: 'identity', id: identity.id },
        { type: 'path', identity: identity.id, capability: held.capability, scope: held.scope },
      ],
      `${use}: a rarer task, or an emergency, may still need it`,
    );
  },
  examples: {
    fires: [
      tenantWith('an administrator who last signed in exactly 90 days ago', {
        ...administers,
        usage: [{ ...told, lastUsed: '2025-10-03T00:00:00.000Z' }],
      }),
      tenantWith('one who may read the directory, and never signed in', {
        ...administers,
        grants: [reads],
        usage: [{ ...told, lastUsed: 'never' }],
      }),
      tenantWith('a guest', {
        ...administers,
        identities: [{ id: owner, kind: 'guest', name: 'olga', createdAt: '2024-01-01T00:00:00.000Z' }],
        usage: [{ ...told, lastUsed: '2025-01-01T00:00:00.000Z' }],
      }),
    ],
    clear: [
      tenantWith('one who signed in 89 days ago', { ...administers, usage: [{ ...told, lastUsed: '2025-10-04T00:00:00.000Z' }] }),
      tenantWith('made last month, and not signed in yet', {
        ...administers,
        identities: [{ id: owner, kind: 'user', name: 'olga', createdAt: '2025-12-01T00:00:00.000Z' }],
        usage: [{ ...told, lastUsed: 'never' }],
      }),
      tenantWith('what has to be switched on, which another rule asks', {
        ...administers,
        grants: [holds(owner, globalAdministrator, 'Global Administrator', { bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' })],
        usage: [{ ...told, lastUsed: '2025-01-01T00:00:00.000Z' }],
      }),
      tenantWith('disabled, which another rule asks', {
        ...administers,
        identities: [{ id: owner, kind: 'user', name: 'olga', enabled: false }],
        usage: [{ ...told, lastUsed: '2025-01-01T00:00:00.000Z' }],
      }),
    ],
    undetermined: [
      tenantWith('only failed attempts are told', { ...administers, usage: [{ ...told, lastUsed: 'unknown' }] }),
      tenantWith('no sign-in is told', administers),
      tenantWith('who holds roles was refused', { identities: people, links: [], unread: [{ kind: 'attachment', boundary: home }] }),
      tenantWith('sign-ins were refused', { ...administers, unread: [{ kind: 'usage', boundary: home }] }),
      tenantWith('never, and since when the account is there is not told', {
        ...administers,
        identities: [{ id: owner, kind: 'user', name: 'olga' }],
        usage: [{ ...told, lastUsed: 'never' }],
      }),
    ],
  },
});

/** Whether it is a person who could sign in and holds more than what is ordinary for good. */
function isAsked(view: View, { id, kind, boundary, enabled, deletedAt }: Identity): boolean {
  if ((kind !== 'user' && kind !== 'guest') || boundary === null || !isTenant(boundary)) return false;
  return enabled !== false && deletedAt === undefined && standingPrivilege(view, id) !== undefined;
}

/** People who are asked about, and by directory how many there are of whom no sign-in is told. */
interface Asked {
  readonly told: readonly EntityId[];
  readonly untold: ReadonlyMap<BoundaryId, number>;
}

// Questions and answers go by the same, and people are many.
const asked = new WeakMap<View, Asked>();

function askedIn(view: View): Asked {
  let known = asked.get(view);
  if (known === undefined) {
    const told: EntityId[] = [];
    const untold = new Map<BoundaryId, number>();
    for (const identity of view.identities()) {
      const { id, boundary } = identity;
      if (boundary === null || !isAsked(view, identity)) continue;
      if (view.usage(id) === undefined) untold.set(boundary, (untold.get(boundary) ?? 0) + 1);
      else told.push(id);
    }
    asked.set(view, (known = { told, untold }));
  }
  return known;
}

/** Whether all who hold something for good are told, and of each the last sign-in. */
function answerBoundary(view: View, boundary: BoundaryId): Observation {
  const gaps = missing(view, offices, boundary);
  const count = askedIn(view).untold.get(boundary) ?? 0;
  if (count > 0) {
    const unread = view.gapsIn('usage', boundary);
    const those = counted(count, 'person who holds', 'people who hold');
    const detail = `of ${those} privilege for good the last sign-in is not told`;
    return isNonEmpty(unread)
      ? { says: 'undetermined', because: [...unread, ...gaps] }
      : undetermined(gapAbout(view, 'usage', boundary, detail), ...gaps);
  }
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
}
