import { describe, expect, it } from 'vitest';
import { metricsOf } from '../../../src/assurance/metrics/metrics.ts';
import { percentilesOf } from '../../../src/assurance/metrics/percentiles.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import { assure } from '../../../src/assurance/assure.ts';
import { HOUR_MS } from '../../../src/base/instant.ts';
import type { SmallGraph } from '../../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../../src/judge/small.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { Metrics } from '../../../src/model/metrics.ts';
import { holding, input as entitledInput, span } from '../entitled/small.ts';
import { accountOf, allOf, at, inputOf, LAST, metricsIn, MINUTE, userOf } from './world.ts';

const ANN = userOf(0);
const HOME = accountOf(0);
const hours = (lower: number, upper: number) => ({ lower: lower * HOUR_MS, upper: upper * HOUR_MS });
const hour = (count: number): string => at(count * 60);

/** The figures of endings as they are told, of a day that ends now. */
function of(graph: Omit<SmallGraph, 'name'>, more: Partial<AssureInput> = {}): Metrics {
  const view = viewOfSmallGraph({ name: 'small', asOf: hour(24), boundaries: [{ id: HOME }], ...graph });
  const plain = inputOf({ accesses: [], reads: [] });
  const settings = { ...usualAssurance, lookBackDays: 1, clockUncertaintyMs: 0, ...more.settings };
  return metricsOf(view.assured, { ...plain, ...more, view, settings }, { entitlementOf: () => unknown });
}

const unknown = {
  authorised: 'unknown',
  authorisations: [],
  authorisedUntil: null,
  trigger: null,
  lapses: [],
  perhaps: [],
  because: [],
} as const;

/** Due at 6, last seen at 8, seen to be gone at 10. */
const late: Partial<Ending> & Pick<Ending, 'id' | 'subject'> = {
  id: 'late',
  subject: ANN,
  outcome: 'ended',
  tierZero: true,
  due: hour(6),
  trigger: { kind: 'left', at: hour(6), events: [], text: 'left' },
  firstSeen: hour(0),
  lastSeen: hour(8),
  ended: { how: 'absent', after: hour(8), before: hour(10), recorded: null },
  lateness: { lower: 2 * HOUR_MS, upper: 4 * HOUR_MS, open: false },
  lag: { lower: 2 * HOUR_MS, upper: 4 * HOUR_MS, open: false },
};

type State = Ending['lingering'][number]['state'];
const linger = (state: State, until: string | null, cut: Ending['lingering'][number]['cut'] = null): Pick<Ending, 'lingering'> => ({
  lingering: [{ what: 'role session', longestMs: HOUR_MS, source: 'a page', midSession: 'on-command', cutBy: [], state, until, cut }],
});
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
    const rowOf = (more: Partial<Ending>) =>
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

describe('standing', () => {
  const accesses = [{ subject: 0, boundary: 0, tierZero: true, begin: 0, end: 9000, due: null }];
  const world = inputOf({ accesses, reads: [360, 720, LAST] });
  const used = (usage: SmallGraph['usage'], lifeCycleEvents: SmallGraph['lifeCycleEvents'] = []): Metrics['standing'] => {
    const { source } = world.holdings[0]?.access ?? { source: '' };
    const grant = {
      subject: ANN,
      capability: 'administer' as const,
      scope: HOME,
      source: { id: source, kind: 'attached-policy', name: 'p', boundary: HOME },
    };
    return of({ identities: [{ id: ANN }], grants: [grant], usage: usage ?? [], lifeCycleEvents }, { holdings: world.holdings }).standing;
  };

  it('is held as long as it was seen, at most since the beginning of the look-back', () => {
    expect(used([])).toEqual({ held: hours(18, 24), used: null });
  });

  it('is used in the months of use, at most in those up to the last', () => {
    expect(used([{ identity: ANN, lastUsed: '2026-09-01T12:00:00.000Z' }]).used).toEqual(hours(18, 24));
    expect(used([{ identity: ANN, lastUsed: '2026-08-30T12:00:00.000Z' }]).used).toEqual(hours(0, 0));
    expect(used([{ identity: ANN, lastUsed: 'never', lookBackDays: 400 }]).used).toEqual(hours(0, 0));
    expect(used([{ identity: ANN, lastUsed: 'unknown' }]).used).toBeNull();
  });

  it('is told of a way of several steps by the step that was there shortest', () => {
    const role = 'arn:aws:iam::111122223330:role/admin';
    const steps = inputOf({
      accesses: [
        { subject: 0, boundary: 0, tierZero: true, begin: 0, end: 9000, due: null },
        { subject: 0, boundary: 0, tierZero: true, begin: 700, end: 9000, due: null },
      ],
      reads: [360, 720, LAST],
    });
    const [trust, policy] = steps.holdings.map(({ access }) => access);
    const graph = {
      identities: [{ id: ANN }, { id: role, kind: 'role' as const }],
      links: [{ from: ANN, to: role, source: { id: trust?.source ?? '', kind: 'trust-policy', name: 't', boundary: HOME } }],
      grants: [
        {
          subject: role,
          capability: 'administer' as const,
          scope: HOME,
          source: { id: policy?.source ?? '', kind: 'attached-policy', name: 'p', boundary: HOME },
        },
      ],
    };
    const holdings = steps.holdings.map((each, index) => (index === 1 ? { ...each, access: { ...each.access, subject: role } } : each));
    // The role itself and ann: surely since minute 720, perhaps since 360.
    expect(of(graph, { holdings }).standing.held).toEqual({ lower: 2 * 720 * MINUTE, upper: 2 * 1080 * MINUTE });
    // What no holding tells of can have been there all the time, and surely was at none.
    expect(of(graph, { holdings: [] }).standing.held).toEqual({ lower: 0, upper: 2 * LAST * MINUTE });
  });
});

