import { describe, expect, it } from 'vitest';
import { percentilesOf } from '../../../src/assurance/metrics/percentiles.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import { assure } from '../../../src/assurance/assure.ts';
import { HOUR_MS } from '../../../src/base/instant.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { MetricRow, Metrics } from '../../../src/model/metrics.ts';
import { approved, AS_OF, at as on, event, holding, input as entitledInput, span } from '../entitled/small.ts';
import type { SmallEvent } from '../entitled/small.ts';
import { hour, hours, late, of } from './small.ts';
import { allOf, inputOf, LAST, metricsIn, START } from './world.ts';

type State = Ending['lingering'][number]['state'];
const linger = (state: State, until: string | null, cut: Ending['lingering'][number]['cut'] = null): Pick<Ending, 'lingering'> => ({
  lingering: [{ what: 'role session', longestMs: HOUR_MS, source: 'a page', midSession: 'on-command', cutBy: [], state, until, cut }],
});
const certain: Partial<Ending> = { due: late.due ?? null, trigger: late.trigger ?? null, lateness: late.lateness ?? null };
const hr = { subject: null, about: [{ kind: 'uid', value: 'AIDAANN' }], source: 'workday', sourceKind: 'hr' } as const;
const twoPeople = [...hr.about, { kind: 'uid', value: 'AIDABOB' }];
const again = (each: SmallEvent): SmallEvent => ({ ...each, id: `${each.id}b` });
const cutAt = { id: 'cut', type: 'session-revoked', at: hour(11), source: 'trail' } as const;

