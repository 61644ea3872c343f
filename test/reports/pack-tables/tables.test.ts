import { parse as parseCsv } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { csvPackFormat } from '../../../reports/pack-tables/csv-format.ts';
import { LONGEST_CELL, sheetRows, textCell } from '../../../reports/pack-tables/sheet.ts';
import { packTables } from '../../../reports/pack-tables/tables.ts';
import { xlsxPackFormat } from '../../../reports/pack-tables/xlsx-format.ts';
import { emptyPack, largePack, samplePack } from '../../support/pack.ts';

const made = { version: '0.1.0' };

it('has a table for each part, with names that a sheet and a file may have', () => {
  const tables = packTables(samplePack);
  for (const { id, sheet, columns, rows } of tables) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(sheet).toMatch(/^[^\\/?*[\]:]{1,31}$/);
    for (const name of columns) expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  }
  expect(new Set(tables.map(({ sheet }) => sheet.toLowerCase())).size).toBe(tables.length);
  expect(packTables(emptyPack).map(({ id }) => id)).toEqual(tables.map(({ id }) => id));
});

it('has a row for each row of the population, and says which were tested', async () => {
  const pack = largePack(500);
  const files = await csvPackFormat.render(pack, made);
  const text = Buffer.from(files.find(({ path }) => path === 'csv/population.csv')!.bytes).toString();
  const rows = parseCsv<Record<string, string>>(text, { bom: true, columns: true });
  expect(rows.map((row) => row['row'])).toEqual(pack.population.rows.map(({ id }) => id));
  const whole = parseCsv<Record<string, string>>(
    Buffer.from((await csvPackFormat.render({ ...pack, sample: null }, made))[2]!.bytes).toString(),
    {
      bom: true,
      columns: true,
    },
  );
  expect(new Set(whole.map((row) => row['tested']))).toEqual(new Set(['yes']));
  expect(new Set(rows.map((row) => row['tested']))).toEqual(new Set(['no']));
});

it('says beside the tables what is authoritative, and what of them differs', async () => {
  const [readme] = await csvPackFormat.render(samplePack, made);
  expect(readme!.path).toBe('csv/README.txt');
  expect(Buffer.from(readme!.bytes).toString()).toContain('pack.json beside this folder is authoritative');
});

it('cuts a cell that a sheet cannot keep, where everybody sees it', () => {
  const cell = textCell('x'.repeat(LONGEST_CELL + 1), 'csv/findings.csv row 2');
  expect(String(cell!.value)).toHaveLength(LONGEST_CELL);
  expect(String(cell!.value)).toMatch(/… \(cut; the whole is in csv\/findings\.csv row 2\)$/);
  expect(textCell('x'.repeat(LONGEST_CELL), '')!.value).toBe('x'.repeat(LONGEST_CELL));
  for (let length = LONGEST_CELL - 60; length < LONGEST_CELL; length++) {
    const emoji = String(textCell('x'.repeat(length) + '\u{1f600}'.repeat(60), 'w')!.value);
    expect(emoji.isWellFormed() && emoji.length <= LONGEST_CELL).toBe(true);
  }
});

it('cuts a table that a sheet cannot keep, where everybody sees it', () => {
  const table = { id: 'runs', sheet: 'Runs', says: 'A run.', columns: ['n'], rows: Array.from({ length: 10 }, (_, n) => [n]) };
  const rows = sheetRows(table, 4);
  expect(rows).toHaveLength(4);
  expect(rows.at(-1)![0]!.value).toBe('and 7 more rows: all are in csv/runs.csv');
  expect(sheetRows(table, 10)).toHaveLength(10);
});

it('gives dates as dates, and a time that a sheet has none of as text', () => {
  const at = (text: string): unknown =>
    sheetRows({ id: 'runs', sheet: 'Runs', says: '', columns: ['at'], rows: [[{ at: text }]] })[0]![0]!.value;
  expect(at('2026-01-02T03:04:05.678Z')).toEqual(new Date('2026-01-02T03:04:05.678Z'));
  expect(at('1899-12-31T00:00:00.000Z')).toBe('1899-12-31T00:00:00.000Z');
  expect(at('soon')).toBe('soon');
});

it('writes a text that looks like an escape of a sheet so that it is read as it is', () => {
  expect(textCell('_x000A_ _xyz_ _x41_', '')!.value).toBe('_x005F_x000A_ _xyz_ _x41_');
  expect(textCell('\ufffe', '')!.value).toBe('\\u{fffe}');
});

it('keeps the header in sight and puts a filter over every table, and the times of the archive tell nothing', async () => {
  const [file] = await xlsxPackFormat.render(samplePack, made);
  const parts = unzipSync(file!.bytes);
  const sheets = Object.keys(parts).filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
  const texts = sheets.map((name) => Buffer.from(parts[name]!).toString());
  expect(sheets).toHaveLength(packTables(samplePack).length + 1);
  expect(texts.filter((xml) => xml.includes('state="frozen"') && xml.includes('<autoFilter ref="A1:'))).toHaveLength(sheets.length - 1);
  // a local header of a ZIP archive: time and date of 1980-01-01 are at its bytes 10 to 13
  expect(Buffer.from(file!.bytes).subarray(10, 14).toString('hex')).toBe('00002100');
});