describe('life cycle', () => {
  const role = 'arn:aws:iam::111122223330:role/batch';
  const non = { id: role, kind: 'role' as const, nature: 'non-human' as const };
  const grants = [{ subject: role, capability: 'read-data' as const, scope: HOME }];
  const key = { id: 'key', identity: role, kind: 'access-key' as const };

  it('counts those that hold something and are not human, and of them what is known', () => {
    expect(
      of({
        identities: [
          { ...non, tags: { Owner: 'data' } },
          { id: ANN, nature: 'human' },
        ],
        grants: [...grants, { subject: ANN, capability: 'administer', scope: HOME }],
      }).lifeCycle,
    ).toEqual({ identities: 1, owner: 1, origin: 0, expiry: 0, rotation: 1, lastUse: 0, offboarding: 0 });
    expect(of({ identities: [non] }).lifeCycle.identities).toBe(0);
  });

  it('tells an end by credentials that all have one', () => {
    const ends = { expiresAt: hour(90), createdAt: hour(0) };
    expect(of({ identities: [non], grants, credentials: [{ ...key, ...ends }] }).lifeCycle).toMatchObject({ expiry: 1, rotation: 1 });
    expect(
      of({
        identities: [non],
        grants,
        credentials: [
          { ...key, ...ends },
          { ...key, id: 'other', createdAt: null, rotatedAt: null, expiresAt: null },
        ],
      }).lifeCycle,
    ).toMatchObject({
      expiry: 0,
      rotation: 0,
    });
  });

  it('knows nothing of credentials that were not read whole', () => {
    const unread = [{ kind: 'credential' as const, boundary: HOME, status: 'partial' as const }];
    expect(
      of({ identities: [non], grants, credentials: [{ ...key, expiresAt: hour(90), createdAt: hour(0) }], unread }).lifeCycle,
    ).toMatchObject({ expiry: 0, rotation: 0 });
  });

  it('tells origin, last use and offboarding by records', () => {
    const life = { authorisations: [{ id: 'a', subjects: [role], until: hour(90) }] };
    const lifeCycleEvents = [{ id: 'e', type: 'account-created' as const, subject: role, actor: ANN, at: hour(1) }];
    expect(
      of({ identities: [non], grants, life, lifeCycleEvents, usage: [{ identity: role, lastUsed: 'never' }] }).lifeCycle,
    ).toMatchObject({ origin: 1, lastUse: 1, offboarding: 1 });
    const announced = [{ id: 'e', type: 'account-created' as const, subject: role, actor: ANN, at: hour(30) }];
    expect(of({ identities: [non], grants, life: {}, lifeCycleEvents: announced }).lifeCycle).toMatchObject({
      origin: 0,
      lastUse: 0,
      offboarding: 0,
    });
  });
});

describe('de facto', () => {
  const spell = (id: string, from: number, to: number, more: Partial<Ending> = {}): typeof late => ({
    ...late,
    id,
    pattern: 'JITA',
    capabilities: [{ capability: 'administer', scope: HOME }],
    access: {
      id: 'a',
      kind: 'assignment',
      boundary: HOME,
      subject: ANN,
      objects: ['a'],
      name: 'a',
      scope: null,
      source: 'a',
      from: hour(from),
      until: hour(to),
      activated: true,
    },
    firstSeen: hour(from),
    lastSeen: hour(to),
    ended: { how: 'absent', after: hour(to), before: hour(to + 1), recorded: null },
    ...more,
  });

  it('adds up the times in which it was usable, and how often it was had again', () => {
    const endings = [spell('1', 2, 4), spell('2', 6, 9, { authorised: 'never' }), spell('3', 12, 13)];
    const request = { id: 'r', subjects: [ANN], accesses: ['a'], renewals: 3, renewalsUnapproved: 2 };
    expect(of({ life: { endings, requests: [request] } }).deFacto).toEqual({
      count: 1,
      longest: [{ identity: ANN, capability: 'administer', usable: hours(6, 6), renewals: 5, renewalsUnapproved: 3 }],
    });
  });

  it('is none of what is always there, nor of what others have to switch on', () => {
    const eligible = spell('1', 2, 4);
    const access = { ...(eligible.access as Ending['access']), kind: 'eligibility' as const };
    expect(of({ life: { endings: [spell('1', 2, 4, { pattern: 'standing' }), { ...eligible, access }] } }).deFacto.count).toBe(0);
  });

  it('is usable all the time where its holder alone can switch it on', () => {
    const eligible = spell('1', 2, 20, { ended: null, outcome: 'not-due' });
    const access = { ...(eligible.access as Ending['access']), kind: 'eligibility' as const, until: null };
    const grant = (gate: 'self' | 'approved') => ({
      subject: ANN,
      capability: 'administer' as const,
      scope: HOME,
      gate,
      bounds: { lo: 'eligible', hi: 'eligible' } as const,
      source: { id: 'a', kind: 'eligibility', name: 'a', boundary: HOME },
    });
    const usable = (gate: 'self' | 'approved') =>
      of({ grants: [grant(gate)], life: { endings: [{ ...eligible, access }] } }).deFacto.longest.map((each) => each.usable);
    expect(usable('self')).toEqual([hours(18, 22)]);
    expect(usable('approved')).toEqual([]);
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
