import type { SmallGraph } from '../../../src/contract/rule.ts';
import { capabilities } from '../../../src/model/capability.ts';
import type { PersistenceClass, Presence } from '../../../src/model/persistence.ts';
import type { Windows } from '../../../src/model/window.ts';

export const HOME = 'aws:111111111111';
export const AWAY = 'aws:222222222222';
export const UNIT = 'aws:ou-ab12-cdefgh34';
export const ROOT = 'aws:r-ab12';
export const ORGANIZATION = 'aws:o-abcde12345';
export const NOW = Date.UTC(2026, 0, 1);
export const LONGEST = 30 * 86_400_000;
const DAY = 86_400_000;

/** An even-handed die from a seed: the state goes through every number of 32 bits (Knuth, TAOCP 2, 3.2.1), the high bits are thrown. */
export function diceOf(seed: number): (sides: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * sides);
  };
}

const spans: readonly Windows[] = [
  [{ from: null, until: null }],
  [{ from: NOW - DAY, until: NOW + DAY }],
  [{ from: NOW, until: NOW + LONGEST }],
  [{ from: NOW, until: NOW + LONGEST + 1 }],
  [{ from: NOW - 2 * DAY, until: NOW }],
  [{ from: NOW + 1, until: NOW + DAY }],
  [{ from: null, until: NOW + 3 * DAY }],
  [{ from: NOW - DAY, until: null }],
  [
    { from: NOW - 9 * DAY, until: NOW - 8 * DAY },
    { from: NOW - 1, until: NOW + 1 },
    { from: NOW + 40 * DAY, until: NOW + 90 * DAY },
  ],
  [],
];
const classes: readonly PersistenceClass[] = ['session', 'eligible', 'activated', 'time-bound', 'standing'];

/** Names of things in accounts, and patterns of them. Whichever patterns have a name in common have one of these, or of {@link fillers}. */
export const things = [
  'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db',
  'arn:aws:secretsmanager:eu-west-1:222222222222:secret:db',
  'arn:aws:s3:::logs-eu',
  'arn:aws:backup:eu-west-1:111111111111:backup-vault:main',
  'arn:aws:ec2:eu-west-1::snapshot/snap-1',
  'arn:aws:logs:eu-west-1:222222222222:log-group:trail',
  'arn:aws:iam::111111111111:user/n0#access-key-1',
] as const;
export const patterns = [
  'arn:aws:iam::111111111111:role/*',
  'arn:aws:iam::*:user/n?',
  'arn:aws:iam::222222222222:*',
  'arn:aws:secretsmanager:*:111111111111:secret:*',
  'arn:aws:secretsmanager:*:222222222222:secret:d?',
  'arn:aws:s3:::logs-*',
  'arn:aws:s3:::*-eu',
] as const;
export const fillers = ['arn:aws:s3:::logs-x-eu', 'arn:aws:iam::222222222222:user/n9', 'arn:aws:iam::111111111111:role/n9'] as const;

/** A small estate with everything that can be wrong with it; at most `size` identities in two accounts of an organization. */
export function estateOf(seed: number, size: number): SmallGraph {
  const roll = diceOf(seed * 16 + size);
  const one = <T>(items: readonly T[]): T => items[roll(items.length)] as T;
  const maybe = <T>(odds: number, make: () => T): readonly T[] => (roll(odds) === 0 ? [make()] : []);
  const ids = Array.from(
    { length: size },
    (_, at) => `arn:aws:iam::${one(['111111111111', '222222222222'])}:${one(['user', 'role'])}/n${at}`,
  );
  const pools = [
    ...maybe(2, () => `pool:${HOME}:all-roles`),
    ...maybe(4, () => `pool:${AWAY}:all-roles`),
    ...maybe(12, () => `pool:${AWAY}:unread`),
  ];
  const outside = maybe(2, () => one(['arn:aws:iam::999999999999:root', 'anyone', 'service:lambda.amazonaws.com', 'AROADELETED']));
  const holders = [...ids, ...pools, ...outside.filter((each) => each !== 'AROADELETED')];
  const scopes = [HOME, AWAY, HOME, AWAY, UNIT, ORGANIZATION, ...things, ...patterns, ...ids];
  const element = (): {
    bounds: { lo: PersistenceClass; hi: PersistenceClass };
    presence: Presence;
    windows: Windows;
  } => {
    const lo = roll(2) === 0 ? 4 : roll(5);
    const hi = roll(3) === 0 ? lo + roll(5 - lo) : lo;
    return {
      bounds: { lo: classes[lo] ?? 'standing', hi: classes[hi] ?? 'standing' },
      presence: one(['certain', 'certain', 'certain', 'certain', 'possible', 'refuted']),
      windows: roll(2) === 0 ? [{ from: null, until: null }] : one(spans),
    };
  };
  const boundary = (): { boundary?: string } => (roll(4) === 0 ? { boundary: one([HOME, AWAY]) } : {});
  return {
    name: `estate ${seed} of ${size}`,
    boundaries: [{ id: HOME }, { id: AWAY }],
    identities: ids.filter(() => roll(10) !== 0).map((id) => ({ id })),
    credentials: ids.slice(0, 1).map((id) => ({ id: `${id}#access-key-1`, identity: id })),
    scopes: [
      ...maybe(2, () => ({ scope: HOME, parent: UNIT })),
      ...maybe(3, () => ({ scope: AWAY, parent: ORGANIZATION })),
      ...maybe(2, () => ({ scope: UNIT, parent: ROOT })),
      ...maybe(2, () => ({ scope: ROOT, parent: ORGANIZATION })),
      ...maybe(9, () => ({ scope: ORGANIZATION, parent: UNIT })),
      ...maybe(9, () => ({ scope: HOME, parent: ORGANIZATION })),
    ],
    unread: maybe(3, () => ({
      kind: one(['policy', 'trust', 'membership', 'attachment', 'credential', 'limiter'] as const),
      boundary: one([HOME, AWAY]),
    })),
    links: Array.from({ length: roll(size * 2 + 1) }, () => {
      const from = one([...holders, ...outside]);
      return {
        from,
        to: one([...ids, ...pools]),
        how: one(['can-assume', 'member-of', 'can-run-as'] as const),
        openness: from === 'AROADELETED' || roll(20) === 0 ? ('none' as const) : ('exact' as const),
        ...element(),
        ...boundary(),
      };
    }),
    grants: Array.from({ length: roll(5) + 1 }, () => ({
      subject: one(holders),
      capability: roll(3) === 0 ? ('administer' as const) : one(capabilities),
      scope: one(scopes),
      ...element(),
      ...boundary(),
    })),
    crownJewels: maybe(2, () => jewel(0)).concat(maybe(3, () => jewel(1))),
  };

  function jewel(place: number): NonNullable<SmallGraph['crownJewels']>[number] {
    const scope = one([HOME, AWAY, UNIT, ORGANIZATION, ...things, ...patterns, ...ids, 'aws:333333333333']);
    const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(scope)?.[1];
    const whole = scope.startsWith('aws:');
    return {
      name: `jewel ${place}`,
      scope,
      boundary: whole ? null : account === undefined ? one([HOME, AWAY]) : `aws:${account}`,
      capabilities: one([['read-data'], ['impersonate', 'read-secrets'], ['destroy', 'write-data'], ['run-as']] as const),
    };
  }
}
