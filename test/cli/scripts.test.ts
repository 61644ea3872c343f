import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { runVestige, type Ran } from '../support/cli.ts';
import { fakeTerminal } from '../support/live/terminal.ts';

/*
 * A script is a text file. Lines that begin with
 *   #      are for the reader
 *   $      run the program in the script's own folder: `$ vestige …` (words split at spaces; 'quoted' words stay whole)
 *   ?      give its exit code (0 where there is none)
 *   1> 2>  are its whole standard output or error, line by line; with none of either, that stream must be empty
 *   1~ 2~  are regular expressions that some line of it matches; with one, the stream is not compared whole
 *   -- name --   begins a file, up to the next `-- end --`; files are written before the first command
 */
interface Step {
  readonly line: number;
  readonly args: readonly string[];
  exit: number;
  readonly whole: { readonly out: string[]; readonly err: string[] };
  readonly matching: { readonly out: RegExp[]; readonly err: RegExp[] };
}

function parse(text: string): { readonly files: ReadonlyMap<string, string>; readonly steps: readonly Step[] } {
  const files = new Map<string, string>();
  const steps: Step[] = [];
  let file: string | undefined;
  text.split('\n').forEach((line, index) => {
    const heading = /^-- (\S+) --$/.exec(line)?.[1];
    if (heading !== undefined) {
      file = heading === 'end' ? undefined : heading;
      if (file !== undefined) files.set(file, '');
    } else if (file !== undefined) files.set(file, `${files.get(file) ?? ''}${line}\n`);
    else if (line !== '' && !line.startsWith('#')) read(line, index + 1);
  });
  return { files, steps };

  function read(line: string, number: number): void {
    const [mark = '', ...rest] = line.split(' ');
    const value = rest.join(' ');
    const step = steps.at(-1);
    if (mark === '$') {
      const [program, ...args] = [...value.matchAll(/'([^']*)'|(\S+)/g)].map((word) => word[1] ?? word[2] ?? '');
      if (program !== 'vestige') throw new Error(`line ${number}: a script runs vestige only, not ${String(program)}`);
      steps.push({ line: number, args, exit: 0, whole: { out: [], err: [] }, matching: { out: [], err: [] } });
    } else if (step === undefined) throw new Error(`line ${number}: expectation before the first command`);
    else if (mark === '?') step.exit = Number(value);
    else if (mark === '1>') step.whole.out.push(value);
    else if (mark === '2>') step.whole.err.push(value);
    else if (mark === '1~') step.matching.out.push(new RegExp(value));
    else if (mark === '2~') step.matching.err.push(new RegExp(value));
    else throw new Error(`line ${number}: cannot read ${JSON.stringify(line)}`);
  }
}

function compare(ran: Ran, step: Step): void {
  const place = `line ${step.line}: vestige ${step.args.join(' ')}\n${ran.stdout}\n${ran.stderr}`;
  expect(ran.exit, place).toBe(step.exit);
  for (const [stream, text] of [
    ['out', ran.stdout],
    ['err', ran.stderr],
  ] as const) {
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    const patterns = step.matching[stream];
    if (patterns.length === 0) expect(lines, place).toEqual(step.whole[stream]);
    for (const pattern of patterns)
      expect(
        lines.some((line) => pattern.test(line)),
        `${String(pattern)} in std${stream} of ${place}`,
      ).toBe(true);
  }
}

const folder = join(import.meta.dirname, 'scripts');
/** Runs the program as a shell does; the others are asked of it in this process, which saves its start each time. */
const WITH_PROCESSES = 'usage.txt';

async function runHere(args: readonly string[], cwd: string): Promise<Ran> {
  const { terminal, out, err } = fakeTerminal(cwd, { environment: process.env, clock: Date.now });
  const exit = await main(args, terminal);
  return { exit, stdout: out(), stderr: err() };
}

describe('scripts', () => {
  it.each(readdirSync(folder))(
    '%s',
    async (name) => {
      const { files, steps } = parse(readFileSync(join(folder, name), 'utf8'));
      expect(steps.length).toBeGreaterThan(0);
      const cwd = mkdtempSync(join(tmpdir(), 'vestige-script-'));
      try {
        for (const [file, text] of files) {
          mkdirSync(join(cwd, dirname(file)), { recursive: true });
          writeFileSync(join(cwd, file), text);
        }
        for (const step of steps) compare(await (name === WITH_PROCESSES ? runVestige(step.args, { cwd }) : runHere(step.args, cwd)), step);
      } finally {
        rmSync(cwd, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
