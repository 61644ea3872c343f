import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assure } from '../../../src/assurance/assure.ts';
import { metricsOf } from '../../../src/assurance/metrics/metrics.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import type { Bounded, Metrics } from '../../../src/model/metrics.ts';
import { runs } from '../../support/runs.ts';
import { allOf, inputOf, LAST, metricsIn, minutes, seenOf, type Seen, type True, type World } from './world.ts';

// Few and round moments, so that many fall together.
const minute = fc.integer({ min: 0, max: LAST / 30 }).map((each) => each * 30);
const access: fc.Arbitrary<True> = fc
  .record({
    subject: fc.nat({ max: 2 }),
    boundary: fc.nat({ max: 1 }),
    tierZero: fc.boolean(),
    begin: minute,
    length: fc.integer({ min: 1, max: 60 }).map((each) => each * 30),
    due: fc.option(minute, { freq: 4 }),
  })
  .map(({ length, ...rest }) => ({ ...rest, end: rest.begin + length }));
const world: fc.Arbitrary<Required<Omit<World, 'settings'>>> = fc.record({
  accesses: fc.array(access, { maxLength: 6 }),
  reads: fc.array(minute, { minLength: 1, maxLength: 8 }),
  incidents: fc.array(fc.record({ subject: fc.nat({ max: 2 }), at: minute }), { maxLength: 2 }),
  // One that holds at the end: those that are over cover nothing.
  exceptions: fc.array(fc.record({ subject: fc.nat({ max: 2 }), from: minute, to: fc.constant(LAST + 60) }), { maxLength: 1 }),
});
const few = { numRuns: runs(60, 5000) };

function keyOf({ subject, boundary, tierZero }: True): string {
  return `${subject} ${boundary} ${tierZero}`;
}

interface Told {
  readonly of: True;
  readonly seen: Seen;
  /** Minutes of what happened to its subject. */
  readonly incidents: readonly number[];
}

function toldIn({ accesses, reads, incidents = [] }: World): readonly Told[] {
  const sorted = [...new Set(reads)].sort((a, b) => a - b);
  return accesses.flatMap((of) => {
    const seen = seenOf(of, sorted);
    return seen === null ? [] : [{ of, seen, incidents: incidents.flatMap(({ subject, at }) => (subject === of.subject ? [at] : [])) }];
  });
}

/** Added up over (subject, boundary, tier): minutes in which one of its accesses was late by a test of that minute. */
function literal(told: readonly Told[], isLate: (each: Told, minute: number) => boolean): number {
  const keys = [...new Set(told.map(({ of }) => keyOf(of)))];
  return keys.reduce((sum, key) => sum + minutes((now) => told.some((each) => keyOf(each.of) === key && isLate(each, now))), 0);
}

/** By its own end, or by an incident at which it was there by a test of that minute. */
function isPastDue({ of: { due }, incidents }: Told, now: number, hadBegun: (at: number) => boolean): boolean {
  return (due !== null && now >= due) || incidents.some((at) => now >= at && hadBegun(at));
}
const isSurelyPast = (each: Told, now: number): boolean => isPastDue(each, now, (at) => each.seen.first <= at);
const isPerhapsPast = (each: Told, now: number): boolean =>
  isPastDue(each, now, (at) => each.seen.notBefore === null || each.seen.notBefore <= at);
const isTrulyPast = (each: Told, now: number): boolean => isPastDue(each, now, (at) => each.of.begin <= at);
const isSurelyThere = ({ seen: { first, last } }: Told, now: number): boolean => first <= now && now < last;
const isPerhapsThere = ({ seen: { notBefore, gone } }: Told, now: number): boolean =>
  (notBefore === null || notBefore <= now) && (gone === null || now < gone);
const isTrulyThere = ({ of: { begin, end } }: Told, now: number): boolean => begin <= now && now < end;

it('tells the debt that counting minute by minute comes to, and the truth lies within it', () => {
  fc.assert(
    fc.property(world, (each) => {
      const told = toldIn(each);
      const { debt } = allOf(metricsIn(inputOf(each)));
      expect(debt).toEqual({
        lower: literal(told, (one, now) => isSurelyPast(one, now) && isSurelyThere(one, now)),
        upper: literal(told, (one, now) => isPerhapsPast(one, now) && isPerhapsThere(one, now)),
      });
      const truth = literal(told, (one, now) => isTrulyPast(one, now) && isTrulyThere(one, now));
      expect(debt.lower).toBeLessThanOrEqual(truth);
      expect(debt.upper).toBeGreaterThanOrEqual(truth);
    }),
    few,
  );
});

it('tells apart the hours in which all that was late was excepted', () => {
  fc.assert(
    fc.property(world, (each) => {
      const told = toldIn(each);
      const [exception] = each.exceptions;
      const isExcepted = ({ of: { subject } }: Told, now: number): boolean =>
        exception !== undefined && subject === exception.subject && now >= exception.from;
      const { debt, debtExcepted } = allOf(metricsIn(inputOf(each)));
      const truth = literal(told, (one, now) => {
        const isLate = (other: Told): boolean => isTrulyPast(other, now) && isTrulyThere(other, now);
        const others = told.filter((other) => keyOf(other.of) === keyOf(one.of) && isLate(other));
        return isLate(one) && others.every((other) => isExcepted(other, now));
      });
      expect(debtExcepted.lower).toBeLessThanOrEqual(truth);
      expect(debtExcepted.upper).toBeGreaterThanOrEqual(truth);
      expect(debtExcepted.lower).toBeLessThanOrEqual(debt.lower);
      expect(debtExcepted.upper).toBeLessThanOrEqual(debt.upper);
    }),
    few,
  );
});

