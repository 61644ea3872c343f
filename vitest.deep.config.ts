import { defineConfig } from 'vitest/config';

// The property suites, with the counts that `test/support/runs.ts` gives them in this tier.
export default defineConfig({
  test: {
    include: [
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
    ],
    setupFiles: ['test/support/seed.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 3_600_000,
  },
});
