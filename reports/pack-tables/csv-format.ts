import { stringify } from 'csv-stringify/sync';
import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import { listCell, textCell } from '../../src/base/text/csv-cell.ts';
import { counted } from '../../src/base/text/count.ts';
import type { PackFormat } from '../../src/contract/pack-format.ts';
import { isMoment, type Cell, type Table } from './table.ts';
import { packTables } from './tables.ts';

const BATCH = 1024;

/**
 * Each part of the pack as an RFC 4180 table of its own (comma, CRLF, quotes doubled, UTF-8 with a byte order mark). Texts and times are
 * quoted and numbers are not: an empty text is `""`, and nothing at all where a value is `null` or has no meaning for the row. Acting
 * characters are written out and beginnings of formulas get an apostrophe (`textCell`), so that a file can be opened in a spreadsheet;
 * `pack.json` has every text as it is.
 */
export const csvPackFormat: PackFormat = {
  id: 'csv',
  describes: 'tables for any tool that reads CSV',
  render(pack) {
    const tables = packTables(pack);
    const files = tables.map((table) => ({ path: `csv/${table.id}.csv`, bytes: bytesOf(lines(table)) }));
    return Promise.resolve([{ path: 'csv/README.txt', bytes: bytesOf([readme(tables)]) }, ...files]);
  },
};

function* lines({ columns, rows }: Table): Generator<string, void, undefined> {
  yield '\ufeff' + text([columns]);
  for (let from = 0; from < rows.length; from += BATCH) yield text(rows.slice(from, from + BATCH).map((row) => row.map(plain)));
}

function plain(cell: Cell): string | number | null {
  if (cell === null || typeof cell === 'number') return cell;
  if (typeof cell === 'string') return textCell(cell);
  return isMoment(cell) ? textCell(cell.at) : listCell(cell);
}

function text(rows: readonly (readonly (string | number | null)[])[]): string {
  return stringify([...rows], { record_delimiter: '\r\n', quoted_string: true, escape_formulas: true });
}

function readme(tables: readonly Table[]): string {
  return [
    'pack.json beside this folder is authoritative. These tables are made of it for spreadsheets and imports.',
    '',
    'They differ from it in two ways. A character that acts instead of being seen is written out, as \\n or \\u{202e}. A text that a',
    'spreadsheet could take for a formula has an apostrophe before it.',
    '',
    'UTF-8 with a byte order mark, comma, CRLF, quotes doubled. A cell with a list has one item a line. Times are UTC. What ends in _ms is',
    'in milliseconds. "" is an empty text; nothing at all is a value that is not known, or has no meaning for the row.',
    '',
    ...tables.map(({ id, says, rows }) => `${id}.csv: ${says} ${counted(rows.length, 'row')}.`),
    '',
  ].join('\n');
}

function bytesOf(pieces: Iterable<string>): Uint8Array {
  return Buffer.concat([...utf8Chunks(pieces)]);
}
