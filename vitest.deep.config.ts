import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/deep/**/*.test.ts'], pool: 'threads', maxWorkers: 2, testTimeout: 1_800_000 },
});
