import { describe, expect, test } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import type { Ending } from '../../src/model/ending.ts';
import { ann, ben, daysAgo, tenant } from '../../src/rules/activation-examples.ts';
import { assignment, gone, late, logged, outdated, records, removal, should, trigger } from '../../src/rules/ending-examples.ts';
import { rule as claimed } from '../../src/rules/end-claimed-still-present/rule.ts';
import { rule as endLate } from '../../src/rules/end-late/rule.ts';
import { rule as unexplained } from '../../src/rules/end-without-reason/rule.ts';
import { rule as unproven } from '../../src/rules/end-unproven/rule.ts';
import { rule as overdue } from '../../src/rules/expected-end-not-observed/rule.ts';
import { rule as manual } from '../../src/rules/manual-revocation/rule.ts';
import { rule as sessions } from '../../src/rules/session-past-due/rule.ts';
import { rule as another } from '../../src/rules/another-way-remains/rule.ts';
import { judged } from '../contract/rule-suite.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What a rule says of one such ending, with records of everything told whole: an open question of a boundary would be in it. */
function says(rule: Rule<unknown>, ending: ReturnType<typeof late>, settings: unknown = {}, more: Partial<SmallGraph> = {}): string {
  return verdict(rule, records('one', [ending], { sources: logged }, more), settings);
}

function verdict(rule: Rule<unknown>, small: SmallGraph, settings: unknown = {}): string {
  const { totals, findings } = judged(rule, small, settings);
  expect(totals.questions).toBe(1);
  return findings[0]?.severity ?? (totals.clear === 1 ? 'clear' : 'undetermined');
}

