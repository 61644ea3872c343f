import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/live/**', 'test/deep/**', 'test/architecture/planted/**'],
    globalSetup: ['test/support/compiled/setup.ts', 'test/support/demo/setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
