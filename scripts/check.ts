// The static gates, the linter beside the others as it takes as long as all of them. Each says how much it looked at: a gate that
// looked at nothing has failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');

interface Gate {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What its output must show it looked at, and at least how many. */
  readonly looked?: { readonly pattern: RegExp; readonly atLeast: number };
}

const packed = mkdtempSync(join(tmpdir(), 'vestige-pack-'));
const gates: readonly Gate[] = [
  { name: 'format', command: ['prettier', '--check', '.'] },
  { name: 'types', command: ['tsc', '-p', '.', '--extendedDiagnostics'], looked: { pattern: /^Files:\s+(\d+)/m, atLeast: 300 } },
  {
    name: 'rooms',
    command: ['depcruise', '--config', '.dependency-cruiser.js', 'src', 'connectors', 'reports'],
    looked: { pattern: /(\d+) modules/, atLeast: 100 },
  },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'], looked: { pattern: /(\d+) files/, atLeast: 25 } },
  { name: 'build', command: ['node', 'scripts/build.ts'], looked: { pattern: /(\d+) data files/, atLeast: 2 } },
  { name: 'pack', command: ['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', packed] },
];

const lint: Gate = { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] };

const failed: string[] = [];
const linted = run(lint);
for (const gate of gates) await run(gate);
const tarball = readdirSync(packed).find((name) => name.endsWith('.tgz'));
if (tarball === undefined) failed.push('pack (no tarball)');
else {
  await run({ name: 'package shape', command: ['publint', 'run', '--strict', join(packed, tarball)] });
  await run({ name: 'package types', command: ['attw', join(packed, tarball), '--profile', 'esm-only', '--no-emoji'] });
}
rmSync(packed, { recursive: true });
lockFile();
await linted;

process.stdout.write(failed.length === 0 ? `check: ${gates.length + 4} gates passed\n` : `check: failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function run({ name, command: [program, ...args], looked }: Gate): Promise<void> {
  const started = performance.now();
  const known = readdirSync(bin).includes(program) ? join(bin, program) : program;
  const child = spawn(known, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // a command that is not there is thrown here
  const [status] = (await once(child, 'close')) as [number | null];
  const count = looked === undefined ? undefined : Number(looked.pattern.exec(stdout)?.[1] ?? 0);
  const blind = looked !== undefined && (count ?? 0) < looked.atLeast;
  const ok = status === 0 && !blind;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s${count === undefined ? '' : `, looked at ${count}`})\n`);
  if (ok) return;
  failed.push(name);
  process.stdout.write(blind ? `it looked at ${count ?? 0}, fewer than ${looked.atLeast}\n` : '');
  process.stdout.write(`${stdout}${stderr}`.slice(-8000));
}

/** The lock file names no download address: those differ from place to place. */
function lockFile(): void {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { resolved?: string }> };
  const entries = Object.entries(lock.packages);
  const bad = entries.filter(([, entry]) => entry.resolved !== undefined).map(([name]) => name);
  const ok = bad.length === 0 && entries.length > 50;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} lock file (looked at ${entries.length})\n`);
  if (!ok) failed.push(`lock file: addresses in ${bad.slice(0, 3).join(', ')}`);
}
