import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/base/text/width.ts';
import type { Report } from '../../../src/model/report.ts';
import { estateServer, estateWiring } from '../../support/live/estate.ts';
import { analyzed, details, vestige, type Ended } from './estate.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ');
const grant = 'administer on aws:111122223333';

describe('what four runs tell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-history-'));
  const ask = (...args: readonly string[]): Promise<Ended> => vestige(folder, args);
  const runs: Ended[] = [];

  beforeAll(async () => {
    runs.push(await analyzed(folder, '2026-10-01', details({ admin: true })));
    runs.push(await analyzed(folder, '2026-10-02', details({ admin: false })));
    // Cut in the middle: what it lacks says nothing.
    runs.push(await analyzed(folder, '2026-10-03', details({ admin: false }).slice(0, 420)));
    runs.push(await analyzed(folder, '2026-10-04', details({ admin: false })));
    runs.push(await analyzed(folder, '2026-10-05', details({ admin: true })));
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is said of each as it is recorded, and that one read ends nothing', () => {
    const said = runs.map((run) => /history: .*$/.exec(run.said.trim())?.[0]);
    expect(said[0]).toMatch(/^history: run 1 recorded: \d+ records seen first$/);
    expect(said[1]).toMatch(/^history: run 2 recorded: .*\d+ missing \(not yet shown to be gone\)$/);
    expect(said[1]).not.toMatch(/ended/);
    expect(said[2]).toMatch(/^history: run 3 recorded: /);
    expect(said[2]).not.toMatch(/ended|missing/);
    expect(said[3]).toMatch(/^history: run 4 recorded: .*\d+ ended/);
    expect(said[4]).toMatch(/^history: run 5 recorded: .*came back/);
  });

  it('is the history of a name, with both ends of what ended', async () => {
    const { out, exit } = await ask('history', 'ana');
    expect(exit).toBe(0);
    expect(flat(out)).toContain(`${grant}, standing`);
    expect(flat(out)).toMatch(
      /known since 2026-10-01 06:00; gone between 2026-10-01 05:\d\d and 2026-10-04 06:0\d \(complete reads lack it\) (?:back|came back)/,
    );
    expect(flat(out)).toContain('still there, last seen 2026-10-05 06:00');
    expect(out.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    const json = JSON.parse((await ask('history', 'ana', '--format', 'json')).out) as { entries: readonly { state: { state: string } }[] };
    expect(new Set(json.entries.map(({ state }) => state.state))).toEqual(new Set(['present', 'ended']));
    const rows: readonly Readonly<Record<string, string>>[] = parse((await ask('history', 'ana', '--format', 'csv')).out, {
      bom: true,
      columns: true,
    });
    expect(rows).toHaveLength(json.entries.length);
  });

  it('differs between two of them', async () => {
    const { out } = await ask('diff', '2026-10-01T12:00:00Z', '2026-10-02T12:00:00Z');
    expect(out).toMatch(/^MISSING {2}/m);
    expect(out).not.toMatch(/^ENDED/m);
    const later = await ask('diff', '2026-10-01T12:00:00Z', '2026-10-04T12:00:00Z');
    expect(later.out).toMatch(/^ENDED {2}/m);
    expect(flat(later.out)).toContain(`user/ana: ${grant}`);
    const back = await ask('diff', 'previous', 'latest');
    expect(back.out).toMatch(/^CAME BACK {2}/m);
    const rows: readonly Readonly<Record<string, string>>[] = parse((await ask('diff', 'previous', 'latest', '--format', 'csv')).out, {
      bom: true,
      columns: true,
    });
    expect(rows.map((row) => row['difference'])).toContain('returned');
  });

  it('is a report of any of their times', async () => {
    const administrators = async (time: string): Promise<readonly string[]> => {
      const { out } = await ask('at', time, '--format', 'json');
      const report = JSON.parse(out) as Report;
      expect(report.run.from).toBe('history');
      return report.findings.filter(({ rule }) => rule === 'standing-administrator').map(({ subject }) => subject.name);
    };
    expect(await administrators('2026-10-01T12:00:00Z')).toEqual(['ana', 'cara']);
    expect(await administrators('2026-10-04T12:00:00Z')).toEqual(['cara']);
    expect(await administrators('latest')).toEqual(['ana', 'cara']);
    expect((await ask('at', '2026-10-01T12:00:00Z')).said).toContain('as of 2026-10-01 12:00, by the last reads of');
  });

  it('stands beside findings: new, since when, resolved', async () => {
    const report = JSON.parse((await ask('findings', '--format', 'json')).out) as Report;
    expect(report.history).toMatchObject({ runs: 5, reappeared: 1, previous: { to: '2026-10-04T06:00:00.000Z' } });
    const chosen = JSON.parse((await ask('findings', '--new', '--format', 'json')).out) as Report;
    expect(chosen.findings.map(({ rule }) => rule)).toEqual(['standing-administrator']);
    expect(chosen.findings[0]?.seen).toMatchObject({ first: '2026-10-01T06:00:00.000Z', since: '2026-10-05T06:00:00.000Z', reappeared: 1 });
    const since = JSON.parse((await ask('findings', '--since', '2026-10-04', '--format', 'json')).out) as Report;
    expect(since.findings.map(({ rule }) => rule)).toEqual(['standing-administrator']);
    // What ana holds is back; what was not read on the third day has been read since.
    const resolved = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { out } = await ask('findings', '--resolved', '--format', 'json', ...args);
      return (JSON.parse(out) as readonly { rule: string }[]).map(({ rule }) => rule);
    };
    expect(await resolved()).toEqual(['blind-spot']);
    expect(await resolved('--since', '2026-09-01')).toEqual(['blind-spot']);
    expect(await resolved('--since', '2026-10-06')).toEqual([]);
    expect(await resolved('--rule', 'standing-administrator')).toEqual([]);
    expect(flat((await ask('findings', '--resolved')).out)).toContain('resolved between 2026-10-03 05:59 and 2026-10-05 06:00');
    expect(await ask('findings', '--resolved', '--limit', '3')).toMatchObject({ exit: 2, out: '' });
    expect(await ask('findings', '--resolved', '--severity', 'grave')).toMatchObject({ exit: 2, out: '' });
    expect((await ask('explain', chosen.findings[0]?.fingerprint ?? '')).out).toContain('Since when');
  });

  it('is found by doctor, which makes no store where there is none', async () => {
    expect(flat((await ask('doctor')).out)).toMatch(/ok history in sqlite \S+history\.db: 5 runs since 2026-10-01 06:00/);
    const other = await ask('doctor', '--state', 'other');
    expect(flat(other.out)).toContain('note history: no run is recorded yet');
    expect(existsSync(join(folder, 'other', 'history.db'))).toBe(false);
    writeFileSync(join(folder, 'off.yaml'), 'history: { record: false }\n');
    expect(flat((await ask('doctor', '--config', 'off.yaml')).out)).toContain('note history: off');
    writeFileSync(join(folder, 'bad.yaml'), 'history: { store: "gopher://x" }\n');
    const bad = await ask('doctor', '--config', 'bad.yaml');
    expect(bad.exit).toBe(2);
    expect(flat(bad.out)).toContain('fails history: ');
  });

  it('is written whole by export, and nothing of it is pruned by itself', async () => {
    const { out, exit } = await ask('store', 'export');
    expect(exit).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: string });
    expect(lines.filter(({ line }) => line === 'run')).toHaveLength(5);
    expect(await ask('store', 'export', '--output', 'history.jsonl')).toMatchObject({ exit: 0, out: '' });
    expect(readFileSync(join(folder, 'history.jsonl'), 'utf8')).toBe(out);
    expect(statSync(join(folder, 'history.jsonl')).mode & 0o777).toBe(0o600);
    expect((await ask('store', 'prune', '--dry-run')).out).toContain('history.keepDays is none');
    expect((await ask('store', 'export')).out).toBe(out);
    expect((await ask('store', 'migrate')).said).toContain('already');
  });

  it('is held against itself by check, which finds what was changed behind its back', async () => {
    const { out, exit } = await ask('store', 'check');
    expect(out).toMatch(/^5 runs, \d+ intervals, \d+ of them open: whole, and nothing contradicts the rest$/m);
    expect(exit).toBe(0);
    const database = new DatabaseSync(join(folder, '.vestige', 'history.db'));
    database.exec("UPDATE runs SET version = 'forged' WHERE number = 2");
    const forged = await ask('store', 'check');
    expect(forged).toMatchObject({ exit: 1 });
    expect(forged.out).toContain('run 2: its hash is not that of what it says');
    expect(JSON.parse((await ask('store', 'check', '--format', 'json')).out)).toMatchObject({ runs: 5, count: 1 });
    database.exec('UPDATE runs SET version = (SELECT version FROM runs WHERE number = 1) WHERE number = 2');
    database.close();
    expect(await ask('store', 'check')).toMatchObject({ exit: 0 });
  });

  it('is pruned as the configuration says, and that is recorded', async () => {
    const kept = join(folder, 'kept.yaml');
    writeFileSync(kept, 'history: { keepDays: 1, hold: [{ reason: "matter 7" }] }\n');
    const clock = (): number => Date.parse('2027-01-01T00:00:00Z');
    const prune = (...args: readonly string[]): Promise<Ended> =>
      vestige(folder, ['store', 'prune', '--config', 'kept.yaml', ...args], { clock });
    expect(flat((await prune('--dry-run')).out)).toMatch(
      /ended before 2026-12-31 00:00: no intervals .* held back: \d+ intervals? \(matter 7\)/,
    );
    writeFileSync(kept, 'history: { keepDays: 1 }\n');
    const before = (await ask('store', 'export')).out;
    // What had ended is there again: its past stays with it.
    const text = /no intervals and no runs (\S+ \S+).*kept, for something that stays rests on it: \d+ interval/;
    expect(flat((await prune('--dry-run')).out)).toMatch(text);
    expect((await ask('store', 'export')).out).toBe(before);
    expect(flat((await prune()).out)).toMatch(text);
    expect((await ask('store', 'export')).out).toContain('"line":"prune"');
    expect(await ask('store', 'check')).toMatchObject({ exit: 0 });
    expect(flat((await ask('history', 'ana')).out)).toContain(`${grant}, standing`);
  });
});

