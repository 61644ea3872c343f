import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssureInput } from '../../../src/assurance/input.ts';
import type { Ending } from '../../../src/model/ending.ts';
import { runs } from '../../support/runs.ts';
import { ACCOUNT, endingsIn, inputOf } from './estate.ts';
import type { Case } from './estate.ts';

const START = Date.UTC(2026, 8, 1);
const MINUTE = 60_000;
const LAST = 60 * 24 * 20;

/** `MM-DD HH:MM:SS` of so many milliseconds after the start. */
function text(ms: number): string {
  return new Date(START + ms).toISOString().slice(5, 19).replace('T', ' ');
}

/** What really happened, and what was looked at. Moments in minutes. */
interface World {
  /** Given, taken, given, …; not before the first day. */
  readonly turns: readonly { readonly at: number; readonly logged: boolean }[];
  readonly reads: readonly { readonly at: number; readonly whole: boolean }[];
  readonly probes: readonly number[];
  readonly left: number | null;
  /** By how much the log's clock is ahead, in milliseconds; no more than may be. */
  readonly skew: number;
  readonly useLogs: boolean;
}

const minutes = fc.integer({ min: 1, max: LAST });
const worlds: fc.Arbitrary<World> = fc.record({
  turns: fc.uniqueArray(fc.record({ at: minutes, logged: fc.boolean() }), { minLength: 1, maxLength: 6, selector: ({ at }) => at }),
  reads: fc.uniqueArray(fc.record({ at: minutes, whole: fc.boolean() }), { minLength: 1, maxLength: 8, selector: ({ at }) => at }),
  probes: fc.uniqueArray(minutes, { maxLength: 4 }),
  left: fc.option(minutes),
  skew: fc.integer({ min: -MINUTE, max: MINUTE }),
  useLogs: fc.boolean(),
});

function turnsOf({ turns }: World): World['turns'] {
  return turns.toSorted((a, b) => a.at - b.at);
}

function isThere(world: World, at: number): boolean {
  return turnsOf(world).filter((each) => each.at <= at).length % 2 === 1;
}

/** What a history makes of the reads: two whole ones that lack it end it, one is not enough. */
function holdingsOf(world: World): Case['holdings'] {
  const found: { first: number; last: number; notBefore: number | null; end: number | null; missing: number | null }[] = [];
  let absent: number | null = null;
  for (const { at, whole } of world.reads.toSorted((a, b) => a.at - b.at)) {
    if (!whole) continue;
    const open = found.find(({ end }) => end === null);
    if (isThere(world, at)) {
      if (open === undefined) found.push({ first: at, last: at, notBefore: absent, end: null, missing: null });
      else [open.last, open.missing] = [at, null];
      absent = null;
      continue;
    }
    absent = at;
    if (open === undefined) continue;
    if (open.missing === null) open.missing = at;
    else [open.end, open.missing] = [at, null];
  }
  return found.map(({ first, last, notBefore, end, missing }) => ({
    firstSeen: text(first * MINUTE),
    lastSeen: text(last * MINUTE),
    ...(notBefore === null ? {} : { notBefore: text((notBefore - 1) * MINUTE) }),
    ...(end === null ? {} : { end: { after: text((last - 1) * MINUTE), before: text((end + 1) * MINUTE) } }),
    ...(missing === null ? {} : { missing: text(missing * MINUTE) }),
  }));
}

function caseOf(world: World): Case {
  const events: NonNullable<Case['events']>[number][] = [];
  for (const [place, { at, logged }] of turnsOf(world).entries()) {
    if (logged) events.push({ id: `turn-${place}`, type: place % 2 === 0 ? 'granted' : 'revoked', at: text(at * MINUTE + world.skew) });
  }
  if (world.left !== null) {
    const hr = { sourceKind: 'hr', source: 'hr', region: null, object: null, what: 'account' } as const;
    events.push({ id: 'left', type: 'left', at: text(world.left * MINUTE), ...hr });
  }
  return {
    name: 'a world',
    asOf: text((LAST + 60) * MINUTE),
    holdings: holdingsOf(world),
    events,
    probes: world.probes.map((at) => ({ says: isThere(world, at) ? ('present' as const) : ('absent' as const), at: text(at * MINUTE) })),
    spans: world.useLogs ? [{ from: '08-01 00:00', to: 'now' }] : [],
  };
}