describe('debt', () => {
  it.each([
    ['nothing lingers', {}, 4],
    ['a session could work until later', linger('passed', hour(13)), 7],
    ['a session may work on beyond the moment of the report', linger('running', hour(40)), 18],
    ['a session was cut', linger('cut', hour(13), { source: 'trail', id: 'cut' }), 5],
    ['nothing says how long a session works', linger('unknown', null), 18],
  ])('reaches as far as what lingers can: %s', (_, more, most) => {
    expect(allOf(of({ life: { endings: [{ ...late, ...more }] }, lifeCycleEvents: [cutAt] })).debt).toEqual(hours(2, most));
  });

  it('begins for what lingers when the time allowed to it is over', () => {
    const settings = { ...usualAssurance, lookBackDays: 1, lingerAllowedMs: 6 * HOUR_MS };
    // late itself from 6 to 10, what lingers from 12 to 13
    expect(allOf(of({ life: { endings: [{ ...late, ...linger('passed', hour(13)) }] } }, { settings })).debt).toEqual(hours(2, 5));
  });

  it.each([
    ['what may be about it', {}, [{ due: 5, until: Infinity }], [0, 5]],
    ['what may be about it, until it was allowed again', {}, [{ due: 5, until: 7 }], [0, 2]],
    ['what may be about it, and what lingers of it', linger('passed', hour(13)), [{ due: 5, until: Infinity }], [0, 8]],
    ['a break that began before what is certain', certain, [{ due: 3, until: 5 }], [2, 6]],
  ])('is at most as long as it can have been late by %s', (_, more, perhaps, [least = 0, most = 0]) => {
    const undue = { ...late, due: null, trigger: null, lateness: null, lag: null, ...more };
    const times = perhaps.map(({ due, until }) => ({ due: START + due * HOUR_MS, until: START + until * HOUR_MS }));
    expect(allOf(of({ life: { endings: [undue] } }, {}, times)).debt).toEqual(hours(least, most));
  });

  it.each([
    ['who moved when it may have been there already', [{ ...hr, id: 'h1', type: 'moved' as const, at: on('4 12:00') }], 0, 15.5 * 24],
    [
      'a break between two approvals',
      [...approved({ until: on('6') }), ...approved({ correlation: 'T-2', from: on('8'), until: on('9') }).map(again)],
      11 * 24,
      13 * 24,
    ],
    [
      'who may have left, or somebody else has, before what allowed it ended',
      [...approved(), { ...hr, id: 'h1', type: 'left' as const, at: on('8 17:00'), about: twoPeople }],
      9 * 24 + 6,
      11 * 24 + 7,
    ],
  ])('reaches back to %s', (_, events, least, most) => {
    const settings = { lookBackDays: 30, clockUncertaintyMs: 0 };
    const given = { ...entitledInput({ events: events.map(event), holdings: [holding({ lastSeen: AS_OF })], settings }), delayOf: () => 0 };
    expect(allOf(metricsIn(given)).debt).toEqual(hours(least, most));
  });

  it('is of what lingers alone where the access ended in time', () => {
    const inTime = { ...late, due: hour(10), lateness: { lower: 0, upper: 0, open: false }, ...linger('passed', hour(13)) };
    expect(allOf(of({ life: { endings: [inTime] } })).debt).toEqual(hours(0, 3));
  });

  it('has no part of what has no due', () => {
    const never = {
      ...late,
      due: null,
      trigger: null,
      lateness: null,
      lag: null,
      authorised: 'never' as const,
      ...linger('running', hour(40)),
    };
    const row = allOf(of({ life: { endings: [never] } }));
    expect([row.debt, row.lateness.ended, row.endings.ended]).toEqual([hours(0, 0), 0, 1]);
  });

  it('is excepted only while the exception was in force', () => {
    const [exception] = inputOf({ accesses: [], reads: [], exceptions: [{ subject: 0, from: 7 * 60, to: 9 * 60 }] }).exceptions;
    if (exception === undefined) throw new Error('there is none');
    const ending = { ...late, exception: exception.id };
    expect(allOf(of({ life: { endings: [ending] } }, { exceptions: [exception] }))).toMatchObject({
      debt: hours(2, 4),
      debtExcepted: hours(1, 2),
    });
    expect(allOf(of({ life: { endings: [ending] } }, { exceptions: [] })).debtExcepted).toEqual(hours(0, 0));
  });

  it('is not excepted in hours in which something else of the same tier was late too, or can have been', () => {
    const [exception] = inputOf({ accesses: [], reads: [], exceptions: [{ subject: 0, from: 0, to: LAST }] }).exceptions;
    if (exception === undefined) throw new Error('there is none');
    const ended = { how: 'absent' as const, after: hour(7), before: hour(9), recorded: null };
    const other = { ...late, id: 'other', lastSeen: hour(7), ended, lateness: { lower: HOUR_MS, upper: 3 * HOUR_MS, open: false } };
    const rowOf = (more: Partial<Ending>): MetricRow =>
      allOf(
        of(
          {
            life: {
              endings: [
                { ...late, exception: exception.id },
                { ...other, ...more },
              ],
            },
          },
          { exceptions: [exception] },
        ),
      );
    expect(rowOf({})).toMatchObject({ debt: hours(2, 4), debtExcepted: hours(0, 3) });
    expect(rowOf({ tierZero: false })).toMatchObject({ debt: hours(3, 7), debtExcepted: hours(2, 4) });
  });
});

it('takes the percentiles by nearest rank, of each bound apart', () => {
  const spans = [4, 1, 3, 2].map((each) => ({ lower: each, upper: 10 - each, open: each === 4 }));
  expect(percentilesOf(spans)).toEqual({
    p50: { lower: 2, upper: 7 },
    p95: { lower: 4, upper: 9 },
    max: { lower: 4, upper: 9 },
    ended: 3,
    open: 1,
  });
  expect(percentilesOf([])).toEqual({ p50: null, p95: null, max: null, ended: 0, open: 0 });
  const sixty = Array.from({ length: 60 }, (_, index) => ({ lower: index, upper: index, open: false }));
  expect(percentilesOf(sixty).p95).toEqual({ lower: 56, upper: 56 });
});

