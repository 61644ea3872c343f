import { stringify } from 'csv-stringify/sync';
import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import { impossible } from '../../src/base/errors.ts';
import { listCell, textCell } from '../../src/base/text/csv-cell.ts';
import type { Reporter } from '../../src/contract/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { columns, type Cell, type Row } from './columns.ts';
import { rows } from './rows.ts';

const BATCH = 256;
const known: ReadonlySet<string> = new Set(columns);

/**
 * Every part of the report in one RFC 4180 table (comma, CRLF, quotes doubled), told apart by the column `record`; `columns.ts` says
 * what each kind of row fills. It begins with a UTF-8 byte order mark, because without one a spreadsheet on Windows reads the names
 * of people in its own code page; a program reads it with the mark stripped (`bom: true`, `utf-8-sig`). Texts are quoted and numbers
 * are not: an empty text is `""`, and nothing at all where a value is `null` or has no meaning for the row.
 */
export const csvReporter: Reporter = {
  id: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  render: (report) => utf8Chunks(batches(report)),
};

function* batches(report: Report): Generator<string, void, undefined> {
  yield '\ufeff' + text([columns]);
  let batch: (readonly (string | number | null)[])[] = [];
  for (const row of rows(report)) {
    batch.push(cells(row));
    if (batch.length < BATCH) continue;
    yield text(batch);
    batch = [];
  }
  if (batch.length > 0) yield text(batch);
}

function cells(row: Row): readonly (string | number | null)[] {
  const strange = Object.keys(row).find((name) => !known.has(name));
  if (strange !== undefined) return impossible(`a row of the CSV report fills the column "${strange}", which the header lacks`);
  return columns.map((name) => cell(row[name] ?? null));
}

function cell(value: Cell): string | number | null {
  if (typeof value === 'string') return textCell(value);
  return typeof value === 'object' && value !== null ? listCell(value) : value;
}

function text(batch: readonly (readonly (string | number | null)[])[]): string {
  return stringify([...batch], { record_delimiter: '\r\n', quoted_string: true, escape_formulas: true });
}
