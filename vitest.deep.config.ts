import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where the property suites are. */
const rooms = [
  'test/assurance/world/**/*.test.ts',
  'test/base/**/*.test.ts',
  'test/capture/**/*.test.ts',
  'test/collect/**/*.test.ts',
  'test/connectors/aws/{batch,faults,literal,oracle,policy,resolve}/**/*.test.ts',
  'test/connectors/aws/remedy.test.ts',
  'test/evidence/**/*.test.ts',
  'test/history/**/*.test.ts',
  'test/paths/**/*.test.ts',
  'test/run/reproducible.test.ts',
];
/** A file that asks how often to try, itself or by a suite that it runs, does more in this tier than `npm test` did. */
const asks = /\bruns\(|\bsomeOf\(|Suite\(/;
const suites = rooms
  .flatMap((room) => globSync(room, { cwd: import.meta.dirname }))
  .filter((file) => asks.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
  .sort();
const FEWEST = 50;
if (suites.length < FEWEST)
  throw new Error(`found ${suites.length} property suites, fewer than ${FEWEST}: the rooms that hold them have moved`);

// The property suites, with the counts that `test/support/runs.ts` gives them in this tier.
export default defineConfig({
  test: {
    setupFiles: ['test/support/seed.ts'],
    include: suites,
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 3_600_000,
  },
});
