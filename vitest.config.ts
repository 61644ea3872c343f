import { defineConfig } from 'vitest/config';

const elsewhere = ['test/live/**', 'test/deep/**', 'test/architecture/planted/**'];

/**
 * Rooms whose tests leave nothing behind: no global, environment, working directory or timer that is not put back, and nothing mocked. Their files share
 * workers, so that what they load is loaded once in each worker and not once for each file.
 */
const rooms = [
  ...['assurance', 'base', 'capture', 'collect', 'contract', 'due', 'evidence', 'graph', 'history', 'http', 'judge', 'model'],
  ...['paths', 'reports', 'rules', 'rules-credential', 'run'],
];
const together = [`test/{${rooms.join(',')}}/**/*.test.ts`, 'test/connectors/**/*.test.ts'];

/** Files among them that change what others would meet. */
const apart = [
  'test/connectors/*/live/**/*.test.ts',
  'test/connectors/aws/open*.test.ts',
  'test/run/evidence/parts.test.ts',
  'test/run/reproducible.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/support/seed.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // no test is about time: a busy machine is slow, and a stuck test still ends
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'together', isolate: false, include: together, exclude: [...elsewhere, ...apart] } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: [`test/!(${[...rooms, 'connectors'].join('|')})/**/*.test.ts`, 'test/*.test.ts', ...apart],
          exclude: elsewhere,
          globalSetup: ['test/support/compiled/setup.ts', 'test/support/demo/setup.ts'],
        },
      },
    ],
  },
});
