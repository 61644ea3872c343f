import { describe, expect, test } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { EventSource } from '../../src/model/authorisation.ts';
import { ann, ben, daysAgo, role, tenant } from '../../src/rules/activation-examples.ts';
import { assignment, gone, late, leaverSecret, logged, records, should } from '../../src/rules/ending-examples.ts';
import { rule as expiryOnly } from '../../src/rules/expiry-only-production/rule.ts';
import { rule as leaver } from '../../src/rules/leaver-knew-secret/rule.ts';
import { historyLacks, recordsLack } from '../../src/rules/records.ts';
import { rule as reviewOverdue } from '../../src/rules/review-overdue/rule.ts';
import { rule as shorter } from '../../src/rules/shorter-than-review/rule.ts';
import { judged } from '../contract/rule-suite.ts';

type Spans = EventSource['spans'];
const span = (from: number, to: number): Spans[number] => ({ from: daysAgo(from), to: daysAgo(to), tells: 'changes' });

describe('what records lack', () => {
  const lacks = (sources: readonly (Partial<EventSource> & { readonly source: string })[]): number =>
    recordsLack(viewOfSmallGraph(records('one', [], { sources })), { kinds: ['hr'], boundary: tenant, from: daysAgo(30), to: daysAgo(1) })
      .length;
  const hr = (spans: Spans, over: Partial<EventSource> = {}): Partial<EventSource> & { readonly source: string } => ({
    source: 'workday',
    sourceKind: 'hr',
    spans,
    ...over,
  });

  test('is nothing where spans that touch cover the time, from its first moment to its last', () => {
    expect(lacks([hr([span(30, 1)])])).toBe(0);
    expect(lacks([hr([span(10, 0), span(40, 10)])])).toBe(0);
    expect(lacks([hr([{ ...span(10, 0), tells: 'use' }, span(40, 10)])])).toBe(0);
  });

  test.each([
    ['nothing at all', []],
    ['another kind of source', [hr([span(40, 0)], { sourceKind: 'ticket' })]],
    ['another boundary', [hr([span(40, 0)], { boundary: 'aws:111122223333' })]],
    ['a hole of a moment', [hr([span(40, 10.00001), span(10, 0)])]],
    ['a late beginning', [hr([span(29.99, 0)])]],
    ['an early end', [hr([span(40, 1.01)])]],
    ['a region that stopped', [hr([span(40, 0)], { region: 'us-east-1' }), hr([span(40, 20)], { region: 'eu-west-1' })]],
    ['two sources that each tell of a half', [hr([span(40, 15)]), hr([span(15, 0)], { source: 'other' })]],
  ] as const)('is told of %s', (_, sources) => {
    expect(lacks(sources)).toBe(1);
  });

  test('is history alone where there was none', () => {
    const view = viewOfSmallGraph({ name: 'none', boundaries: [{ id: tenant }, { id: 'aws:111122223333' }] });
    expect(historyLacks(view)).toHaveLength(2);
    const [gap, ...more] = recordsLack(view, { kinds: ['hr', 'ticket'], boundary: tenant, from: daysAgo(30) });
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ boundary: tenant, surface: 'life-cycle:history', cause: 'excluded' });
  });
});

describe('a secret of somebody who left', () => {
  const told = (small: SmallGraph): string => {
    const { findings, totals } = judged(leaver, small);
    return findings[0]?.severity ?? (totals.clear === totals.questions ? `clear ${totals.clear}` : 'undetermined');
  };
  const justAfter = new Date(Date.parse(should) + 1).toISOString();

  test.each([
    ['changed the moment they left', { createdAt: daysAgo(40), rotatedAt: should }, 'high'],
    ['changed just after', { createdAt: daysAgo(40), rotatedAt: justAfter }, 'clear 1'],
    ['switched off', { createdAt: daysAgo(40), state: 'inactive' as const }, 'clear 1'],
    ['over this very moment', { createdAt: daysAgo(40), expiresAt: daysAgo(0) }, 'clear 1'],
    ['not told when it was changed', {}, 'undetermined'],
  ])('%s', (_, over, expected) => {
    expect(told(leaverSecret('one', over))).toBe(expected);
  });

  test('weighs more where it controls the directory, and less of somebody who moved', () => {
    const old = { createdAt: daysAgo(40) };
    expect(told(leaverSecret('one', old, 'administer'))).toBe('critical');
    const moved = { triggers: [{ kind: 'moved' as const, at: should, subjects: [ann] }] };
    expect(told(leaverSecret('one', old, 'read-data', { ...moved, sources: [...logged, { source: 'hr', sourceKind: 'hr' }] }))).toBe(
      'medium',
    );
  });

  test('is not asked about while the last day lies ahead, nor of what a person has for themselves', () => {
    const of = (small: SmallGraph): number => judged(leaver, small).totals.questions;
    const sources = [...logged, { source: 'hr', sourceKind: 'hr' as const }];
    expect(of(leaverSecret('one', {}, 'read-data', { sources, triggers: [{ kind: 'left', at: daysAgo(-1), subjects: [ann] }] }))).toBe(0);
    const small = leaverSecret('one', { createdAt: daysAgo(40) });
    expect(of({ ...small, identities: (small.identities ?? []).map((each) => ({ ...each, nature: 'human' as const })) })).toBe(0);
  });

  test('of which the record names only whose it is is an open question', () => {
    const small = leaverSecret('one', { createdAt: daysAgo(40) });
    const events = (small.lifeCycleEvents ?? []).map((each) => ({ ...each, object: null }));
    expect(told({ ...small, lifeCycleEvents: events })).toBe('undetermined');
  });
});

