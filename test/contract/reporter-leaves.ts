import { sha256Hex } from '../../src/base/bytes/hash.ts';
import { instantOf } from '../../src/base/instant.ts';
import type { Report } from '../../src/model/report.ts';

/** Strings and numbers of a report, each with the JSON pointer of its place. */
export interface Leaf {
  readonly pointer: string;
  readonly value: string | number;
}

/** Members whose values are of a closed vocabulary, by the end of their pointer: nothing else is legal there. */
const closed = [
  /^\/schema$/,
  /^\/run\/(?:asOfFrom|from)$/,
  /^\/endings\/\d+\/(?:kind|authorised|outcome|level|endsBy|pattern|midSession|endedBy\/by|ended\/how|otherWays\/state)$/,
  /^\/endings\/\d+\/(?:(?:access|trigger)\/kind|tests\/\w+|lingering\/\d+\/(?:midSession|state|cutBy\/\d+))$/,
  /^\/assurance\/sources\/\d+\/(?:sourceKind|spans\/\d+\/tells)$/,
  /^\/assurance\/(?:unmatched\/first\/\d+\/why|exceptions\/\d+\/(?:state|exception\/kind))$/,
  /^\/metrics\/rows\/\d+\/by$/,
  /^\/history\/resolved\/\d+\/how$/,
  /^\/coverage\/\d+\/(?:status|cause)$/,
  /\/because\/\d+\/cause$/,
  /\/(?:severity|family|persistence|capability|nature)$/,
  /\/subject\/kind$/,
  /\/object\/type$/,
  /\/bounds\/(?:lo|hi)$/,
  /\/path\/\d+\/(?:step|state|how)$/,
];
/** What the sample report has as a hash or a time has to stay one. */
const isHash = (value: string | number): boolean => /^[0-9a-f]{64}$/.test(String(value));
const isInstant = (value: string | number): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value));

/** Whether a text or number of any content is legal there. */
export function isFree(pointer: string): boolean {
  return !closed.some((pattern) => pattern.test(pointer));
}

export function leavesOf(value: unknown, pointer = ''): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ pointer, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

type Replace = (leaf: Leaf) => string | number;

/** The same report with every free leaf replaced. The shape stays, so it stays a report. */
function replaced(report: Report, replace: Replace): Report {
  return walk(report, '', replace) as Report;
}

function walk(value: unknown, pointer: string, replace: Replace): unknown {
  if (typeof value === 'string' || typeof value === 'number') return isFree(pointer) ? replace({ pointer, value }) : value;
  if (Array.isArray(value)) return value.map((each, index) => walk(each, `${pointer}/${index}`, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, `${pointer}/${name}`, replace)]));
}

/** A report in which no two free leaves are the same: texts, numbers, hashes and times of its own for every place. */
export function withSentinels(report: Report): Report {
  let count = 0;
  return replaced(report, ({ pointer, value }) => {
    count += 1;
    // so far apart that no two are the same to the minute either
    if (typeof value === 'number') return 700_000_000 + count * 3_661_009;
    if (isHash(value)) return sha256Hex(pointer);
    if (isInstant(value)) return instantOf(Date.UTC(2031, 0, 1) + count * 61_001);
    return `sentinel-${String(count).padStart(4, '0')}`;
  });
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

/** A report with a hostile text at every place where a text is free. */
export function withHostileTexts(report: Report): Report {
  let count = 0;
  return replaced(report, ({ value }) => {
    if (typeof value === 'number' || isHash(value) || isInstant(value)) return value;
    const hostile = hostileStrings[count % hostileStrings.length] ?? '';
    count += 1;
    return `${hostile}${count}`;
  });
}

/** The same value with the members of every object put in the opposite order. */
export function withMembersReversed(report: Report): Report {
  return reversed(report) as Report;
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
