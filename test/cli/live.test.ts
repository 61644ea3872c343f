import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/streams.ts';
import type { GapCause } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { estateServer, estateWiring, type Server } from '../support/live/estate.ts';
import { fakeTerminal, type FakeTerminal } from '../support/live/terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-live-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(
  args: readonly string[],
  server: Server = estateServer(),
  change: Partial<Terminal> = {},
): Promise<{ exit: number; out: string; err: string }> {
  const { terminal, out, err } = fakeTerminal(folder, change);
  const exit = await main(args, terminal, estateWiring(server));
  if (!args.includes('json'))
    expect(
      out()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  // Sentences are broken into lines of the terminal's width.
  return { exit, out: out(), err: err().replaceAll(`\n${' '.repeat(9)}`, ' ') };
}

const refusing = (pattern: RegExp, cause: GapCause = 'denied'): Server =>
  estateServer((question) => (pattern.test(question) ? cause : undefined));

describe('scan', () => {
  it('reads, keeps and reports, and says what it came to and what it left out', async () => {
    const { exit, out, err } = await run(['scan', 'estate', '--format', 'json']);
    const report = JSON.parse(out) as Report;
    expect([exit, report.coverage.length, report.coverage.every((line) => line.status === 'complete')]).toEqual([0, 7, true]);
    expect(report.run.asOfFrom).toBe('capture');
    expect(err).toContain('vestige: 3 accounts read: 10 pages with 10 calls in 0s\n');
    expect(err).toContain('vestige: 1 other account was not entered: set connectors.estate.accounts\n');
    expect(err).toContain('the declared scope was fully read (exit 0)');
    expect((await run(['findings', '--format', 'json'])).out).toBe(out);
    expect((await run(['analyze', report.run.capture, '--format', 'json'])).out).toBe(out);
  });

  it('ends with 3 and a line of the coverage for whatever is refused or cannot be read at all', async () => {
    for (const cause of ['denied', 'unsupported'] as const) {
      const { exit, out, err } = await run(['scan', 'estate', '--format', 'json'], refusing(/users estate:1/, cause));
      const lines = (JSON.parse(out) as Report).coverage.filter((line) => line.boundary === 'estate:1');
      expect([exit, lines.map((line) => [line.surface, line.status, line.cause])]).toEqual([
        3,
        [
          ['estate:keys', 'unread', cause],
          ['estate:users', 'unread', cause],
        ],
      ]);
      expect(err).toContain('2 accounts read, 1 gave no answer: 8 pages with 8 calls in 0s; 1 question refused\n');
    }
  });

  it('takes its sources from the configuration where none is named, and its surfaces from the command line', async () => {
    const nothing = await run(['scan']);
    expect([nothing.exit, nothing.err]).toEqual([2, expect.stringContaining('hint: name one of estate, as in `vestige scan estate`')]);
    writeFileSync(join(folder, 'vestige.yaml'), 'connectors:\n  estate:\n    accounts: 2\n');
    const server = estateServer();
    const { exit, out } = await run(['scan', '--surfaces', 'estate:users', '--format', 'json'], server);
    expect([exit, server.calls.length]).toEqual([0, 3]);
    const keys = (JSON.parse(out) as Report).coverage.filter((line) => line.surface === 'estate:keys');
    expect(keys.map((line) => line.status)).toEqual(['excluded', 'excluded']);
  });

  it.each([
    [['scan', 'nimbus'], 'cannot read "nimbus": there is no such source'],
    [['scan', 'estate', '--surfaces', 'moons'], 'cannot use --surfaces: connectors.estate.surfaces.0'],
    [['scan', 'estate', '--resume', 'unfinished-x'], 'cannot resume a capture and choose what it reads'],
    [['scan', '--resume', 'nonsense'], 'an unfinished one is named unfinished-'],
    [['scan', 'estate', '--format', 'pdf'], 'there is no such format'],
  ])('does not start with %j, and leaves nothing', async (args, words) => {
    const server = estateServer();
    const { exit, err } = await run(args, server);
    expect([exit, err.replaceAll('\n', ' ')]).toEqual([2, expect.stringContaining(words)]);
    expect(server.calls).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops at Ctrl-C with its pages kept, and takes away a capture that holds none', async () => {
    for (const [at, kept] of [
      [1, 0],
      [3, 1],
    ] as const) {
      const fake = fakeTerminal(folder);
      const server = estateServer(undefined, async (call, signal) => {
        if (call === at) fake.interrupt();
        signal.throwIfAborted();
      });
      expect(await main(['capture', 'estate'], fake.terminal, estateWiring(server))).toBe(2);
      expect(readdirSync(join(folder, '.vestige/captures'))).toHaveLength(kept);
    }
  });
});

describe('progress', () => {
  /** Each question takes so long by the fake clock. */
  const slow = (milliseconds: number, fake: FakeTerminal): Server => estateServer(undefined, () => fake.pass(milliseconds));

  it('is one line drawn anew on a terminal, never wider than it, and gone in the end', async () => {
    let columns = 60;
    const fake = fakeTerminal(folder, { redraw: () => (columns = columns === 60 ? 24 : 60) });
    expect(await main(['capture', 'estate'], fake.terminal, estateWiring(slow(2000, fake)))).toBe(0);
    const drawn = fake.err().split('\r\u001b[2K');
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.slice(1, -1).filter((line) => line.includes('\n') || line.length > 59)).toEqual([]);
    expect(drawn.some((line) => line.startsWith('accounts 0/3, questions'))).toBe(true);
    expect(drawn.at(-1)).toMatch(/^vestige: 3 accounts read: 10 pages with 10 calls in \d+s/);
  });

  it('is a line at every stage and every ten seconds elsewhere, and nothing with --quiet', async () => {
    const fake = fakeTerminal(folder);
    expect(await main(['capture', 'estate'], fake.terminal, estateWiring(slow(25_000, fake)))).toBe(0);
    const told = fake
      .err()
      .split('\n')
      .filter((line) => line.includes('questions'));
    expect(told.length).toBeGreaterThan(5);
    expect(told.at(-1)).toMatch(/^vestige: accounts \d\/3, questions \d+\/10, \d+ pages, \d+ calls, \dm \d\ds, estate:keys$/);
    expect(fake.err()).not.toContain('\u001b');
    const lines = fake.err().split('\n');
    expect(lines.filter((line) => line.length > 80 && !line.startsWith('vestige: capture '))).toEqual([]);
    expect((await run(['capture', 'estate', '--quiet'])).err).toBe('');
  });
});

