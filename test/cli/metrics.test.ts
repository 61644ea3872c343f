import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/base/instant.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import type { ShownMetrics } from '../../src/cli/metrics/shown.ts';
import { openMetrics } from '../../src/cli/metrics/open-metrics.ts';
import { metricsText } from '../../src/cli/metrics/text.ts';
import { metricsCsv } from '../../src/cli/metrics/csv.ts';
import { painter } from '../../src/base/text/paint.ts';
import { sampleMetrics } from '../support/report-assurance.ts';
import { root } from '../support/cli.ts';
import { analyzed, details, vestige, type Ended } from './history/estate.ts';

describe('of what runs tell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-metrics-'));
  const ask = (...args: readonly string[]): Promise<Ended> => vestige(folder, ['metrics', ...args]);
  const figures = async (...args: readonly string[]): Promise<ShownMetrics> =>
    JSON.parse((await ask('--format', 'json', ...args)).out) as ShownMetrics;

  beforeAll(async () => {
    // An administrator is there on the first days, and gone on the last two.
    await analyzed(folder, '2026-10-01', details({ admin: true }));
    await analyzed(folder, '2026-10-05', details({ admin: true }));
    await analyzed(folder, '2026-10-08', details({ admin: false }));
    await analyzed(folder, '2026-10-09', details({ admin: false }));
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are the last analysis’, in the form that reports have', async () => {
    const { asOf, metrics } = await figures();
    expect(asOf).toBe('2026-10-09T06:00:00.000Z');
    expect(metrics.rows[0]).toMatchObject({
      endings: { ended: 1, open: 0, undetermined: 0, notDue: 0 },
      levels: [0, 0, 1, 0],
      automatic: { count: 0, of: 1 },
      debt: { lower: 0, upper: 0 },
    });
    // One is there from the first day to the last, the other was last seen on the fifth; of the root user no read tells since when.
    expect(metrics.standing.held).toEqual({ lower: (8 + 4) * DAY_MS - HOUR_MS / 60, upper: 3 * 90 * DAY_MS });
    expect(metrics.interval).toEqual({ longestMs: 4 * DAY_MS, cannotTestMs: null });
    const schema = JSON.parse(readFileSync(join(root, 'schemas', 'report.schema.json'), 'utf8')) as { readonly $defs: object };
    const validate = new Ajv2020({ strict: false }).compile({ $ref: '#/$defs/metrics', $defs: schema.$defs });
    expect(validate(metrics), JSON.stringify(validate.errors)).toBe(true);
  });

  it('are of another period, or of another moment, by what the store keeps', async () => {
    const month = await figures('--period', '30');
    expect([month.asOf, month.metrics.lookBackDays]).toEqual(['2026-10-09T06:00:00.000Z', 30]);
    expect(month.metrics.standing.held.upper).toBe(3 * 30 * DAY_MS);
    expect((await ask('--at', '2026-10-05T06:30:00Z')).said).toContain('as of 2026-10-05 06:30, by the last reads of');
    expect((await ask('--period', '30', '--quiet')).err).toBe('');
    const { asOf, metrics } = await figures('--at', '2026-10-05', '--period', '2');
    expect(asOf).toBe('2026-10-05T00:00:00.000Z');
    expect(metrics.standing.held).toEqual({ lower: 2 * 2 * DAY_MS, upper: 3 * 2 * DAY_MS });
    expect(metrics.rows[0]?.endings.ended).toBe(0);
  });

  it('are of the groups asked for, and always of all', async () => {
    const groups = async (...by: readonly string[]): Promise<readonly string[]> => [
      ...new Set((await figures('--by', ...by)).metrics.rows.map((row) => row.by)),
    ];
    expect(await groups('tier', 'owner')).toEqual(['all', 'tier', 'owner']);
    expect(await groups('none')).toEqual(['all']);
  });

  it('are told and not judged', async () => {
    const { exit, out, err } = await ask();
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/^METRICS {2}as of 2026-10-09 06:00 UTC, of 90 days/);
    expect(out).toContain('  standing      [287.9 h, 6,480.0 h] of tier 0 held\n');
  });

  it.each([
    [['--format', 'xml'], 'the formats are text, json, csv, openmetrics'],
    [['--by', 'size'], 'one of all, system, tier'],
    [['--period', '0'], '--period takes a whole number from 1'],
    [['--period', '1e3'], '--period takes a whole number from 1'],
    [['--at', '2026-10-05', '--analysis', 'abcd'], '--analysis tells the time, and so does --at'],
    [['--at', 'soon'], 'it is no time'],
  ])('are refused: %j', async (args, says) => {
    const { exit, out, said } = await ask(...args);
    expect([exit, out]).toEqual([2, '']);
    expect(said).toContain(says);
  });

  it('are none of an analysis without a history', async () => {
    const alone = mkdtempSync(join(tmpdir(), 'vestige-metrics-'));
    await analyzed(alone, '2026-10-01', details({ admin: true }), '--no-record');
    const { exit, said } = await vestige(alone, ['metrics']);
    rmSync(alone, { recursive: true, force: true });
    expect(exit).toBe(2);
    expect(said).toContain('it was made without a history, and says nothing of what ended hint: run `vestige scan`');
  });
});