describe('a review', () => {
  const sources = [{ source: 'reviews', sourceKind: 'review' as const }];
  const grants = [
    {
      subject: ann,
      capability: 'administer',
      scope: tenant,
      source: { id: assignment.source, kind: 'directory-role', name: assignment.name, boundary: tenant },
    },
  ] as const;
  const review = { id: 'r', type: 'reviewed', subject: ann, object: role, source: 'reviews', sourceKind: 'review' } as const;
  const administrator = (
    at: string | null,
    access = assignment,
    over: Partial<typeof review> | { readonly succeeded: boolean } = {},
  ): SmallGraph =>
    records('one', [], { sources, accesses: [access] }, { grants, lifeCycleEvents: at === null ? [] : [{ ...review, at, ...over }] });
  const found = (small: SmallGraph): number => judged(reviewOverdue, small).totals.findings;

  test('is due when the cadence is over, to the moment', () => {
    expect(found(administrator(daysAgo(90)))).toBe(0);
    expect(found(administrator(daysAgo(90.00001)))).toBe(1);
    expect(found(administrator(null))).toBe(1);
    expect(judged(reviewOverdue, administrator(daysAgo(100)), { days: 180 }).totals.findings).toBe(0);
  });

  test('that is still to come, or of somebody else, is none', () => {
    expect(found(administrator(daysAgo(-1)))).toBe(1);
    const small = administrator(null);
    expect(found({ ...small, lifeCycleEvents: [{ ...review, subject: ben, at: daysAgo(1) }] })).toBe(1);
    expect(found(administrator(daysAgo(1), assignment, { succeeded: false }))).toBe(1);
  });

  test('is asked for of what has no end and leads to control of a boundary alone', () => {
    const asked = (small: SmallGraph): number => judged(reviewOverdue, small).totals.questions;
    expect(asked(administrator(null, { ...assignment, until: daysAgo(-9) }))).toBe(0);
    expect(asked(administrator(null, { ...assignment, kind: 'eligibility' }))).toBe(0);
    const [grant] = grants;
    expect(asked({ ...administrator(null), grants: [{ ...grant, capability: 'read-data' }] })).toBe(0);
  });

  test('could have seen what was there for a whole cycle', () => {
    const lived = (days: number): string => {
      const access = { ...assignment, from: daysAgo(5 + days) };
      const ended = { how: 'absent', after: daysAgo(5), before: daysAgo(5), recorded: null } as const;
      const small = records('one', [gone({ access, ended, firstSeen: daysAgo(5.5), trigger: null, due: null, authorised: 'never' })], {
        sources,
      });
      const { totals } = judged(shorter, small);
      return totals.findings === 1 ? 'finding' : totals.clear === 1 ? 'clear' : 'undetermined';
    };
    expect(lived(89.9)).toBe('finding');
    expect(lived(90)).toBe('clear');
  });
});

test('how sessions end matters of tier 0 and of crown jewels alone, and is open where what leads to them was not read', () => {
  const ending = late({ midSession: 'expiry-only', capabilities: [{ capability: 'read-data', scope: `${tenant}/vault` }] });
  expect(judged(expiryOnly, records('ordinary', [ending])).totals).toMatchObject({ findings: 0, clear: 1 });
  const unread = { ...records('ordinary', [ending]), unread: [{ kind: 'policy', boundary: tenant, cause: 'denied' }] } as const;
  expect(judged(expiryOnly, unread).totals).toMatchObject({ findings: 0, clear: 0, undetermined: 1 });
  const crownJewels = [{ name: 'payments', scope: `${tenant}/vault` }];
  expect(judged(expiryOnly, { ...records('jewel', [ending]), crownJewels }).findings[0]?.severity).toBe('low');
  expect(judged(expiryOnly, records('there', [{ ...ending, tierZero: true }])).findings[0]?.severity).toBe('medium');
  expect(judged(expiryOnly, records('gone', [gone({ midSession: 'expiry-only', tierZero: true })])).findings).toEqual([]);
});
