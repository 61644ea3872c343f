import { byCodeUnit } from '../../../../src/base/order.ts';
import { isMultivalued, keyName } from '../keys.ts';
import type { KeyState } from '../match/truth.ts';
import { ABSENT } from '../request/derived.ts';
import type { Situation } from '../request/situation.ts';
import { sampleSets } from '../unknown/sample.ts';
import { clockKeys, clockSamples } from './clock.ts';
import type { KindOf } from './kinds.ts';
import { ofKind, samplesOf } from './samples.ts';
import type { Unknown } from './unknown.ts';
import type { KeyUse, KeyUses } from './uses.ts';

export interface Domains {
  /** By key in lower case; the two keys of the clock are one. */
  readonly byKey: ReadonlyMap<string, Unknown>;
  /** False where some way a key may be is stood for by no sample. */
  readonly exact: boolean;
}

const MOST_STATES = 1024;

/** `kindOf` tells of which kind alone the values of a key are. */
export function domainsOf(uses: KeyUses, situation: Situation, kindOf: KindOf): Domains {
  const byKey = new Map<string, Unknown>();
  let exact = true;
  const all = [...uses.all].sort((a, b) => byCodeUnit(a.key, b.key));
  const clock = all.filter((each) => clockKeys.has(each.key));
  if (clock.length > 0) {
    const { unknown, complete } = clockSamples(clock, situation);
    for (const each of clock) byKey.set(each.key, unknown);
    exact &&= complete;
  }
  for (const group of groupsOf(all.filter((each) => !clockKeys.has(each.key)))) {
    const samples = samplesOf(group, kindOf);
    exact &&= samples.complete && group.every((each) => each.exact);
    for (const { key } of group) {
      const own = ofKind(samples, kindOf(key));
      const many = isMultivalued(key) ? sampleSets(own, MOST_STATES) : null;
      exact &&= many?.complete ?? true;
      const present = many === null ? own.values.map((each) => [each]) : many.sets;
      byKey.set(key, { name: keyName(key), samples: statesOf(key, present, situation) });
    }
  }
  return { byKey, exact };
}

function statesOf(key: string, present: readonly (readonly string[])[], situation: Situation): Unknown['samples'] {
  const states: KeyState[] = situation.known(key).is === 'unknown' ? [ABSENT] : [];
  for (const values of present) states.push({ is: 'present', values });
  return states.map((state) => new Map([[key, state]]));
}

/** Keys that are compared with each other stand together. */
function groupsOf(uses: readonly KeyUse[]): readonly (readonly KeyUse[])[] {
  const byKey = new Map(uses.map((each) => [each.key, each] as const));
  const seen = new Set<string>();
  const groups: (readonly KeyUse[])[] = [];
  for (const use of uses) {
    if (seen.has(use.key)) continue;
    const group: KeyUse[] = [];
    const waiting = [use];
    seen.add(use.key);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      group.push(next);
      for (const key of next.with) {
        const other = byKey.get(key);
        if (other === undefined || seen.has(key)) continue;
        seen.add(key);
        waiting.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}