it('tells identity-hours of standing tier 0 that hold the true ones', () => {
  fc.assert(
    fc.property(world, (each) => {
      const standing = { ...each, accesses: each.accesses.map((of) => ({ ...of, due: null })) };
      const told = toldIn(standing).filter(({ of }) => of.tierZero);
      const { held } = metricsIn(inputOf(standing)).standing;
      const sum = (isSo: (of: Told, now: number) => boolean): number =>
        [0, 1, 2].reduce((all, subject) => all + minutes((now) => told.some((one) => one.of.subject === subject && isSo(one, now))), 0);
      expect(held.lower).toBeLessThanOrEqual(sum(isSurelyThere));
      expect(held.lower).toBeLessThanOrEqual(sum(isTrulyThere));
      expect(held.upper).toBeGreaterThanOrEqual(sum(isTrulyThere));
      expect(held.upper).toBeLessThanOrEqual(sum(isPerhapsThere));
    }),
    few,
  );
});

function within(inner: Bounded | null, outer: Bounded | null): void {
  if (outer === null || inner === null) {
    expect(inner).toBe(outer);
    return;
  }
  expect(inner.lower).toBeGreaterThanOrEqual(outer.lower);
  expect(inner.upper).toBeLessThanOrEqual(outer.upper);
}

it('only ever narrows by one more read', () => {
  fc.assert(
    fc.property(world, minute, (each, read) => {
      // What no read saw is bounded by none.
      const accesses = toldIn(each).map(({ of }) => of);
      const before = metricsIn(inputOf({ ...each, accesses }));
      const after = metricsIn(inputOf({ ...each, accesses, reads: [...each.reads, read] }));
      for (const name of ['debt', 'debtExcepted'] as const) within(allOf(after)[name], allOf(before)[name]);
      // What has an end of its own is of another class while it is there than the world gives it.
      const lasting = accesses.map((of) => ({ ...of, due: null }));
      const held = (reads: readonly number[]): Bounded => metricsIn(inputOf({ ...each, accesses: lasting, reads })).standing.held;
      within(held([...each.reads, read]), held(each.reads));
    }),
    few,
  );
});

it('counts no hour twice: the debt of all is never more than that of each added up', () => {
  fc.assert(
    fc.property(world, (each) => {
      const whole = allOf(metricsIn(inputOf(each))).debt;
      const apart = each.accesses.map((one) => allOf(metricsIn(inputOf({ ...each, accesses: [one] }))).debt);
      for (const bound of ['lower', 'upper'] as const)
        expect(whole[bound]).toBeLessThanOrEqual(apart.reduce((sum, one) => sum + one[bound], 0));
    }),
    few,
  );
});

it('has its bounds in order, and counts every ending once in each group of accesses', () => {
  fc.assert(
    fc.property(world, (each) => {
      const { rows } = metricsIn(inputOf(each));
      const all = allOf({ rows } as Metrics);
      for (const { debt, lag, lateness, atOnce, automatic } of rows) {
        expect(debt.lower).toBeLessThanOrEqual(debt.upper);
        for (const { p50, p95, max, ended, open } of [lag, lateness]) {
          const told = [p50, p95, max].filter((one) => one !== null);
          expect(told.length).toBe(ended + open === 0 ? 0 : 3);
          for (const [index, one] of told.entries()) {
            expect(one.lower).toBeLessThanOrEqual(one.upper);
            const next = told[index + 1] ?? one;
            expect(one.lower).toBeLessThanOrEqual(next.lower);
            expect(one.upper).toBeLessThanOrEqual(next.upper);
          }
        }
        for (const { count, of } of [atOnce, automatic]) expect(count).toBeLessThanOrEqual(of);
      }
      for (const by of ['system', 'tier', 'nature', 'owner', 'control-owner'] as const) {
        const own = rows.filter((row) => row.by === by);
        for (const count of ['ended', 'open', 'undetermined', 'notDue'] as const)
          expect(own.reduce((sum, row) => sum + row.endings[count], 0)).toBe(all.endings[count]);
      }
    }),
    few,
  );
});

it('is the same for the same input in any order', () => {
  fc.assert(
    fc.property(world, fc.nat(), (each, seed) => {
      const input = inputOf(each);
      const mixed = <T>(items: readonly T[]): readonly T[] =>
        items
          .map((item, index) => ({ item, key: (index * 7919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
      const other: AssureInput = {
        ...input,
        holdings: mixed(input.holdings),
        exceptions: mixed(input.exceptions),
        past: mixed(input.past),
        reads: mixed(input.reads),
      };
      const { assured, metrics } = assure(input);
      expect(JSON.stringify(metricsIn(other))).toBe(JSON.stringify(metrics));
      const entitled = { entitlementOf: () => ({ authorised: 'unknown' }) } as unknown as Parameters<typeof metricsOf>[2];
      const listed = (endings: typeof assured.endings): string =>
        JSON.stringify(metricsOf({ ...assured, endings }, input, entitled, () => []));
      expect(listed(mixed(assured.endings))).toBe(listed(assured.endings));
    }),
    few,
  );
});

it('tells no more of a shorter look-back', () => {
  fc.assert(
    fc.property(world, (each) => {
      const whole = metricsIn(inputOf(each));
      const half = metricsIn(inputOf({ ...each, settings: { lookBackDays: 0.5 } }));
      for (const bound of ['lower', 'upper'] as const) {
        expect(allOf(half).debt[bound]).toBeLessThanOrEqual(allOf(whole).debt[bound]);
        expect(half.standing.held[bound]).toBeLessThanOrEqual(whole.standing.held[bound]);
      }
    }),
    few,
  );
});
