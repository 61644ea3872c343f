import { describe, expect, it } from 'vitest';
import type { WorldInput } from '../world/description.ts';
import { readCases } from './case.ts';
import { wrongIn } from './check.ts';
import { scanned } from './scan.ts';

const cases = readCases();

describe('tenants as worked out by hand', () => {
  it('are no fewer than 200', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
  });

  it.each(cases.map((each) => [each.file, each] as const))('%s', async (_, each) => {
    expect(wrongIn(each, await scanned(each.world as WorldInput, undefined, each.groups))).toEqual([]);
  });
});
