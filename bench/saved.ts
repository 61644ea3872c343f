// What questions to a saved analysis cost, process start included, against JSON.parse of the text it was made from. Prints; judges nothing.
//   node bench/saved.ts [roles] [accounts] [times]
// Each question is asked of the program in a process of its own: as built (`npm run build` first, left out where it was not) and from source.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAnalysis } from '../src/run/saved.ts';
import { asPrinted } from './estate/details.ts';
import { generateEstate } from './estate/estate.ts';

const roles = Number(process.argv[2] ?? 50_000);
const accounts = Number(process.argv[3] ?? 20);
const times = Number(process.argv[4] ?? 7);
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'vestige-bench-saved-'));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const perAccount = Math.ceil(roles / accounts);
  const estate = generateEstate({ seed: 7, accounts, roles: perAccount, users: Math.ceil(perAccount / 100) });
  const files = estate.accounts.map(({ details }, number) => {
    const file = join(folder, `details-${number}.json`);
    writeFileSync(file, asPrinted(details));
    return file;
  });
  const given = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const parse = taken(() => {
    for (const file of files) JSON.parse(readFileSync(file, 'utf8'));
  });
  print(`${roles} roles in ${accounts} accounts, ${megabytes(given)}; JSON.parse ${Math.round(parse)} ms`);

  const state = join(folder, 'state');
  const analyse = ['analyze', '--state', state, '--as-of', '2026-11-01', '--format', 'json', '-o', join(folder, 'report.json')];
  const program = programs().at(-1) ?? impossible();
  const analysed = taken(() => ask(program.path, [...analyse, '--aws-authorization-details', ...files], [0, 1, 3]));
  print(`analyze, saved and written as JSON: ${Math.round(analysed)} ms, ${(analysed / parse).toFixed(1)} × JSON.parse`);

  const { id, findings, head } = await openAnalysis(state);
  const kept = join(state, 'analyses', id);
  const sizes = readdirSync(kept).map((name) => [name, statSync(join(kept, name)).size] as const);
  print(
    `\nsaved: ${findings.length} findings, ${head.totals.identities.total} identities, ${head.totals.grants + head.totals.links} grants and links`,
  );
  for (const [name, size] of [...sizes, ['in all', sizes.reduce((sum, [, each]) => sum + each, 0)] as const])
    print(`  ${name.padEnd(20)} ${megabytes(size).padStart(9)}  ${(size / given).toFixed(2)} × the files given`);
  print(`  ${'report as JSON'.padEnd(20)} ${megabytes(statSync(join(folder, 'report.json')).size).padStart(9)}`);

  const standing = findings.rows({ families: ['standing'] });
  const finding = findings.at(standing[standing.length >> 1] ?? 0);
  const questions: readonly (readonly [string, readonly string[]])[] = [
    ['nothing (--version)', ['--version']],
    ['findings --limit 50', ['findings', '--limit', '50']],
    ['findings --limit 50 --format json', ['findings', '--limit', '50', '--format', 'json']],
    ['findings --subject', ['findings', '--subject', finding.subject.id]],
    ['findings --severity critical', ['findings', '--severity', 'critical']],
    ['findings', ['findings']],
    ['findings --format json', ['findings', '--format', 'json']],
    ['paths --to tier0 --from', ['paths', '--to', 'tier0', '--from', finding.subject.id]],
    ['explain', ['explain', finding.fingerprint.slice(0, 12)]],
  ];
  for (const { name, path } of programs()) {
    print(`\n${name}: median of ${times}, and the least`);
    for (const [question, args] of questions) {
      const own = args[0] === '--version' ? args : [...args, '--state', state];
      const each = Array.from({ length: times }, () => taken(() => ask(path, own, [0, 1, 3]))).sort((a, b) => a - b);
      const [least = 0] = each;
      const median = each[times >> 1] ?? 0;
      print(
        `  ${question.padEnd(36)} ${padded(median, 6)} ms  ${padded(least, 6)} ms  ${(median / parse).toFixed(2).padStart(6)} × JSON.parse`,
      );
    }
  }
}

/** The program as users have it is `bin` and `dist` without sources beside them. */
function programs(): readonly { readonly name: string; readonly path: string }[] {
  const source = { name: 'from source', path: join(root, 'bin', 'vestige.js') };
  if (!existsSync(join(root, 'dist', 'src', 'cli', 'main.js'))) return [source];
  const place = join(folder, 'package');
  if (!existsSync(place)) {
    mkdirSync(place);
    for (const name of ['bin', 'package.json']) cpSync(join(root, name), join(place, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
    cpSync(join(root, 'dist'), join(place, 'dist'), { recursive: true });
  }
  return [{ name: 'as built', path: join(place, 'bin', 'vestige.js') }, source];
}

function ask(program: string, args: readonly string[], exits: readonly number[]): void {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status === null || !exits.includes(status)) throw new Error(`vestige ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
}

function taken(work: () => void): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function padded(milliseconds: number, width: number): string {
  return Math.round(milliseconds).toString().padStart(width);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function impossible(): never {
  throw new Error('there is no program to measure');
}
