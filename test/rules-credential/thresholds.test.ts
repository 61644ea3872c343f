import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rule as inactiveKept } from '../../src/rules/access-key-inactive-kept/rule.ts';
import { rule as neverUsed } from '../../src/rules/access-key-never-used/rule.ts';
import { rule as overAge } from '../../src/rules/access-key-over-age/rule.ts';
import { rule as twoActive } from '../../src/rules/access-key-two-active/rule.ts';
import { rule as keyUnused } from '../../src/rules/access-key-unused/rule.ts';
import { rule as certificate } from '../../src/rules/certificate-long-lived/rule.ts';
import { rule as passwordUnused } from '../../src/rules/password-unused/rule.ts';
import { rule as roleNeverUsed } from '../../src/rules/role-never-used/rule.ts';
import { rule as roleUnused } from '../../src/rules/role-unused/rule.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { ask, says } from './ask.ts';
import { ago, ANN, withCredential, withRole } from './estate.ts';
import { runs } from '../support/runs.ts';

interface Threshold {
  readonly rule: Rule<unknown>;
  readonly setting: string;
  readonly standard: number;
  /** Whether exactly the threshold fires. */
  readonly inclusive: boolean;
  readonly fires: string;
  /** An estate with one question about something this old. */
  readonly at: (days: number, ms: number) => SmallGraph;
}

const thresholds: readonly Threshold[] = [
  {
    rule: overAge,
    setting: 'maxAgeDays',
    standard: 90,
    inclusive: false,
    fires: 'medium',
    at: (days, ms) => withCredential({ rotatedAt: ago(days, ms) }),
  },
  {
    rule: neverUsed,
    setting: 'graceDays',
    standard: 7,
    inclusive: true,
    fires: 'medium',
    at: (days, ms) => withCredential({ rotatedAt: ago(days, ms), lastUsed: 'never' }),
  },
  {
    rule: keyUnused,
    setting: 'unusedDays',
    standard: 45,
    inclusive: true,
    fires: 'medium',
    at: (days, ms) => withCredential({ lastUsed: ago(days, ms) }),
  },
  {
    rule: inactiveKept,
    setting: 'graceDays',
    standard: 30,
    inclusive: true,
    fires: 'low',
    at: (days, ms) => withCredential({ state: 'inactive', createdAt: ago(days + 300), lastUsed: ago(days, ms) }),
  },
  {
    rule: passwordUnused,
    setting: 'unusedDays',
    standard: 45,
    inclusive: true,
    fires: 'medium',
    at: (days, ms) => withCredential({ kind: 'password', rotatedAt: ago(days, ms), lastUsed: 'never' }),
  },
  {
    rule: certificate,
    setting: 'maxAgeDays',
    standard: 90,
    inclusive: false,
    fires: 'medium',
    at: (days, ms) => withCredential({ kind: 'certificate', rotatedAt: ago(days, ms) }),
  },
  {
    rule: roleNeverUsed,
    setting: 'graceDays',
    standard: 30,
    inclusive: true,
    fires: 'low',
    at: (days, ms) => withRole('never', { createdAt: ago(days, ms) }),
  },
  {
    rule: roleUnused,
    setting: 'unusedDays',
    standard: 90,
    inclusive: true,
    fires: 'low',
    at: (days, ms) => withRole(ago(days, ms)),
  },
];

describe.each(thresholds.map((each) => [each.rule.id, each] as const))('%s', (_, { rule, setting, standard, inclusive, fires, at }) => {
  test.each([
    ['a millisecond short of the default', -1, 'clear'],
    ['exactly the default', 0, inclusive ? fires : 'clear'],
    ['a millisecond past the default', 1, fires],
  ])('%s', (__, ms, answer) => {
    expect(says(rule, at(standard, ms))).toBe(answer);
  });

  test('the setting moves the edge, and nothing else does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), fc.constantFrom(-1, 0, 1), (limit, days, ms) => {
        fc.pre(days > 0 || ms >= 0);
        const over = days > limit || (days === limit && (ms > 0 || (ms === 0 && inclusive)));
        expect(says(rule, at(days, ms), { [setting]: limit }) !== 'clear').toBe(over);
      }),
      { numRuns: runs(60) },
    );
  });

  test.each([-1, 1.5, '90', Number.NaN])('refuses %j as the threshold', (value) => {
    expect(() => ask(rule, at(1, 0), { [setting]: value })).toThrow(expect.objectContaining({ name: 'ValiError' }));
  });
});

describe('age of an access key', () => {
  test.each([
    ['364 days', ago(364), 'medium'],
    ['365 days, when rotation is not late but absent', ago(365), 'high'],
  ])('weighs: %s', (_, rotatedAt, answer) => {
    expect(says(overAge, withCredential({ rotatedAt }))).toBe(answer);
  });

  test('counts from the last change of the secret, not from the making', () => {
    expect(says(overAge, withCredential({ createdAt: ago(2000), rotatedAt: ago(3) }))).toBe('clear');
    expect(says(overAge, withCredential({ createdAt: ago(2000) }))).toBe('high');
  });

  test('is told in whole days with both figures', () => {
    expect(ask(overAge, withCredential({ rotatedAt: ago(91, 3_600_000) })).findings[0]?.reasons).toEqual([
      'access-key-1 is active and 91 days old (since 2025-10-01T23:00:00.000Z); the limit is 90 days',
    ]);
  });
});

describe('overlap of two active keys', () => {
  const two = (first: string | null, second: string | null): SmallGraph => ({
    name: 'two keys',
    identities: [{ id: ANN }],
    credentials: [
      { id: `${ANN}#access-key-1`, identity: ANN, rotatedAt: first },
      { id: `${ANN}#access-key-2`, identity: ANN, rotatedAt: second },
    ],
  });

  test.each([
    ['none allowed, both of this instant', ago(0), ago(0), 0, 'low'],
    ['none allowed, ages not told', null, null, 0, 'low'],
    ['7 days allowed, the newest exactly 7 days old', ago(200), ago(7), 7, 'clear'],
    ['7 days allowed, the newest a millisecond older', ago(200), ago(7, 1), 7, 'low'],
    ['7 days allowed, one age not told, the other young', null, ago(1), 7, 'clear'],
    ['7 days allowed, one age not told, the other old', null, ago(100), 7, 'undetermined'],
  ])('%s', (_, first, second, overlapDays, answer) => {
    expect(says(twoActive, two(first, second), { overlapDays })).toBe(answer);
  });
});
