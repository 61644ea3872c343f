import { beforeAll, describe, expect, it } from 'vitest';
import type { Measured } from '../../../bench/organization/measure.ts';
import { measureScan } from '../../../bench/organization/measure.ts';
import { inUse } from '../../../bench/organization/world.ts';

const GIB = 2 ** 30;
const accounts = 500;

describe(`a scan of a generated organization of ${accounts} accounts, under the documented rate limits`, () => {
  let measured: Measured;

  beforeAll(async () => {
    measured = await measureScan(accounts);
  }, 900_000);

  it('reads every account that is in use, and no other', () => {
    const { world, figures } = measured;
    const entered = figures.coverage.filter(({ surface }) => surface === 'aws:authorization-details').map(({ boundary }) => boundary);
    const expected = world.places.filter(inUse).map(({ id }) => `aws:${id}`);
    expect([...new Set(entered)].sort()).toEqual(expected.sort());
    expect(expected.length).toBeLessThan(accounts);
  });

  it('reads all that it asks for whole', () => {
    const short = measured.figures.coverage.filter(({ status }) => status !== 'complete' && status !== 'excluded');
    expect(short).toEqual([]);
  });

  it('finds what was planted, as often as it was', () => {
    const { figures, planted } = measured;
    expect(Object.values(planted).every((count) => count > 0)).toBe(true);
    expect(figures.rules).toMatchObject(planted);
  });

  it('captures within 1 GiB', () => {
    expect(measured.figures.captured.peak).toBeLessThan(GIB);
  });

  it('writes its reports', () => {
    const { findings, reported } = measured.figures;
    expect(findings).toBeGreaterThan(accounts);
    expect(reported.bytes['html']).toBeGreaterThan(100_000);
    expect(reported.bytes['json']).toBeGreaterThan(100_000);
  });

  it('makes at most one call in twenty more than the fewest', () => {
    const { tally, fewest } = measured;
    const least = [...fewest.values()].reduce((sum, calls) => sum + calls, 0);
    expect(least).toBeGreaterThan(20 * accounts);
    expect(tally.calls).toBeLessThanOrEqual(1.05 * least);
    // Fewer would mean that something was not read, or that the fewest is reckoned wrongly.
    expect(tally.calls).toBeGreaterThanOrEqual(least);
  });

  it('asks nothing twice', () => {
    expect(measured.tally.repeated).toEqual([]);
  });

  it('is told to slow down at most once in 200 calls', () => {
    const { calls, throttled } = measured.tally;
    expect(throttled).toBeLessThanOrEqual(calls / 200);
  });

  it('makes every call that it needs and no other kind of call', () => {
    const { tally, fewest } = measured;
    const needed = [...fewest].filter(([, calls]) => calls > 0).map(([operation]) => operation);
    const made = Object.keys(tally.operations);
    expect(needed.filter((operation) => !made.includes(operation))).toEqual([]);
    expect(made.filter((operation) => !needed.includes(operation))).toEqual([]);
  });
});
