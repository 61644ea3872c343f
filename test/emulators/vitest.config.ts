import { defineConfig } from 'vitest/config';

const named = ['VESTIGE_ENTRA_EMULATOR', 'VESTIGE_ARM_EMULATOR'].filter((name) => (process.env[name] ?? '') !== '');
if (named.length < 2) {
  process.stderr.write(
    'nothing was run: set VESTIGE_ENTRA_EMULATOR and VESTIGE_ARM_EMULATOR to the programs entra-emulator and arm-emulator (docs/microsoft-emulators.md)\n',
  );
}

export default defineConfig({
  test: {
    include: named.length < 2 ? [] : ['test/emulators/**/*.emulators.ts'],
    passWithNoTests: true,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
