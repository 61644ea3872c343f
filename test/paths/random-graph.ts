import type { SmallGraph } from '../../src/contract/rule.ts';
import type { Capability } from '../../src/model/capability.ts';
import type { PersistenceClass, Presence } from '../../src/model/persistence.ts';
import { persistenceClasses } from '../../src/model/persistence.ts';
import type { Windows } from '../../src/model/window.ts';

export const HOME = 'aws:111122223333';
export const AWAY = 'aws:444455556666';
export const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** mulberry32: small, seeded, the same on every machine. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}

const windowChoices: readonly Windows[] = [
  [{ from: null, until: null }],
  [{ from: NOW - DAY, until: NOW + DAY }],
  [{ from: NOW, until: NOW + 2 * DAY }],
  [{ from: NOW - DAY, until: NOW }],
  [{ from: NOW + DAY, until: NOW + 2 * DAY }],
  [{ from: NOW - 40 * DAY, until: NOW + DAY }],
  [{ from: null, until: NOW + 10 * DAY }],
  [
    { from: NOW - 9 * DAY, until: NOW - 8 * DAY },
    { from: NOW - 1000, until: NOW + 3 * DAY },
  ],
  [],
];
const capabilities: readonly Capability[] = ['administer', 'impersonate', 'read-secrets'];

/** A tangled estate of at most `size` identities in two accounts, parties outside, pools, and everything that can be wrong with an element. */
export function randomGraph(seed: number, size: number): SmallGraph {
  const roll = dice(seed * 31 + size);
  const one = <T>(items: readonly [T, ...T[]] | readonly T[]): T => items[roll(items.length)] as T;
  const ids: string[] = [];
  for (let at = 0; at < size; at++) {
    const account = roll(3) === 0 ? '444455556666' : '111122223333';
    ids.push(`arn:aws:iam::${account}:${roll(2) === 0 ? 'user' : 'role'}/n${at}`);
  }
  const outside = ['arn:aws:iam::999988887777:root', 'service:lambda.amazonaws.com', 'anyone'];
  const pool = `pool:${HOME}:assume-any-role`;
  const names = [...ids, ...(roll(2) === 0 ? [one(outside)] : []), ...(roll(2) === 0 ? [pool] : [])];
  const element = (): {
    bounds: { lo: PersistenceClass; hi: PersistenceClass };
    presence: Presence;
    windows: Windows;
    caveats: readonly string[];
  } => {
    const lo = roll(2) === 0 ? 4 : roll(5);
    const hi = roll(4) === 0 ? Math.max(lo, roll(5)) : lo;
    return {
      bounds: { lo: persistenceClasses[lo] ?? 'standing', hi: persistenceClasses[hi] ?? 'standing' },
      presence: one(['certain', 'certain', 'certain', 'possible', 'refuted']),
      windows: roll(2) === 0 ? (windowChoices[0] ?? []) : one(windowChoices),
      caveats: roll(5) === 0 ? [`caveat ${roll(3)}`] : [],
    };
  };
  return {
    name: `random ${seed} of ${size}`,
    boundaries: [{ id: HOME }, { id: AWAY }],
    identities: ids.filter(() => roll(12) !== 0).map((id) => ({ id })),
    unread: roll(4) === 0 ? [{ kind: one(['policy', 'trust', 'membership', 'credential', 'limiter']), boundary: one([HOME, AWAY]) }] : [],
    links: Array.from({ length: roll(size * 3) }, () => ({
      from: one(names),
      to: one([...ids, ...(names.includes(pool) ? [pool] : [])]),
      how: one(['can-assume', 'member-of', 'federates']),
      openness: roll(15) === 0 ? ('none' as const) : ('exact' as const),
      ...element(),
    })),
    grants: Array.from({ length: roll(4) + 1 }, () => ({
      subject: one(names),
      capability: one(capabilities),
      scope: one([HOME, AWAY, one(ids), 'arn:aws:iam::111122223333:role/*']),
      ...element(),
    })),
  };
}
