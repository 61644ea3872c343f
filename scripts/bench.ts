// Runs every benchmark, one after another: `npm run bench`, or `npm run bench -- paths`. They print; nothing is judged.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'bench');
const [wanted, ...args] = process.argv.slice(2);
const all = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const chosen = wanted === undefined ? all : all.filter((name) => name === `${wanted}.ts`);
if (chosen.length === 0) {
  process.stderr.write(`bench: there is no ${String(wanted)}; there are ${all.map((name) => name.slice(0, -3)).join(', ')}\n`);
  process.exitCode = 2;
}
for (const name of chosen) {
  process.stdout.write(`== ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(folder, name), ...args], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
