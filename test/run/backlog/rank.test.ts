import fc from 'fast-check';
import { expect, it } from 'vitest';
import { persistenceClasses } from '../../../src/model/persistence.ts';
import { severities } from '../../../src/model/question.ts';
import { weigh, weighReading, type ToWeigh } from '../../../src/run/backlog/rank.ts';
import { asOf } from './estate.ts';

const plain: ToWeigh = {
  severity: 'high',
  tierZero: false,
  persistence: 'standing',
  since: '2026-10-30T00:00:00.000Z',
  reach: 1,
  used: '2026-10-31T00:00:00.000Z',
};
const some: fc.Arbitrary<ToWeigh> = fc.record({
  severity: fc.constantFrom(...severities),
  tierZero: fc.boolean(),
  persistence: fc.option(fc.constantFrom(...persistenceClasses)),
  since: fc.option(fc.constantFrom('2026-10-31T00:00:00.000Z', '2026-08-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z')),
  reach: fc.nat(500),
  used: fc.constantFrom('never', 'unknown', '2026-10-31T00:00:00.000Z', '2020-01-01T00:00:00.000Z'),
});

it('is the product of the weights it prints, the greatest first', () => {
  fc.assert(
    fc.property(some, (item) => {
      const { score, because } = weigh(item, asOf);
      const weights = because.slice(1).map((each) => Number(/^\d+/.exec(each)?.[0]));
      expect(weights).toHaveLength(6);
      expect(weights).toEqual([...weights].sort((a, b) => b - a));
      expect(weights.reduce((product, each) => product * each, 1)).toBe(score);
      expect(because[0]).toBe(`score ${score}`);
    }),
  );
});

it.each([
  ['a graver severity', { severity: 'critical' }],
  ['tier 0', { tierZero: true }],
  ['a longer time', { since: '2026-01-01T00:00:00.000Z' }],
  ['more who reach something by it', { reach: 50 }],
  ['no use for long', { used: '2026-01-01T00:00:00.000Z' }],
] as const)('grows with %s', (_, change) => {
  expect(weigh({ ...plain, ...change }, asOf).score).toBeGreaterThan(weigh(plain, asOf).score);
});

it('takes nothing for unused of which no use is known', () => {
  expect(weigh({ ...plain, used: 'unknown' }, asOf).score).toBe(weigh(plain, asOf).score);
  expect(weigh({ ...plain, used: 'never' }, asOf).score).toBeGreaterThan(weigh(plain, asOf).score);
});

it('puts what more questions wait for first, and a graver severity before any number of them', () => {
  expect(weighReading('high', 5).score).toBeGreaterThan(weighReading('high', 4).score);
  expect(weighReading('high', 0).score).toBeGreaterThan(weighReading('medium', 1_000_000).score);
});