describe('permissions', () => {
  it('prints each document with what it is for, or one by itself', async () => {
    const { exit, out } = await run(['permissions', 'estate']);
    expect([exit, out.startsWith('# reader\n# Attach it to whoever scans.\n{\n'), out.includes('\n# trust\n')]).toEqual([0, true, true]);
    expect(JSON.parse((await run(['permissions', 'estate', '--document', 'trust'])).out)).toEqual({ Principal: 'hub' });
    expect(JSON.parse((await run(['permissions', 'estate', '--format', 'json'])).out)).toHaveLength(2);
    const users = await run(['permissions', 'estate', '--surfaces', 'users', '--document', 'reader', '--output', 'policy.json']);
    expect([users.exit, users.out]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'policy.json'), 'utf8')).not.toContain('List-keys');
    const wrong = await run(['permissions', 'estate', '--document', 'moon']);
    expect([wrong.exit, wrong.err]).toEqual([2, expect.stringContaining('hint: the documents are reader, trust')]);
  });
});

describe('doctor of a source', () => {
  it('asks one question of each kind in each boundary, and ends with 0 when all was answered', async () => {
    const server = estateServer();
    const { exit, out } = await run(['doctor', 'estate'], server);
    expect([exit, server.calls.length]).toEqual([0, 7]);
    expect(out).toMatch(/^ok {4}estate: 3 boundaries of 3 can be read: 7 of 7 kinds of questions answered$/m);
    expect(readdirSync(join(folder, '.vestige'))).toEqual([]);
  });

  it('names the permission that is missing, where, and the statement that gives it', async () => {
    const { exit, out } = await run(['doctor', 'estate'], refusing(/keys estate:[12]/));
    expect(exit).toBe(3);
    expect(out.replace(/\n +/g, ' ')).toContain(
      'fails estate:keys in estate:1, estate:2: denied; missing: estate:List-keys: you may not: estate:keys estate:1 ann',
    );
    const statement = /\{[\s\S]*\}/.exec(out)?.[0] ?? '';
    expect(JSON.parse(statement)).toEqual({ Effect: 'Allow', Action: ['estate:List-keys'] });
  });

  it('tells a boundary that cannot be entered, an answer that cannot be had, and what could not be tried', async () => {
    const { exit, out } = await run(['doctor', 'estate'], refusing(/users estate:2/));
    expect([exit, out.replace(/\n +/g, ' ')]).toEqual([
      3,
      expect.stringContaining('fails estate:2: nothing was answered: denied: you may not'),
    ]);
    const odd = await run(['doctor', 'estate'], refusing(/users estate/, 'unsupported'));
    expect([odd.exit, odd.out]).toEqual([3, expect.stringContaining('estate: no boundaries of 3 can be read')]);
    const some = await run(['doctor', 'estate'], refusing(/keys estate:1/, 'unsupported'));
    expect([some.exit, some.out.replace(/\n +/g, ' ')]).toEqual([
      3,
      expect.stringContaining('fails unsupported by this endpoint (you may not: estate:keys estate:1 ann): estate:keys in estate:1'),
    ]);
    writeFileSync(join(folder, 'vestige.yaml'), 'failOn: sometimes\n');
    expect((await run(['doctor', 'estate'])).exit).toBe(2);
  });
});