describe('shares', () => {
  const endings = [
    { ...late, id: 'late' },
    {
      ...late,
      id: 'in-time',
      lateness: { lower: 0, upper: 0, open: false },
      tests: { ephemeral: 'no', revokedAtOnce: 'yes', nothingLeft: 'yes' },
      level: 3,
    },
    { ...late, id: 'doubt', outcome: 'undetermined', ended: null, lateness: { lower: 0, upper: HOUR_MS, open: true } },
    {
      ...late,
      id: 'later',
      outcome: 'not-due',
      due: hour(30),
      trigger: null,
      lag: null,
      ended: null,
      lateness: { lower: 0, upper: 0, open: true },
    },
  ] as const;

  it('count what is not known among those asked about', () => {
    const row = allOf(
      of({ life: { endings: endings.map((each, at) => ({ ...each, endedBy: at === 0 ? { actor: null, by: 'automation' } : null })) } }),
    );
    expect(row).toMatchObject({
      endings: { ended: 2, open: 0, undetermined: 1, notDue: 1 },
      atOnce: { count: 1, of: 3 },
      automatic: { count: 1, of: 2 },
      levels: [0, 0, 0, 1],
      lateness: { ended: 2, open: 1 },
    });
  });
});

describe('never authorised', () => {
  it('counts what is merely there where records cover when it began, and not where they do not', () => {
    expect(allOf(metricsIn(entitledInput({ holdings: [holding()] }))).neverAuthorised).toBe(1);
    expect(
      allOf(metricsIn(entitledInput({ holdings: [holding()], spans: [span('jira', 'ticket', '2026-11-10T00:00:00.000Z')] })))
        .neverAuthorised,
    ).toBe(0);
    expect(allOf(metricsIn(entitledInput({ holdings: [holding()], spans: [] }))).neverAuthorised).toBe(0);
  });
});

describe('between reads', () => {
  const reads = (connector: string, ...all: readonly (readonly [number, number])[]): AssureInput['reads'] =>
    all.map(([from, to]) => ({ from: hour(from), to: hour(to), run: `${connector} ${from}`, connectors: [connector] }));
  const allowed = (...ms: readonly number[]): AssureInput['settings'] => ({
    ...usualAssurance,
    lookBackDays: 1,
    allowed: ms.map((each) => ({ from: null, ms: each, boundaries: null, triggers: null, tierZero: null })),
  });
  const interval = (read: AssureInput['reads'], ...ms: readonly number[]): Metrics['interval'] =>
    of({}, { reads: read, settings: allowed(...ms) }).interval;

  it('is from the beginning of a read to the end of the next, and to now', () => {
    expect(interval(reads('aws', [0, 1], [8, 9], [20, 22]))).toEqual({ longestMs: 14 * HOUR_MS, cannotTestMs: null });
    expect(interval(reads('aws', [0, 1], [4, 5])).longestMs).toBe(20 * HOUR_MS);
  });

  it('is of each system for itself: another that is read often tests nothing of it', () => {
    const often = reads('entra', ...Array.from({ length: 23 }, (_, at) => [at, at + 1] as const));
    expect(interval([...often, ...reads('aws', [0, 1], [22, 23])])).toEqual({ longestMs: 23 * HOUR_MS, cannotTestMs: null });
    // read but once
    expect(interval([...often, ...reads('aws', [0, 1])], 4 * HOUR_MS)).toEqual({ longestMs: 2 * HOUR_MS, cannotTestMs: 4 * HOUR_MS });
  });

  it('names the shortest time allowed that it is too long for', () => {
    const twice = reads('aws', [0, 1], [8, 9], [16, 17]);
    expect(interval(twice, 12 * HOUR_MS, 9 * HOUR_MS).cannotTestMs).toBeNull();
    expect(interval(twice, 12 * HOUR_MS, 2 * HOUR_MS, 8 * HOUR_MS).cannotTestMs).toBe(2 * HOUR_MS);
    expect(interval([], HOUR_MS)).toEqual({ longestMs: null, cannotTestMs: HOUR_MS });
  });
});

it('tells of an empty history that there is nothing to tell', () => {
  const { metrics } = assure(inputOf({ accesses: [], reads: [] }));
  expect(metrics.rows.map(({ by, of: name }) => `${by} ${name}`)).toEqual(['all all']);
  expect(metrics).toMatchObject({
    standing: { held: hours(0, 0), used: hours(0, 0) },
    deFacto: { count: 0 },
    interval: { longestMs: null },
  });
});
