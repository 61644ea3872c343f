import type { AccessRequest } from '../access.ts';
import type { KeyState } from '../match/truth.ts';
import { PRESENT_UNKNOWN, UNKNOWN } from './derived.ts';

type Context = NonNullable<AccessRequest['context']>;

const read = new WeakMap<Context, ReadonlyMap<string, readonly string[]>>();

/** The context by keys in lower case. The same object gives the same result, so it must not be changed afterwards. */
export function contextOf(context: Context): ReadonlyMap<string, readonly string[]> {
  let known = read.get(context);
  if (known === undefined) {
    known = readContext(context);
    read.set(context, known);
  }
  return known;
}

/** A key in two spellings has the values of both. */
function readContext(context: Context): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, readonly string[]>();
  for (const key of Object.keys(context)) {
    const given = context[key];
    if (given === undefined) continue;
    const lower = key.toLowerCase();
    const values = typeof given === 'string' ? [given] : given;
    const before = byKey.get(lower);
    byKey.set(lower, before === undefined ? values : [...before, ...values]);
  }
  return byKey;
}

/** What `unknownKeys` says of a key, or of the other key that tells the same; that it is there is the stronger word. */
export function saidUnknown({ unknownKeys }: AccessRequest, key: string, other: string | null): KeyState | null {
  if (unknownKeys === undefined) return null;
  let state: KeyState | null = null;
  for (const each of unknownKeys) {
    const pattern = (typeof each === 'string' ? each : each.key).toLowerCase();
    if (!meant(pattern, key) && (other === null || !meant(pattern, other))) continue;
    if (typeof each !== 'string') return PRESENT_UNKNOWN;
    state = UNKNOWN;
  }
  return state;
}

function meant(pattern: string, key: string): boolean {
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}
