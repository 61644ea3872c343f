import { stringify } from 'csv-stringify/sync';

/** A line of RFC 4180. Cells were made safe before. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return stringify([[...cells]], { record_delimiter: '\r\n', quoted_string: true });
}
