// The deep tier: property suites with their full counts. `--share k/n` runs one n-th of them, with a printed seed: that of `--seed`, of
// VESTIGE_SEED, or one drawn anew.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { share: { type: 'string', default: '1/1' }, seed: { type: 'string' } } });
const [part, of] = /^(\d+)\/(\d+)$/.exec(values.share)?.slice(1).map(Number) ?? [];
if (part === undefined || of === undefined || part < 1 || part > of) {
  process.stderr.write(`deep: cannot read --share ${values.share}: write k/n, 1/20\n`);
  process.exit(2);
}
const seed = Number(values.seed ?? process.env['VESTIGE_SEED'] ?? randomInt(2 ** 31));
process.stdout.write(`deep: share ${part}/${of}, seed ${seed}; again with --share ${part}/${of} --seed ${seed}\n`);
const root = join(import.meta.dirname, '..');
const { status } = spawnSync(join(root, 'node_modules', '.bin', 'vitest'), ['run', '--config', 'vitest.deep.config.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, VESTIGE_DEEP_SHARE: String(1 / of), VESTIGE_SEED: String(seed) },
});
process.exitCode = status ?? 1;
