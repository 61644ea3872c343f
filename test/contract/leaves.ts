import { sha256Hex } from '../../src/base/bytes/hash.ts';
import { instantOf } from '../../src/base/instant.ts';

/** A string or number of a value that reporters or pack formats render, with the JSON pointer of its place. */
export interface Leaf {
  readonly pointer: string;
  readonly value: string | number;
}

/** What the suites make of a value of one shape: every change leaves the shape, so the value stays of its kind. */
export interface Leaves<T> {
  /** Whether a text or number of any content is legal there. */
  readonly isFree: (pointer: string) => boolean;
  /** No two free leaves are the same: texts, numbers, hashes and times of its own for every place. */
  readonly withSentinels: (value: T) => T;
  /** A hostile text at every place where a text is free. */
  readonly withHostileTexts: (value: T, more?: readonly string[]) => T;
}

/** Members whose values are of a closed vocabulary, by the end of their pointer, in reports and packs alike: nothing else is legal there. */
const closedEverywhere = [
  /^\/run\/(?:asOfFrom|from)$/,
  /^\/metrics\/rows\/\d+\/by$/,
  /^\/coverage\/\d+\/(?:status|cause)$/,
  /\/because\/\d+\/cause$/,
  /\/(?:severity|family|persistence|capability|nature)$/,
  /\/subject\/kind$/,
  /\/object\/type$/,
  /\/bounds\/(?:lo|hi)$/,
  /\/path\/\d+\/(?:step|state|how)$/,
];
/** What a sample has as a hash or a time has to stay one. */
const isHash = (value: string | number): boolean => /^[0-9a-f]{64}$/.test(String(value));
const isInstant = (value: string | number): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value));

type Replace = (leaf: Leaf) => string | number;

/**
 * The leaves of values in which, beside what is closed everywhere, the places that `more` matches are of a closed vocabulary. There are fewer than
 * ten to the power of `digits` of them, so that no sentinel is the beginning of another.
 */
export function leavesWith<T>(more: readonly RegExp[], digits: number): Leaves<T> {
  const closed = [...closedEverywhere, ...more];
  const isFree = (pointer: string): boolean => !closed.some((pattern) => pattern.test(pointer));
  const replaced = (value: T, replace: Replace): T => walk(value, '', (leaf) => (isFree(leaf.pointer) ? replace(leaf) : leaf.value)) as T;
  return {
    isFree,
    withSentinels(value) {
      let count = 0;
      return replaced(value, (leaf) => {
        count += 1;
        // so far apart that no two are the same to the minute either
        if (typeof leaf.value === 'number') return 700_000_000 + count * 3_661_009;
        if (isHash(leaf.value)) return sha256Hex(leaf.pointer);
        if (isInstant(leaf.value)) return instantOf(Date.UTC(2031, 0, 1) + count * 61_001);
        return `sentinel-${String(count).padStart(digits, '0')}`;
      });
    },
    withHostileTexts(value, furtherTexts = []) {
      const all = [...hostileStrings, ...furtherTexts];
      let count = 0;
      return replaced(value, (leaf) => {
        if (typeof leaf.value === 'number' || isHash(leaf.value) || isInstant(leaf.value)) return leaf.value;
        const hostile = all[count % all.length] ?? '';
        count += 1;
        return `${hostile}${count}`;
      });
    },
  };
}

function walk(value: unknown, pointer: string, replace: Replace): unknown {
  if (typeof value === 'string' || typeof value === 'number') return replace({ pointer, value });
  if (Array.isArray(value)) return value.map((each, index) => walk(each, `${pointer}/${index}`, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, `${pointer}/${name}`, replace)]));
}

export function leavesOf(value: unknown, pointer = ''): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ pointer, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** What someone might name a role to reach the reader of a report: markup, terminal escapes, formulas, bidirectional overrides, newlines. */
export const hostileStrings: readonly string[] = [
  '</script><script>alert(1)</script>',
  '</noscript></template><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>\'',
  '<!--<script>',
  '\u001b[2J\u001b]0;owned\u0007 \u009b31mred',
  'user\u202egnp.exe\u2066 \u200fx\u200b',
  "=cmd|'/c calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\t=1+1',
  '\uff1d1+1',
  ' =1+1;=2+2',
  'two\r\nlines\u2028three\u0000',
  '\ud800 half',
  '&lt;b&gt; &amp; \\" %00 ${x} {{x}}',
];

/** The same value with the members of every object put in the opposite order. */
export function withMembersReversed<T>(value: T): T {
  return reversed(value) as T;
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

/** Freezes all of it, so that a write throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) frozen(member);
  return value;
}
