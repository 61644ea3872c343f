import { hashJson } from '../../base/bytes/hash.ts';
import { counted } from '../../base/text/count.ts';
import { DueError } from '../errors.ts';
import { csvRecords, type CsvRecord } from './csv-records.ts';
import { nothingTold, type Row, type Rows } from './row.ts';

export const delimiters = [',', ';', '\t', '|'] as const;

/** How a header and a mapping are compared: without regard to case, and to how many blanks stand between words. */
export function columnName(text: string): string {
  return text.trim().replace(/\s+/gu, ' ').toLowerCase();
}

export interface CsvSettings {
  readonly delimiter: string;
  /** Which record that is not empty is the header, from 1. */
  readonly headerLine: number;
}

/** Rows under a header. A column that is there several times says several things. `check` is told the header's names before any row. */
export function* csvRows(
  name: string,
  chunks: Iterable<Uint8Array>,
  { delimiter, headerLine }: CsvSettings,
  check: (has: (column: string) => boolean, shown: readonly string[]) => void,
): Rows {
  let header: readonly string[] | undefined;
  const columns = new Map<string, number[]>();
  let record = 0;
  for (const read of recordsIn(chunks, delimiter)) {
    record++;
    if (header === undefined) {
      if (record < headerLine) continue;
      header = headerIn(name, read);
      header.forEach((title, index) => {
        const key = columnName(title);
        columns.set(key, [...(columns.get(key) ?? []), index]);
      });
      check((column) => columns.has(columnName(column)), header);
    } else if ('bad' in read) yield read;
    else if (read.fields.length !== header.length)
      yield { line: read.line, bad: `it has ${counted(read.fields.length, 'field')}, and the header has ${header.length}` };
    else yield { line: read.line, row: rowOf(header, columns, read.fields) };
  }
  if (header === undefined) throw new DueError('empty-file', `cannot read ${name}: it has no header`);
  return nothingTold;
}

/** Spreadsheets begin a file with a line that names its delimiter, `sep=;`, which is none of its rows. */
function* recordsIn(chunks: Iterable<Uint8Array>, delimiter: string): Iterable<CsvRecord> {
  let isFirst = true;
  for (const read of csvRecords(chunks, delimiter)) {
    const namesIt =
      isFirst && !('bad' in read) && read.fields.length === 2 && read.fields[0]?.toLowerCase() === 'sep=' && read.fields[1] === '';
    isFirst = false;
    if (!namesIt) yield read;
  }
}

function headerIn(name: string, read: CsvRecord): readonly string[] {
  if ('bad' in read) throw new DueError('not-understood', `cannot read ${name}: its header, line ${read.line}: ${read.bad}`);
  return read.fields;
}

function rowOf(header: readonly string[], columns: ReadonlyMap<string, readonly number[]>, fields: readonly string[]): Row {
  return {
    values(column) {
      const places = columns.get(column) ?? columns.get(columnName(column));
      if (places === undefined) return undefined;
      const said: string[] = [];
      for (const place of places) {
        const text = (fields[place] as string).trim();
        if (text !== '') said.push(text);
      }
      return said;
    },
    raw: () => hashJson(header.map((title, index) => [title, fields[index] as string])),
  };
}

/** The header's fields for a delimiter, in what a file begins with; empty where it is no CSV of that delimiter. */
export function headerWith(beginning: Uint8Array, { delimiter, headerLine }: CsvSettings): readonly string[] {
  let record = 0;
  for (const read of recordsIn([beginning], delimiter)) {
    record++;
    if (record === headerLine) return 'bad' in read ? [] : read.fields;
  }
  return [];
}
