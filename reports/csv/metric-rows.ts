import { figuresOfEstate, figuresOfHeld, figuresOfRow } from '../../src/model/metric-figures.ts';
import type { Metrics } from '../../src/model/metrics.ts';
import type { Row } from './columns.ts';

/** One row a figure: `kind` and `of` say of which endings. What ends in `_ms` is in milliseconds. None where no history was at hand. */
export function* metricRows(metrics: Metrics | null): Generator<Row, void, undefined> {
  if (metrics === null) return;
  yield { record: 'metric', name: 'look_back_days', value: metrics.lookBackDays };
  for (const row of metrics.rows) {
    for (const [name, value] of figuresOfRow(row)) yield { record: 'metric', name, kind: row.by, of: row.of, value };
  }
  for (const [name, value] of figuresOfEstate(metrics)) yield { record: 'metric', name, value };
  for (const held of metrics.deFacto.longest) {
    for (const [name, value] of figuresOfHeld(held))
      yield { record: 'metric', name, subject_id: held.identity, capability: held.capability, value };
  }
}
