import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantIn, instantOf, parseInstant } from '../../src/base/instant.ts';
import { runs } from '../support/runs.ts';

describe('a time', () => {
  const usual = ['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.000Z', '2026-11-22T09:30:00+00:00'];
  it.each(usual)('%s is read', (text) => {
    expect(parseInstant(text)).toBe(Date.UTC(2026, 10, 22, 9, 30));
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01 x0:00:00Z',
    '2026-01-0xT00:00:00Z',
    '2026-1-001T00:00:00Z',
    '2026-01-01T00:00:00',
    '2026/01/01T00:00:00Z',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is the same in each of its usual forms, whatever the day', () => {
    const moment = fc.integer({ min: Date.UTC(1000, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
    fc.assert(
      fc.property(moment, (seconds) => {
        const text = instantOf(seconds * 1000);
        for (const end of ['.000Z', 'Z', '+00:00', '.0Z', '-00:00']) expect(parseInstant(text.slice(0, 19) + end)).toBe(seconds * 1000);
        expect(parseInstant(`${text.slice(0, 19)}.999Z`)).toBe(seconds * 1000 + 999);
        expect(parseInstant(`${text.slice(0, 19)}+01:30`)).toBe(seconds * 1000 - 5_400_000);
      }),
      { numRuns: runs(300) },
    );
  });

  it('is said as the instant that it is, whatever its form, and what is none as nothing', () => {
    const digits = (count: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
    const near = fc
      .tuple(
        digits(4),
        digits(2),
        digits(2),
        digits(2),
        digits(2),
        digits(2),
        fc.constantFrom('Z', '.000Z', '+00:00', '.1234567Z', '+02:00', '', ' '),
      )
      .map(([year, month, day, hour, minute, second, end]) => `${year}-${month}-${day}T${hour}:${minute}:${second}${end}`);
    const real = fc
      .tuple(
        fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        fc.constantFrom('Z', '.000Z', '+00:00', '.9999999Z'),
      )
      .map(([date, end]) => date.toISOString().slice(0, 19) + end);
    fc.assert(
      fc.property(fc.oneof(near, real, fc.string()), (text) => {
        const ms = parseInstant(text);
        expect(instantIn(text)).toBe(ms === undefined ? undefined : instantOf(ms));
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});
