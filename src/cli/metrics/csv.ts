import { stringify } from 'csv-stringify/sync';
import { textCell } from '../../base/text/csv-cell.ts';
import { metricRows } from '../../../reports/csv/metric-rows.ts';
import type { ShownMetrics } from './shown.ts';

const columns = ['name', 'kind', 'of', 'subject_id', 'capability', 'value'] as const;

/** A figure a row, named as in the CSV of reports, in RFC 4180 with a byte order mark. */
export function* metricsCsv({ asOf, metrics }: ShownMetrics): Generator<string, void, undefined> {
  yield `\ufeff${stringify([columns], { record_delimiter: 'windows' })}`;
  yield stringify([['as_of', null, null, null, null, asOf]], { record_delimiter: 'windows' });
  for (const row of metricRows(metrics)) {
    const cells = columns.map((column) => {
      const cell = row[column];
      return typeof cell === 'string' ? textCell(cell) : (cell ?? null);
    });
    yield stringify([cells], { record_delimiter: 'windows' });
  }
}
