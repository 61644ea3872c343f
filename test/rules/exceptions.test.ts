import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { rule as used } from '../../src/rules/break-glass-used/rule.ts';
import { rule as neverTested } from '../../src/rules/exception-never-tested/rule.ts';
import { rule as unmatched } from '../../src/rules/exception-unmatched/rule.ts';
import { accepted, holder, noMatch } from '../../src/rules/exceptions.ts';
import { judged } from '../contract/rule-suite.ts';

const asOf = '2026-01-01T00:00:00.000Z';

describe('exception-never-tested', () => {
  it.each([
    ['2025-10-03T00:00:00.000Z', 0],
    ['2025-10-02T23:59:59.000Z', 1],
    ['2026-01-01T00:00:01.000Z', 1],
  ])('of a test at %s finds %i', (testedAt, count) => {
    const small = accepted('tested', { exception: { id: 'a', kind: 'break-glass', testedAt } }, { asOf });
    expect(judged(neverTested, small).findings).toHaveLength(count);
  });
});

describe('break-glass-used', () => {
  const span = { from: '2025-11-01T00:00:00.000Z', to: asOf } as const;
  const at = '2025-12-20T12:00:00.000Z';
  const estate = (events: SmallGraph['lifeCycleEvents'] & {}, tells: 'use' | 'changes' = 'use', subject = holder): SmallGraph => {
    const { life, ...graph } = accepted(
      'used',
      { exception: { id: 'a', kind: 'break-glass', matcher: { ...noMatch, subject } } },
      { asOf },
    );
    const sources = [{ source: 'log', sourceKind: 'provider-log', spans: [{ ...span, tells }] }] as const;
    return { ...graph, lifeCycleEvents: events, life: { ...life, sources } };
  };
  const use = { id: 'use', type: 'used', at, subject: holder } as const;
  const incident = (when: string) => ({ id: 'inc', type: 'incident', at: when, subject: holder, sourceKind: 'ticket' }) as const;

  it.each([
    ['2025-12-21T12:00:00.000Z', 0],
    ['2025-12-19T12:00:00.000Z', 0],
    ['2025-12-21T12:00:00.001Z', 1],
    ['2025-12-19T11:59:59.999Z', 1],
  ])('with an incident at %s finds %i', (when, count) => {
    expect(judged(used, estate([use, incident(when)])).findings).toHaveLength(count);
  });

  it('takes an incident about somebody else for none', () => {
    const other = { ...incident(at), subject: 'arn:aws:iam::111122223333:user/zoe' };
    expect(judged(used, estate([use, other])).findings).toHaveLength(1);
  });

  it('says nothing by the silence of a log that tells of changes alone', () => {
    const { findings, undetermined } = judged(used, estate([], 'changes'));
    expect(findings).toEqual([]);
    expect(undetermined).toHaveLength(1);
    expect(judged(used, estate([use], 'changes')).findings).toHaveLength(1);
  });

  it('asks of each account that the name stands for', () => {
    const { totals, findings } = judged(used, estate([use], 'use', 'arn:aws:iam::111122223333:user/*'));
    expect([totals.questions, findings.length]).toEqual([1, 1]);
  });
});

it('is unmatched only where all that it may match was read', () => {
  const { boundary: _, ...matcher } = { ...noMatch, subject: holder };
  const boundaries = [{ id: 'aws:111122223333' }, { id: 'aws:222233334444' }];
  const unread = [{ kind: 'policy', boundary: 'aws:222233334444' }] as const;
  const estate = (boundary: string | null) =>
    accepted('nothing', { exception: { id: 'a', matcher: { ...matcher, boundary } } }, { boundaries, unread });
  expect(judged(unmatched, estate('aws:111122223333')).findings).toHaveLength(1);
  expect(judged(unmatched, estate('aws:222233334444')).findings).toEqual([]);
  expect(judged(unmatched, estate(null)).findings).toEqual([]);
  expect(judged(unmatched, estate(null)).undetermined).toHaveLength(1);
});
