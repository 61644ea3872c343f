import type { SmallGraph } from '../../src/contract/rule.ts';
import { DAY_MS, instantOf } from '../../src/base/instant.ts';

/** The time every estate here is looked at, unless it says otherwise. */
export const AS_OF = Date.parse('2026-01-01T00:00:00.000Z');
export const BOUNDARY = 'aws:111122223333';
export const OTHER = 'aws:444455556666';
export const ANN = 'arn:aws:iam::111122223333:user/ann';
export const BOB = 'arn:aws:iam::111122223333:user/bob';
export const ROLE = 'arn:aws:iam::111122223333:role/import';
export const ROOT = 'arn:aws:iam::111122223333:root';

/** So many days, and milliseconds, before the audit. */
export function ago(days: number, ms = 0): string {
  return instantOf(AS_OF - days * DAY_MS - ms);
}

type Given<K extends 'identities' | 'credentials'> = NonNullable<SmallGraph[K]>[number];

/** An estate of Ann alone with one credential. */
export function withCredential(given: Partial<Given<'credentials'>>, more: Partial<SmallGraph> = {}): SmallGraph {
  const kind = given.kind ?? 'access-key';
  const id = `${ANN}#${kind}-1`;
  return { name: 'one credential', identities: [{ id: ANN }], credentials: [{ id, identity: ANN, ...given, kind }], ...more };
}

/** An estate of one role, and when it was last used. */
export function withRole(lastUsed: string, given: Partial<Given<'identities'>> = {}, more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    name: 'one role',
    identities: [{ id: ROLE, createdAt: ago(1000), ...given }],
    usage: [{ identity: ROLE, lastUsed, lookBackDays: 400 }],
    ...more,
  };
}