describe('recording', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-record-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const store = (): string => join(folder, '.vestige', 'history.db');
  const day = '2026-10-01';

  it('leaves out files that tell no time, and says how to tell it', async () => {
    writeFileSync(join(folder, 'details.json'), details({ admin: true }));
    const { exit, said } = await vestige(folder, ['analyze', '--aws-authorization-details', 'details.json']);
    expect(exit).toBe(1);
    expect(said).toContain('history: not recorded, for the files do not tell when they were made; say it with --read-at');
    expect(await vestige(folder, ['history', 'ana'])).toMatchObject({ exit: 2, out: '' });
    const refused = await vestige(folder, ['findings', '--new']);
    expect(refused).toMatchObject({ exit: 2, out: '' });
    expect(refused.said).toContain('nothing is known of runs before it');
  });

  it('is left away by --no-record and by the configuration, which then make no store', async () => {
    expect((await analyzed(folder, day, details({ admin: true }), '--no-record')).said).not.toContain('history');
    writeFileSync(join(folder, 'vestige.yaml'), 'history: { record: false }\n');
    expect((await analyzed(folder, day, details({ admin: true }))).said).not.toContain('history');
    expect(existsSync(store())).toBe(false);
    expect((await vestige(folder, ['diff', 'previous', 'latest'])).said).toContain('nothing is recorded in');
  });

  it('is pruned with its captures, which are listed first; what it no longer holds whole is not told', async () => {
    const config = (text: string): void => writeFileSync(join(folder, 'vestige.yaml'), text);
    config('history: { keepDays: 1 }\n');
    const captures = (): number => readdirSync(join(folder, '.vestige', 'captures')).length;
    for (const [n, users] of [
      ['ana', 'ben', 'cara'],
      ['ben', 'cara'],
      ['ben', 'cara'],
      ['ben', 'cara'],
    ].entries())
      await analyzed(folder, `2026-10-0${n + 1}`, details({ admin: true, users }));
    await analyzed(folder, '2026-10-09', details({ admin: false }), '--no-record');
    await analyzed(folder, '2026-10-10', details({ admin: true, users: ['cara'] }), '--no-record');
    expect(captures()).toBe(6);
    const later = { clock: () => Date.now() + 100 * 86_400_000 };
    const dry = await vestige(folder, ['store', 'prune', '--captures', '--dry-run'], later);
    expect(flat(dry.out)).toMatch(/capture [0-9a-f]{12} of .*1 capture, 0\.0 MB, that nothing kept speaks of: would be removed/);
    expect(captures()).toBe(6);
    config('history: { keepDays: 1, hold: [{ name: nobody, reason: x }] }\n');
    expect((await vestige(folder, ['store', 'prune', '--captures', '--dry-run'], later)).out).toContain('no captures');
    config('history: { keepDays: 1 }\n');
    expect((await vestige(folder, ['store', 'prune', '--captures'], later)).out).toContain('speaks of: removed');
    expect(captures()).toBe(5);
    expect((await vestige(folder, ['diff', 'previous', 'latest'])).said).toContain('was pruned');
    expect((await vestige(folder, ['at', '2026-10-02'])).said).toContain('was pruned');
    expect((await vestige(folder, ['store', 'check'])).exit).toBe(0);
  });

  it('of a capture that is analysed again by its id gives the same report', async () => {
    await analyzed(folder, '2026-10-01', details({ admin: false }), '--format', 'json');
    const first = await analyzed(folder, '2026-10-02', details({ admin: true }), '--format', 'json');
    const id = /capture ([0-9a-f]{64})/.exec(first.said)?.[1] ?? expect.fail();
    const again = await vestige(folder, ['analyze', id, '--format', 'json'], { clock: () => Date.UTC(2027, 0, 1) });
    expect(again.out).toBe(first.out);
    expect((JSON.parse(again.out) as Report).run).toMatchObject({ asOf: '2026-10-02T06:00:00.000Z', asOfFrom: 'capture' });
  });

  it('of the same run twice changes nothing; its store may stand elsewhere', async () => {
    writeFileSync(join(folder, 'vestige.yaml'), 'history: { store: kept/here.db }\n');
    const unmade = await analyzed(folder, day, details({ admin: true }));
    if (unmade.exit === 2) throw new Error(unmade.err);
    const again = await analyzed(folder, day, details({ admin: true }));
    expect(again.said).toContain('this run was recorded before, as run 1; nothing changed');
    expect(existsSync(store())).toBe(false);
    expect(existsSync(join(folder, 'kept', 'here.db'))).toBe(true);
    expect((await vestige(folder, ['findings', '--new'])).said).toContain('it is the first run on record');
  });

  it('that fails leaves the report, says so even where nothing is said, and ends with 2', async () => {
    await analyzed(folder, day, details({ admin: false }));
    const database = new DatabaseSync(store());
    database.exec("CREATE TRIGGER planted BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'planted'); END");
    database.close();
    const failed = await analyzed(folder, '2026-10-02', details({ admin: true }), '--format', 'json', '--quiet');
    expect(failed.exit).toBe(2);
    expect((JSON.parse(failed.out) as Report).history).toBeNull();
    expect(failed.said).toMatch(/history: this run was not recorded: .*planted.* \(exit 2\)/);
    expect(failed.said).toMatch(/hint: .*records it later/);
    expect((await vestige(folder, ['findings', '--new'])).said).toContain('was not recorded');
  });

  it('stops before anything is read where the store cannot be opened', async () => {
    writeFileSync(join(folder, 'vestige.yaml'), 'history: { store: "gopher://somewhere" }\n');
    const server = estateServer();
    const stopped = await vestige(folder, ['scan'], {}, estateWiring(server));
    expect(stopped).toMatchObject({ exit: 2, out: '' });
    expect(stopped.said).toContain('--no-record');
    expect(server.calls).toEqual([]);
  });

  it('refuses a time that is none, and one for a capture', async () => {
    writeFileSync(join(folder, 'details.json'), details({ admin: true }));
    const bad = await vestige(folder, ['analyze', '--aws-authorization-details', 'details.json', '--read-at', 'noon']);
    expect(bad).toMatchObject({ exit: 2, out: '' });
    expect((await vestige(folder, ['analyze', '0'.repeat(64), '--read-at', '2026-10-01'])).said).toContain('it tells it itself');
  });
});
