import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assure } from '../../../src/assurance/assure.ts';
import { runs } from '../../support/runs.ts';
import { inputOf, worldOf } from './estate.ts';
import { breachesOf } from './laws.ts';
import { plans, type Plan } from './plan.ts';

test('what is said of accesses never contradicts what truly happened', async () => {
  await fc.assert(fc.asyncProperty(plans, holds), { numRuns: runs(150, 20_000) });
}, 3_600_000);

async function holds(plan: Plan): Promise<void> {
  const world = worldOf(plan);
  const { assured } = assure(await inputOf(world));
  expect(breachesOf(world, assured)).toEqual([]);
}