const ms = (instant: string): number => (Date.parse(instant) - START) / MINUTE;

test('the claimed time of an end always holds a true end, and nothing is late that was not there when it was due', () => {
  let ended = 0;
  let overdue = 0;
  fc.assert(
    fc.property(worlds, (world) => {
      const takings = turnsOf(world).filter((_, place) => place % 2 === 1);
      for (const ending of endingsIn(inputOf(caseOf(world)))) {
        const { ended: claimed, due } = ending;
        if (claimed !== null) {
          ended++;
          // A clock that is wrong by all that is allowed puts the true end on the bound itself.
          const isFrom = (at: number): boolean => (world.skew === 60_000 ? ms(claimed.after) <= at : ms(claimed.after) < at);
          expect(takings.some(({ at }) => isFrom(at) && at <= ms(claimed.before))).toBe(true);
        }
        if (ending.outcome === 'overdue' && due !== null) {
          overdue++;
          const from = ms(due);
          expect(isThere(world, from) || turnsOf(world).some(({ at }, place) => place % 2 === 0 && at >= from)).toBe(true);
        }
        expect(ending.lateness === null || ending.lateness.lower <= ending.lateness.upper).toBe(true);
        expect((ending.level ?? 0) < 2 || claimed !== null).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
  expect(ended).toBeGreaterThan(50);
  expect(overdue).toBeGreaterThan(5);
});

/** As everything is reported to be there no more, in the last of the times it was there. */
test('what is there at its last sighting, with nothing told since, is never said to be gone', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const whole = { ...world, turns: world.turns.map((each) => ({ ...each, logged: true })) };
      const last = endingsIn(inputOf(caseOf(whole))).at(-1);
      if (last?.outcome === 'ended') expect(isThere(whole, LAST + 60)).toBe(false);
    }),
    { numRuns: runs(300) },
  );
});

test('one more thing that was not read never raises a level, nor lets none be said where it could not', () => {
  const gap = { boundary: ACCOUNT, surface: 'aws:inline-policies', cause: 'denied' as const, detail: 'AccessDenied' };
  fc.assert(
    fc.property(worlds, (world) => {
      const input = inputOf(caseOf(world));
      const before = endingsIn(input);
      const after = endingsIn({ ...input, unread: () => [gap] });
      expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
      for (const [place, each] of after.entries()) {
        expect(each.otherWays.state).not.toBe('none');
        expect(each.level ?? -1).toBeLessThanOrEqual(before[place]?.level ?? -1);
        expect(each.level).not.toBe(3);
      }
    }),
    { numRuns: runs(100) },
  );
});

test('the order of what is handed in changes nothing', () => {
  fc.assert(
    fc.property(worlds, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (world, order) => {
      const input = inputOf(caseOf(world));
      const shuffled: AssureInput = {
        ...input,
        holdings: mixed(input.holdings, order),
        events: mixed(input.events, order),
        verifications: mixed(input.verifications, order),
        past: mixed(input.past, order),
        spans: mixed(input.spans, order),
      };
      expect(plain(endingsIn(shuffled))).toBe(plain(endingsIn(input)));
    }),
    { numRuns: runs(100) },
  );
});

function mixed<T>(items: readonly T[], order: readonly number[]): readonly T[] {
  return items
    .map((item, at) => [order[at % order.length] ?? 0, item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item)
    .toReversed();
}

function plain(endings: readonly Ending[]): string {
  return JSON.stringify(endings);
}