describe('an access past its end', () => {
  test('weighs by what it leads to, why it had to end, and how late it surely is', () => {
    const [leaver, denied, approval] = [trigger.left, trigger.denied, trigger.ended];
    const lateBy = (lower: number): Partial<Ending> => ({ lateness: { lower, upper: 30 * DAY, open: true } });
    expect(says(overdue, late({ trigger: approval, ...lateBy(DAY) }))).toBe('medium');
    expect(says(overdue, late({ trigger: leaver, ...lateBy(DAY) }))).toBe('high');
    expect(says(overdue, late({ trigger: approval, tierZero: true, ...lateBy(DAY) }))).toBe('high');
    expect(says(overdue, late({ trigger: denied, tierZero: true, ...lateBy(DAY) }))).toBe('critical');
    expect(says(overdue, late({ trigger: approval, ...lateBy(7 * DAY - 1) }))).toBe('medium');
    expect(says(overdue, late({ trigger: approval, ...lateBy(7 * DAY) }))).toBe('high');
    expect(says(overdue, late({ trigger: approval, ...lateBy(DAY) }), { graveAfterDays: 1 })).toBe('high');
  });

  test('tells its times in words', () => {
    const { findings } = judged(overdue, records('one', [late({ trigger: trigger.left, lastSeen: daysAgo(0.5) })]));
    expect(findings[0]?.reasons.join('\n')).toMatch(/should have ended 2025-12-27 00:00 \(last day of work\)/);
    expect(findings[0]?.reasons.join('\n')).toMatch(/last seen 2025-12-31 12:00, at least 5 d late/);
    expect(findings[0]?.object?.type).toBe('ending');
  });

  test('is asked once however often it was there, and told of where any time is', () => {
    const before = gone({ id: 'earlier', firstSeen: daysAgo(90) });
    const small = records('twice', [before, late()]);
    expect(verdict(overdue, small)).toBe('medium');
    const twice = judged(endLate, records('twice late', [before, gone({ id: 'later', firstSeen: daysAgo(30) })]));
    expect(twice.totals).toMatchObject({ questions: 1, findings: 1 });
    expect(new Set(twice.findings.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  test('has one fingerprint whatever the time at which it was first seen', () => {
    const of = (firstSeen: string, id: string): string | undefined =>
      judged(overdue, records('one', [late({ id, firstSeen })])).findings[0]?.fingerprint;
    expect(of(daysAgo(20), 'a')).toBe(of(daysAgo(19), 'b'));
  });
});

describe('an end that is not sure', () => {
  test.each([
    [0, 2, 'medium'],
    [1, 2, 'low'],
    [2, 2, 'clear'],
    [2, 3, 'low'],
    [3, 3, 'clear'],
    [0, 0, 'clear'],
  ] as const)('at level %i where %i is asked for: %s', (level, leastLevel, expected) => {
    expect(says(unproven, gone({ level }), { leastLevel })).toBe(expected);
  });

  test('is not asked about before it is due, nor while a session may run', () => {
    const questions = (ending: ReturnType<typeof late>): number => judged(unproven, records('one', [ending])).totals.questions;
    expect(questions(gone({ level: 0, due: daysAgo(-1) }))).toBe(0);
    expect(questions(gone({ level: 0, due: daysAgo(0) }))).toBe(1);
    expect(questions(gone({ level: 0, lingering: [session('running')] }))).toBe(0);
    expect(questions(gone({ level: 0, lingering: [session('passed')] }))).toBe(1);
  });

  test('that is claimed and contradicted is told by one rule', () => {
    const ending = late({ outcome: 'contradicted', level: 0 });
    expect(verdict(claimed, records('one', [ending]))).toBe('high');
    for (const rule of [overdue, unproven]) expect(judged(rule, records('one', [ending])).totals.questions).toBe(0);
  });
});

describe('sessions of what ended', () => {
  const until = daysAgo(-1);
  test.each([
    ['at the last moment that is allowed', 60 * MINUTE, 'clear'],
    ['a millisecond later', 60 * MINUTE + 1, 'medium'],
  ])('%s', (_, ago, expected) => {
    const ending = gone({ due: daysAgo(ago / DAY), lingering: [{ ...session('running'), until }] });
    expect(verdict(sessions, records('one', [ending], { lingerAllowedMs: 60 * MINUTE }))).toBe(expected);
    // by the settings of assurance alone, which debt is measured by: nothing unless they say so
    expect(verdict(sessions, records('one', [ending]))).toBe('medium');
  });

  test('of which one may run are told though others are over', () => {
    const lingering = [session('passed'), { ...session('running'), until }];
    expect(says(sessions, gone({ lingering }))).toBe('medium');
    expect(says(sessions, gone({ lingering: lingering.slice(0, 1) }))).toBe('clear');
  });
});

describe('a late end', () => {
  test.each([
    [{ lower: 0, upper: 0, open: false }, 0, 'clear'],
    [{ lower: 1, upper: 1, open: false }, 0, 'low'],
    [{ lower: 0, upper: 1, open: false }, 0, 'undetermined'],
    [{ lower: 30 * MINUTE, upper: 30 * MINUTE, open: false }, 30, 'clear'],
    [{ lower: 30 * MINUTE + 1, upper: DAY, open: false }, 30, 'low'],
    [{ lower: 29 * MINUTE, upper: 31 * MINUTE, open: false }, 30, 'undetermined'],
    [{ lower: DAY, upper: DAY, open: false }, 0, 'medium'],
  ])('%o with %i min tolerated: %s', (lateness, toleranceMinutes, expected) => {
    expect(says(endLate, gone({ lateness }), { toleranceMinutes })).toBe(expected);
  });
});

describe('who ended it', () => {
  const switchedOn = { ...assignment, activated: true };
  const by = (over: Partial<Ending>): ReturnType<typeof gone> =>
    gone({ access: switchedOn, endedBy: { actor: 'ben', by: 'person' }, ...over });
  const ended = (after: string, before: string): Partial<Ending> => ({ ended: { how: 'absent', after, before, recorded: null } });

  test.each([
    ['surely before its due', ended(daysAgo(6), should), 'clear'],
    ['surely at it or later', ended(should, daysAgo(4)), 'low'],
    ['before or after', ended(daysAgo(6), daysAgo(4)), 'undetermined'],
  ])('a person, %s', (_, over, expected) => {
    expect(says(manual, by(over))).toBe(expected);
  });

  test('is asked of what a person gave for good only where the settings say that it ends by itself', () => {
    const standing = by({ access: assignment, due: null, trigger: null, lateness: null });
    const ask = (settings: unknown): number => judged(manual, records('one', [standing], { sources: logged }), settings).totals.questions;
    expect(ask({})).toBe(0);
    expect(ask({ boundaries: ['aws:'] })).toBe(0);
    expect(ask({ boundaries: ['entra:'], kinds: ['membership'] })).toBe(0);
    expect(says(manual, standing, { boundaries: ['entra:'], kinds: ['assignment'] })).toBe('low');
  });

  test('by a broker’s approval with an end is asked about', () => {
    const id = 'pam|1';
    const standing = by({ access: assignment, authorisations: [id] });
    const life = { sources: logged, authorisations: [{ id, subjects: [ann], until: should, events: [{ source: 'pam', id: 'r-1' }] }] };
    const approved = { id: 'r-1', type: 'approved', source: 'pam', sourceKind: 'broker' } as const;
    expect(verdict(manual, records('one', [standing], life, { lifeCycleEvents: [approved] }))).toBe('low');
    const ticket = { ...approved, sourceKind: 'ticket' } as const;
    expect(judged(manual, records('one', [standing], life, { lifeCycleEvents: [ticket] })).totals.questions).toBe(0);
  });

  test('nobody is named: a record that names nobody and gives no reason explains nothing', () => {
    const ending = gone({ trigger: null, due: null, lateness: null, events: [{ source: 'entra:directory-audits', id: 'removal-1' }] });
    const told = (over: Parameters<typeof removal>[0]): string => says(unexplained, ending, {}, { lifeCycleEvents: [removal(over)] });
    expect(told({})).toBe('clear');
    expect(told({ actor: null, by: 'unknown' })).toBe('low');
    expect(told({ actor: null, by: 'unknown', ticket: 'T-1' })).toBe('clear');
    expect(told({ succeeded: false })).toBe('low');
    expect(told({ at: daysAgo(1), actor: ben })).toBe('low');
  });

  test('is an open question where the log stopped before the end', () => {
    const ending = gone({ trigger: null, due: null, lateness: null });
    const [log, ...rest] = logged;
    if (log === undefined) throw new Error('the example has no log');
    const spans = [{ from: daysAgo(400), to: daysAgo(5 - 1.5 / 24), tells: 'changes' }] as const;
    const { totals, undetermined } = judged(unexplained, records('one', [ending], { sources: [{ ...log, spans }, ...rest] }));
    expect(totals).toMatchObject({ findings: 0, clear: 0 });
    expect(undetermined.flatMap(({ because }) => because).map(({ surface }) => surface)).toContain('life-cycle:provider-log');
  });
});

describe('other ways', () => {
  const way = {
    identity: ann,
    capability: 'administer',
    scope: tenant,
    source: 's',
    text: 'by a group',
    authorised: false,
    knownSecret: false,
  } as const;
  test('that are authorised do not count, and do not hide those that are not', () => {
    const ways = [{ ...way, authorised: true, source: 'r' }, way];
    const { findings } = judged(another, records('one', [gone({ otherWays: { state: 'some', ways, because: [] } })]));
    expect(findings[0]?.reasons[0]).toContain('1 other way');
  });
});

test('records that stopped are told with the time they lack and what reads them', () => {
  const { undetermined } = judged(overdue, outdated('stopped'));
  const hr = undetermined.flatMap(({ because }) => because).find(({ surface }) => surface === 'life-cycle:hr');
  const broker = undetermined.flatMap(({ because }) => because).find(({ surface }) => surface === 'life-cycle:broker');
  expect(hr?.detail).toMatch(/nothing was told of whole.*vestige due import/);
  expect(broker?.detail).toMatch(/lies between 2024-11-27 00:00 and 2025-12-12 00:00/);
  expect(broker?.cause).toBe('excluded');
});

function session(state: Ending['lingering'][number]['state']): Ending['lingering'][number] {
  const source = 'documents of the provider';
  return { what: 'session', longestMs: 3_600_000, source, midSession: 'on-command', cutBy: [], until: daysAgo(4), state, cut: null };
}
