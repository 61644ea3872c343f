import { describe, expect, test } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import type { Grant } from '../../src/model/grant.ts';
import type { Windows } from '../../src/model/window.ts';
import { rule as expired } from '../../src/rules/expired-window-attached/rule.ts';
import { rule as overLong } from '../../src/rules/window-over-long/rule.ts';
import { judged } from '../contract/rule-suite.ts';

const ann = 'arn:aws:iam::111122223333:user/ann';
const at = (days: number): number => Date.UTC(2026, 0, 1) + days * 86_400_000;

describe('a window that is over', () => {
  test.each([
    ['ended this very moment', [{ from: null, until: at(0) }], 1],
    ['ends in a millisecond', [{ from: null, until: at(0) + 1 }], 0],
    ['leaves no time at all', [], 1],
    [
      'is over and another is still to come',
      [
        { from: at(-9), until: at(-8) },
        { from: at(8), until: at(9) },
      ],
      0,
    ],
  ] as const)('%s', (_, windows, findings) => {
    expect(judged(expired, granted(windows)).totals).toMatchObject({ questions: 1, findings });
  });

  test('is told from a right that has no window', () => {
    expect(judged(expired, granted([{ from: null, until: null }])).totals.questions).toBe(0);
  });

  test('of an entry that nobody can use is no expired right', () => {
    expect(judged(expired, granted([], { presence: 'refuted' })).totals.questions).toBe(0);
  });

  test('weighs more where the holder keeps the right, or a greater one, another way', () => {
    const over = granted([{ from: null, until: at(-1) }], { capability: 'mint-credential' });
    expect(judged(expired, over).findings[0]?.severity).toBe('low');
    for (const capability of ['mint-credential', 'administer'] as const) {
      const kept: SmallGraph = { ...over, grants: [...(over.grants ?? []), { subject: ann, capability }] };
      expect(judged(expired, kept).findings.map((finding) => finding.severity)).toEqual(['medium']);
    }
  });
});

describe('a window that is too long', () => {
  test.each([
    ['thirty days', [{ from: at(0), until: at(30) }], 0],
    ['thirty days and a millisecond', [{ from: at(0), until: at(30) + 1 }], 1],
    ['long past, counted from now', [{ from: null, until: at(30) }], 0],
    [
      'two weeks twice, apart',
      [
        { from: at(0), until: at(20) },
        { from: at(21), until: at(41) },
      ],
      0,
    ],
  ] as const)('%s', (_, windows, findings) => {
    expect(judged(overLong, granted(windows)).totals).toMatchObject({ questions: 1, findings });
  });

  test.each([
    ['no end', [{ from: at(1), until: null }]],
    ['an end that has passed', [{ from: at(-400), until: at(-1) }]],
  ] as const)('is not asked of one with %s', (_, windows) => {
    expect(judged(overLong, granted(windows)).totals.questions).toBe(0);
  });

  test('takes the limit from its setting', () => {
    const week = granted([{ from: at(-1), until: at(6) }]);
    expect(judged(overLong, week, { maxTimeBoundDays: 6 }).totals.findings).toBe(1);
    expect(judged(overLong, week, { maxTimeBoundDays: 7 }).totals.findings).toBe(0);
  });
});

function granted(windows: Windows, more: Partial<Grant> = {}): SmallGraph {
  return {
    name: 'granted',
    identities: [{ id: ann, kind: 'user' }],
    grants: [
      { subject: ann, capability: 'administer', bounds: { lo: 'time-bound', hi: 'time-bound' }, endsBy: 'provider', windows, ...more },
    ],
  };
}
