import { expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { viewOfSmallGraph } from '../../../src/judge/small.ts';
import type { Interval } from '../../../src/model/history.ts';
import { assureInput } from '../../../src/run/assure/input.ts';
import { sessionLimitsOf, type ToldLimit } from '../../../src/run/assure/session-limits.ts';

const HOUR = 3_600_000;
const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const on = (hour: number): string => new Date(Date.UTC(2026, 10, 1, hour)).toISOString();
const at = (hour: number): number => Date.parse(on(hour));

interface Row {
  readonly first: number;
  readonly last: number;
  readonly end?: { readonly how: 'changed' | 'absent' | 're-created'; readonly after: number; readonly before: number };
  readonly hours: number | null;
}

function told({ first, last, end, hours }: Row): ToldLimit {
  return {
    boundary: 'aws:111122223333',
    identity: ROLE,
    interval: {
      first: { run: 'a', at: on(first) },
      last: { run: 'b', at: on(last) },
      missing: null,
      end: end === undefined ? null : { how: end.how, after: on(end.after), before: on(end.before), run: 'c', to: null },
    },
    ms: hours === null ? null : hours * HOUR,
  };
}

/** In the twelve hours before hour 30. */
function longest(rows: readonly Row[], asOf = 60): number | null {
  const found = sessionLimitsOf(rows.map(told), on(asOf)).longest('aws:111122223333', ROLE, at(18), at(30));
  return found === null ? null : found / HOUR;
}

const lowered = { how: 'changed', after: 20, before: 24 } as const;

it.each<readonly [string, readonly Row[], number | null]>([
  ['what was read before and after', [{ first: 10, last: 40, hours: 1 }], 1],
  ['nothing where it was first read within the time', [{ first: 19, last: 40, hours: 1 }], null],
  ['nothing where it was not read since', [{ first: 10, last: 29, hours: 1 }], null],
  ['nothing where no read tells of it', [], null],
  [
    'the longer one where it was lowered within the time',
    [
      { first: 10, last: 20, end: lowered, hours: 12 },
      { first: 24, last: 40, hours: 1 },
    ],
    12,
  ],
  [
    'the shorter one where it was lowered before',
    [
      { first: 1, last: 10, end: { how: 'changed', after: 10, before: 17 }, hours: 12 },
      { first: 17, last: 40, hours: 1 },
    ],
    1,
  ],
  [
    'the longer one where it may have been raised by then',
    [
      { first: 10, last: 29, end: { how: 'changed', after: 29, before: 40 }, hours: 1 },
      { first: 40, last: 50, hours: 12 },
    ],
    12,
  ],
  [
    'nothing where one of them could not be read',
    [
      { first: 10, last: 20, end: lowered, hours: null },
      { first: 24, last: 40, hours: 1 },
    ],
    null,
  ],
  [
    'nothing where it was away in between',
    [
      { first: 10, last: 20, end: { how: 'absent', after: 20, before: 24 }, hours: 1 },
      { first: 26, last: 40, hours: 1 },
    ],
    null,
  ],
])('tells %s', (_, rows, hours) => {
  expect(longest(rows)).toBe(hours);
});

it('knows nothing of what is read after the moment', () => {
  const rows: readonly Row[] = [{ first: 10, last: 40, hours: 1 }];
  expect([longest(rows, 30), longest(rows, 29)]).toEqual([1, null]);
});

it('bounds what may linger of a role by what the history holds of it', async () => {
  const record: Interval = {
    ...told({ first: 10, last: 40, hours: 1 }).interval,
    number: 1,
    kind: 'session-limit',
    boundary: 'aws:111122223333',
    key: ROLE,
    family: 'session-limit',
    value: { surface: null, value: { role: ROLE, uid: 'AROADEPLOY', maxSeconds: 3600 } },
    incarnation: null,
    tellers: [{ boundary: 'aws:111122223333', surface: 'aws:role-settings' }],
    names: [ROLE],
    evidence: [],
    notBefore: null,
    previous: null,
  };
  const store = {
    runs: () => Promise.resolve([]),
    clocks: () => Promise.resolve(new Map()),
    lastReads: () => Promise.resolve([]),
    prunedUntil: () => Promise.resolve(null),
    entries: () => listed<never>([]),
    intervals: () => listed([record]),
  } as unknown as HistoryStore;
  const { lingers } = await assureInput({
    store,
    view: viewOfSmallGraph({ name: 'limits', asOf: on(60), boundaries: [{ id: 'aws:111122223333' }] }),
    connectors: [awsCore],
    settings: usualAssurance,
  });
  const trust = {
    id: 'trust',
    kind: 'trust',
    boundary: 'aws:111122223333',
    subject: 'arn:aws:iam::444455556666:root',
    objects: [ROLE, 'deploy'],
    name: 'role deploy',
    scope: null,
    source: `${ROLE}|trust`,
    from: null,
    until: null,
    activated: false,
  } as const;
  const sessions = (end: number | null): number | null | undefined =>
    lingers(trust, end)?.find(({ what }) => what === 'role sessions')?.longestMs;
  expect([sessions(at(30)), sessions(at(21)), sessions(null)]).toEqual([65 * 60_000, 12 * HOUR, 12 * HOUR]);
});

async function* listed<T>(all: readonly T[]): AsyncGenerator<T> {
  await Promise.resolve();
  yield* all;
}
