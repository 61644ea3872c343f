import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Observation, Witness } from '../../model/question.ts';
import type { Reach, View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { actors, namedRight, reachesTo, rightText, type NamedRight } from '../named-rights.ts';
import { clear, nameOf } from '../shared.ts';
import { doubts, grantSources } from '../standing-answer.ts';
import { examples } from './examples.ts';

export const rule = defineRule({
  id: 'separation-of-duties',
  revision: 1,
  family: 'standing',
  title: 'One person can do both halves of what takes two',
  why: 'The configuration names pairs of rights that no one person may reach: who changes the source does not release it, who makes a payee does not pay. Whoever reaches both, by any of their accounts and by any way, can do the whole alone; an eligible right counts, for it is only a click away. Without `pairs` in the settings nothing is asked.',
  remedy:
    'Take one of the two away from the person, on every account they have; where nobody else can do it, add a decision by another person to one of the two.',
  verify: 'the next analysis finds no path to one of the two rights from any account of the person',
  controls: controls('PR.AA-05', 'AC-5', 'AC-6', 'CC6.1', 'CC6.3', 'A.5.3', 'A.5.15', 'A.8.2', 'PCI-7.2.1', 'PCI-7.2.2'),
  settings: v.strictObject({
    pairs: v.optional(
      v.pipe(
        v.array(v.strictObject({ a: namedRight, b: namedRight })),
        v.readonly(),
        v.description(
          'Pairs of rights that no one person may reach both of; without `scope`, on any whole boundary. Unit: list of {a: {capability, scope}, b: {capability, scope}}. Default: empty, and nothing is asked. Source: none, what they are is the organization’s own decision',
        ),
      ),
      [],
    ),
  }),
  needs: grantSources,
  *questions(view, { pairs }) {
    if (pairs.length === 0) return;
    for (const { id, nature } of actors(view)) {
      // a person is asked about once, by the first account
      if (nature !== 'non-human' && accountsOf(view, id)[0] === id) yield { subject: { type: 'identity', id } };
    }
  },
  answer(view, { subject }, { pairs }) {
    if (subject.type !== 'identity' || view.identity(subject.id) === undefined) return clear;
    const accounts = accountsOf(view, subject.id);
    const said = pairs.map((each) => answer(view, accounts, each));
    const found = said.flatMap((each) => (each.says === 'finding' ? [each] : []));
    const [first] = found;
    if (first !== undefined) {
      const reasons = found.flatMap((each) => each.reasons);
      const witness = found.flatMap((each) => each.witness);
      return { ...first, ...(isNonEmpty(reasons) && isNonEmpty(witness) ? { reasons, witness } : {}) };
    }
    return said.find(({ says }) => says === 'undetermined') ?? clear;
  },
  examples,
});

/** All that were read, sorted. */
function accountsOf(view: View, id: EntityId): readonly EntityId[] {
  return view.personOf(id)?.accounts.filter((each) => view.identity(each) !== undefined) ?? [id];
}

function answer(view: View, accounts: readonly EntityId[], { a, b }: { readonly a: NamedRight; readonly b: NamedRight }): Observation {
  const sides = [a, b].map((right) => {
    const reaches = accounts.flatMap((each) => reachesTo(view, each, right));
    return {
      right,
      sure: reaches.find(({ presence }) => presence === 'certain'),
      open: reaches.find(({ presence }) => presence !== 'refuted'),
    };
  });
  const sure = sides.flatMap((each) => each.sure ?? []);
  const [first, second] = sure;
  if (first !== undefined && second !== undefined) {
    const isAlways = sure.every(({ bounds }) => bounds.lo === 'standing');
    const text = (reach: Reach): string => `${reach.capability} on ${reach.scope} as ${nameOf(view, reach.identity)} (${reach.bounds.lo})`;
    return {
      says: 'finding',
      severity: isAlways ? 'high' : 'medium',
      reasons: [`no one person may reach both ${rightText(a)} and ${rightText(b)}; this one reaches ${text(first)} and ${text(second)}`],
      witness: [witnessOf(first), witnessOf(second)],
    };
  }
  if (!sides.every(({ open }) => open !== undefined)) return clear;
  const open = sides.find((each) => each.sure === undefined)?.open;
  if (open === undefined) return clear;
  return { says: 'undetermined', because: doubts(view, open, view.path(open.identity, open.capability, open.scope), grantSources) };
}

function witnessOf({ identity, capability, scope }: Reach): Witness {
  return { type: 'path', identity, capability, scope };
}
