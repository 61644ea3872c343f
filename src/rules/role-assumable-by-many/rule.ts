import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Observation, Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { callersOf, mostCallers } from '../callers.ts';
import type { Callers } from '../callers.ts';
import { controls } from '../controls.ts';
import { clear, count, counted, doubtsOf, gapAbout, reachesTierZero, strings, undetermined } from '../shared.ts';
import { trustingIdentities, trustNeeds } from '../trust.ts';

/** As many links are named in an answer; the count is of all. */
const shown = 20;

export const rule = defineRule({
  id: 'role-assumable-by-many',
  revision: 1,
  family: 'shared',
  title: 'One role, many unrelated callers',
  why: 'A role that many parties may act as has no owner who knows all of them, its rights are the union of what each needs, and what was done as it is hard to pin on one of them. Taking it from one caller is put off because of the others. Callers with the same owner tag count as one party; every user, workload, federated subject and foreign account without one counts alone. Service principals of the provider are not counted.',
  remedy:
    'Give each party a role of its own with what it needs, and remove wildcards that let every principal of an account start sessions.',
  verify: 'the next analysis, with trusts, policies and memberships read, counts no more parties than allowed',
  controls: controls('NHI9', 'NHI5', 'PR.AA-01', 'PR.AA-05', 'AC-2', 'AC-6', 'IA-9', 'CC6.1', 'CC6.3', 'A.5.16', 'PCI-7.2.5', 'PCI-8.2.2'),
  settings: v.strictObject({
    maxCallers: count(
      10,
      'our own, as no framework sets a figure: as many as an owner can still review by name',
      'parties',
      'The most parties that may act as one role',
    ),
    ownerTags: strings(
      ['owner', 'team', 'service', 'application'],
      'names in common use',
      'Tags whose equal value makes two callers one party',
      'list of tag names',
    ),
  }),
  needs: [...trustNeeds, { kind: 'policy', where: 'own' }, { kind: 'attachment', where: 'own' }, { kind: 'membership', where: 'own' }],
  *questions(view): Iterable<Question> {
    for (const { id } of trustingIdentities(view)) yield { subject: { type: 'identity', id } };
  },
  answer(view, { subject }, settings): Observation {
    // Most identities have few callers, however they are counted.
    if (mostCallers(view, subject.id, settings.ownerTags) <= settings.maxCallers) return clear;
    const callers = callersOf(view, subject.id, settings.ownerTags);
    if (callers.sure > settings.maxCallers) return tooMany(view, subject.id, callers, settings.maxCallers);
    if (callers.all <= settings.maxCallers) return clear;
    const because = callers.possible.slice(0, shown).flatMap((link) => doubtsOf(view, link, 'trust', subject.id) ?? []);
    if (isNonEmpty(because)) return { says: 'undetermined', because };
    return undetermined(gapAbout(view, 'trust', view.identity(subject.id)?.boundary ?? '', 'some callers are not certain', subject.id));
  },
  examples: {
    fires: [crowd('eleven users may assume one role', 11), crowd('eleven users come through a pool of callers', 11, {}, 'pool')],
    clear: [crowd('ten users may assume one role', 10), crowd('twenty callers of one team', 20, { Team: 'payments' })],
    undetermined: [
      { ...crowd('three users, and trusts were not read', 3), unread: [{ kind: 'trust' }] },
      crowd('twenty users who may fall under a condition nobody could decide', 20, {}, 'doubtful'),
    ],
  },
});

function tooMany(view: View, role: EntityId, { sure, names, links }: Callers, allowed: number): Observation {
  const privileged = reachesTierZero(view, role);
  const reason = `${counted(sure, 'unrelated party', 'unrelated parties')} may act as it, at most ${allowed} are allowed: ${names.join(', ')}${sure > names.length ? ', …' : ''}`;
  return {
    says: 'finding',
    severity: privileged ? 'high' : 'medium',
    reasons: privileged ? [reason, 'it leads to control of a whole boundary'] : [reason],
    witness: [{ type: 'identity', id: role }, ...links.slice(0, shown).map((link) => ({ type: 'link', id: link.key }) as const)],
  };
}

function crowd(
  name: string,
  size: number,
  tags: Readonly<Record<string, string>> = {},
  how: 'direct' | 'pool' | 'doubtful' = 'direct',
): SmallGraph {
  const role = 'arn:aws:iam::111122223333:role/shared';
  const pool = 'pool:aws:111122223333:assume-any-role';
  const users = Array.from({ length: size }, (_, at) => ({
    id: `arn:aws:iam::111122223333:user/u${at + 1}`,
    kind: 'user' as const,
    name: `u${at + 1}`,
    tags,
  }));
  const to = how === 'pool' ? pool : role;
  const doubt: Partial<Link> =
    how === 'doubtful' ? { presence: 'possible', conditions: [{ text: 'acme:shift equals day', settled: 'outside' }] } : {};
  return {
    name,
    identities: [
      { id: role, kind: 'role', name: 'shared' },
      ...(how === 'pool' ? [{ id: pool, kind: 'pool' as const, name: 'every principal that may assume any role' }] : []),
      ...users,
    ],
    links: [
      ...(how === 'pool' ? [{ from: pool, to: role, how: 'can-assume' as const }] : []),
      ...users.map(({ id }) => ({ from: id, to, how: 'can-assume' as const, ...doubt })),
    ],
  };
}
