import { stringify } from 'csv-stringify/sync';
import { textCell } from '../../base/text/csv-cell.ts';

/** A row for each name, in RFC 4180 with a byte order mark. */
export function* pseudonymTable(table: readonly { readonly code: string; readonly names: readonly string[] }[]): Iterable<string> {
  yield line(['code', 'name'], '\ufeff');
  for (const { code, names } of table) for (const name of names) yield line([code, textCell(name)]);
}

function line(cells: readonly string[], mark = ''): string {
  return mark + stringify([[...cells]], { record_delimiter: '\r\n', quoted_string: true });
}
