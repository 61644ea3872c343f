import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { root } from '../support/cli.ts';
import { estateServer, estateWiring } from '../support/live/estate.ts';
import { fakeTerminal } from '../support/live/terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-resume-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program; as soon as it hangs it gets the signal. */
function run(args: readonly string[], signal: 'SIGKILL' | 'SIGINT', hangAt: number): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', HANG_AT: String(hangAt) };
  const child = spawn(process.execPath, [join(root, 'test/support/live/child.ts'), ...args], { cwd: folder, env });
  let [out, err] = ['', ''];
  let hung = false;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (hung || !out.includes('hung\n')) return;
    hung = true;
    child.kill(signal);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (exit) => resolve({ exit, out, err }));
  });
}

/** The same program in this process. */
async function here(args: readonly string[]): Promise<Ended & { readonly calls: readonly string[] }> {
  const server = estateServer();
  const { terminal, out, err } = fakeTerminal(folder);
  const exit = await main(args, terminal, estateWiring(server));
  return { exit, out: out(), err: err(), calls: server.calls };
}

/** Findings, coverage and totals: what does not depend on when the pages came. */
function answers(file: string): unknown {
  const { findings, coverage, totals, undetermined } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
  return JSON.parse(JSON.stringify({ findings, coverage, totals, undetermined }).replace(/"[0-9a-f]{64}"/g, '"-"'));
}

const asked = (): readonly string[] => readFileSync(join(folder, 'calls.txt'), 'utf8').trim().split('\n');
const report = (file: string): readonly string[] => ['--format', 'json', '--output', file];
const captures = (state: string): readonly string[] => readdirSync(join(folder, state, 'captures'));

describe('a scan that is killed', () => {
  it('goes on where it was, by the settings it was begun with, and ends with what a calm one ends with', async () => {
    writeFileSync(join(folder, 'vestige.yaml'), 'connectors: { estate: { accounts: 4 } }\n');
    const calm = await here(['scan', 'estate', ...report('calm.json')]);
    expect([calm.exit, calm.calls.length]).toEqual([0, 13]);
    expect((await run(['scan', 'estate', '--state', 'other'], 'SIGKILL', 7)).exit).toBeNull();
    // A record that was being written at that moment, and a configuration that was changed since.
    const [name = ''] = captures('other');
    appendFileSync(join(folder, 'other/captures', name, 'pages.bin'), 'torn');
    writeFileSync(join(folder, 'vestige.yaml'), 'connectors: { estate: { accounts: 1, surfaces: [users] } }\n');
    const resumed = await here(['scan', '--resume', '--state', 'other', ...report('resumed.json')]);
    expect([resumed.exit, resumed.err]).toEqual([
      0,
      expect.stringMatching(new RegExp(`going on with ${name}: [2-6] pages of estate are there`)),
    ]);
    expect(resumed.err).toContain('dropped the last 4 bytes of it (it ends inside the header of a record)');
    expect(answers('resumed.json')).toEqual(answers('calm.json'));
    // Of each account only the question that was under way at the kill is asked a second time.
    const all = [...asked(), ...resumed.calls];
    expect(all.length).toBeLessThanOrEqual(calm.calls.length + 4);
    expect([...new Set(all)].sort()).toEqual([...calm.calls].sort());
  }, 30_000);

  it('stops at the first Ctrl-C, says how to go on, and can be gone on with by that name', async () => {
    const stopped = await run(['scan', 'estate'], 'SIGINT', 5);
    expect([stopped.exit, stopped.err]).toEqual([2, expect.stringMatching(/^vestige: stopped after \d+ pages; they are kept$/m)]);
    const name = /^hint: go on with `vestige scan --resume (unfinished-\w+)`$/m.exec(stopped.err)?.[1] ?? 'none';
    const resumed = await here(['capture', '--resume', name]);
    expect([resumed.exit, resumed.out]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}\n$/)]);
    const none = await here(['scan', '--resume']);
    expect([none.exit, none.err]).toEqual([2, expect.stringContaining('there is no unfinished capture')]);
  }, 30_000);

  it('is not gone on with while another process writes it', async () => {
    const env = { ...process.env, HANG_AT: '3' };
    const busy = spawn(process.execPath, [join(root, 'test/support/live/child.ts'), 'scan', 'estate'], { cwd: folder, env });
    await new Promise((resolve) => busy.stdout.once('data', resolve));
    try {
      const [name = ''] = captures('.vestige');
      for (const args of [
        ['scan', '--resume'],
        ['scan', '--resume', name],
      ]) {
        const refused = await here(args);
        expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('it is being written by')]);
      }
    } finally {
      busy.kill('SIGKILL');
    }
  }, 30_000);
});