describe('in a form', () => {
  const name = 'a "team"\\of\nmany \u001b[31m that is called by a name far too long for one column';
  const [all, ...groups] = sampleMetrics.rows;
  if (all === undefined) throw new Error('there is no row');
  const shown: ShownMetrics = {
    asOf: '2026-10-09T06:00:00.000Z',
    metrics: { ...sampleMetrics, rows: [all, ...groups, { ...all, by: 'owner', of: name }] },
  };

  it('for people fits the terminal, and holds the true figures between its bounds', () => {
    const text = [...metricsText({ width: 80, paint: painter(false) }, shown)].join('');
    for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('  debt          [81.0 h, 94.5 h], of it excepted [53.0 h, 54.0 h]\n');
    const close = { lower: 1, upper: HOUR_MS + 1 };
    const rounded = { ...shown, metrics: { ...sampleMetrics, rows: [{ ...all, debt: close }] } };
    expect([...metricsText({ width: 80, paint: painter(false) }, rounded)].join('')).toContain('  debt          [0.0 h, 1.1 h]');
    // long figures of a group stay apart
    const long = { lower: 101 * HOUR_MS, upper: 28_272 * HOUR_MS };
    const grave = { ...all, by: 'tier' as const, of: 'tier 0', debt: long, lateness: { ...all.lateness, p95: long } };
    expect(
      [...metricsText({ width: 80, paint: painter(false) }, { ...shown, metrics: { ...sampleMetrics, rows: [all, grave] } })].join(''),
    ).toMatch(/\[101\.0, 28,272\.0\] +\[101\.0, 28,272\.0\]\n/);
  });

  it('for people keeps the figures of large estates apart, and on the terminal', () => {
    const long = { lower: 1_234_567 * HOUR_MS, upper: 2_345_678 * HOUR_MS };
    const endings = { ended: 123_456, open: 234_567, undetermined: 345_678, notDue: 0 };
    const rows = [all, ...groups].map((row) => ({ ...row, endings, debt: long, lateness: { ...row.lateness, p95: long } }));
    const lines = [...metricsText({ width: 80, paint: painter(false) }, { ...shown, metrics: { ...sampleMetrics, rows } })]
      .join('')
      .split('\n');
    for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    const figures = ' 123,456 234,567 345,678 [1,234,567.0, 2,345,678.0] [1,234,567.0, 2,345,678.0]';
    expect(lines.filter((line) => line.endsWith(figures))).toHaveLength(groups.length);
  });

  it('for sheets has a figure a row', () => {
    const rows = parse([...metricsCsv(shown)].join(''), { columns: true, bom: true }) as readonly Record<string, string>[];
    const value = (figure: string, kind: string, of: string) =>
      rows.find((row) => row['name'] === figure && row['kind'] === kind && row['of'] === of)?.['value'];
    expect(value('as_of', '', '')).toBe(shown.asOf);
    expect(value('debt.upper_ms', 'all', 'all')).toBe(String(all.debt.upper));
    expect(value('de_facto.renewals_unapproved', '', '')).toBe('17');
    const named = rows.find((row) => row['of']?.startsWith('a "team"\\of') === true);
    expect(named?.['of']).toContain('that is called by a name');
    expect(named?.['of']).not.toContain('\u001b');
  });

  it('for collectors has gauges of seconds, names escaped, and an end', () => {
    const text = [...openMetrics(shown)].join('');
    const lines = text.split('\n');
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
    expect(lines).toContain('vestige_debt_seconds{by="all",of="all",bound="upper"} 340200');
    expect(lines).toContain('vestige_endings{by="system",of="aws",state="not-due"} 31');
    expect(lines).toContain('vestige_non_human_known{what="last-use"} 120');
    expect(lines.some((line) => line.includes('of="a \\"team\\"\\\\of\\nmany'))).toBe(true);
    // a metadata line or a sample, nothing else, and no sample twice
    const sample = /^vestige_[a-z0-9_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? -?[0-9.e+]+$/;
    for (const line of lines.slice(0, -2)) expect(line.startsWith('# ') || sample.test(line), line).toBe(true);
    const names = lines.filter((line) => line.startsWith('vestige_')).map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(names).size).toBe(names.length);
    // what nothing tells is no zero
    const untold = { ...shown, metrics: { ...sampleMetrics, standing: { ...sampleMetrics.standing, used: null } } };
    expect([...openMetrics(untold)].join('')).not.toMatch(/^vestige_standing_used_seconds/m);
  });
});
