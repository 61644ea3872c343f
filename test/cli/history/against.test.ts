import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resolved } from '../../../src/model/history.ts';
import type { Report } from '../../../src/model/report.ts';
import { analyzed, details, vestige, type Ended } from './estate.ts';

describe('findings against a run of choice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-against-'));
  const noon = '2026-10-01T12:00:00Z';
  const ask = (...args: readonly string[]): Promise<Ended> => vestige(folder, ['findings', ...args]);
  const report = async (...args: readonly string[]): Promise<Report> => {
    const r = await ask('--format', 'json', ...args);
    if (r.out === '') throw new Error(r.said);
    return JSON.parse(r.out) as Report;
  };

  beforeAll(async () => {
    await analyzed(folder, '2026-10-01', details({ admin: true }));
    for (const day of ['2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05']) await analyzed(folder, day, details({ admin: false }));
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('say what was resolved since then, and the last run says nothing of it', async () => {
    const whole = await report();
    expect(whole.history?.resolved).toEqual([]);
    const far = await report('--against', noon);
    expect(far.history?.previous?.to.slice(0, 10)).toBe('2026-10-01');
    expect(far.history?.resolved.map(({ rule }) => rule)).toContain('standing-administrator');
    expect(far.findings).toEqual(whole.findings);
    const { out } = await ask('--resolved', '--against', noon, '--format', 'json');
    expect(JSON.parse(out) as readonly Resolved[]).toEqual(far.history?.resolved);
    const page = (await ask('--against', noon, '--format', 'html')).out;
    expect(page).toContain('This one is compared with that of <time><bdi>2026-10-01');
    const run = far.history?.previous?.run ?? '';
    expect((await report('--against', run.slice(0, 8))).history).toEqual(far.history);
  }, 60_000);

  it('are narrowed by what is new since then', async () => {
    const fresh = await report('--new', '--against', noon);
    const all = await report('--against', noon);
    expect(fresh.findings.length).toBe((all.history?.began ?? 0) + (all.history?.reappeared ?? 0));
  }, 60_000);

  it('refuse a run that is not before the analysis, and two ways of saying since when', async () => {
    expect(await ask('--against', 'latest')).toMatchObject({ exit: 2, out: '' });
    expect((await ask('--against', '2020-01-01')).said).toContain('the first run recorded speaks for');
    expect(await ask('--resolved', '--since', '2026-10-01', '--against', noon)).toMatchObject({ exit: 2, out: '' });
  }, 60_000);

  it('are a page of any two runs whose analyses are kept', async () => {
    const page = async (...args: readonly string[]): Promise<Ended> => vestige(folder, ['diff', ...args, '--format', 'html']);
    const { out, exit } = await page('2026-10-02T12:00:00Z', '2026-10-03T12:00:00Z');
    expect(exit).toBe(0);
    expect(out).toContain('As of <time><bdi>2026-10-03T06:00:00.000Z');
    expect(out).toContain('compared with that of <time><bdi>2026-10-02T06:00:00.000Z');
    expect((await page('latest', 'previous')).said).toContain('is not before that of the analysis');
    rmSync(join(folder, '.vestige', 'analyses'), { recursive: true });
    const missing = await page('2026-10-02T12:00:00Z', '2026-10-03T12:00:00Z');
    expect(missing).toMatchObject({ exit: 2, out: '' });
    expect(missing.said).toContain('make one: `vestige analyze');
  }, 60_000);

  it('are told by a new analysis too, which keeps the usual comparison', async () => {
    const { out } = await analyzed(folder, '2026-10-06', details({ admin: true }), '--against', noon, '--format', 'json');
    expect((JSON.parse(out) as Report).history?.previous?.to.slice(0, 10)).toBe('2026-10-01');
    expect((await report()).history?.previous?.to.slice(0, 10)).toBe('2026-10-05');
    const refused = await analyzed(folder, '2026-10-07', details({ admin: true }), '--against', 'previous');
    expect(refused).toMatchObject({ exit: 2, out: '' });
    const unrecorded = await analyzed(folder, '2026-10-07', details({ admin: true }), '--against', noon, '--no-record');
    expect(unrecorded.said).toContain('a run that is not recorded has no past');
  }, 60_000);
});
