import { metricGroups, type MetricGroup, type Metrics } from '../../model/metrics.ts';
import type { Instant } from '../../base/instant.ts';
import { UsageError } from '../usage.ts';

export const metricFormats = ['text', 'json', 'csv', 'openmetrics'] as const;
export type MetricFormat = (typeof metricFormats)[number];

/** Figures, and the moment that they are of. */
export interface ShownMetrics {
  readonly asOf: Instant;
  readonly metrics: Metrics;
}

/** Asked before any work is done. */
export function metricFormat(format: string): MetricFormat {
  const found = metricFormats.find((each) => each === format);
  if (found !== undefined) return found;
  throw new UsageError(`cannot print metrics as ${JSON.stringify(format)}`, { hint: `the formats are ${metricFormats.join(', ')}` });
}

/** `undefined`: every group. */
export function groupsNamed(names: readonly string[] | undefined): ReadonlySet<MetricGroup> | undefined {
  if (names === undefined) return undefined;
  const chosen = names
    .filter((each) => each !== 'none')
    .map((name): MetricGroup => {
      const found = metricGroups.find((each) => each === name);
      if (found !== undefined) return found;
      throw new UsageError(`cannot tell metrics by ${JSON.stringify(name)}`, { hint: `one of ${metricGroups.join(', ')}, or none` });
    });
  return new Set(chosen);
}

/** A whole number of days from 1; as many as the time since 1970 has at most. */
export function daysOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageError(`cannot look back ${JSON.stringify(text)} days: --period takes a whole number from 1`);
}

/** The row of all is always told. */
export function ofGroups(metrics: Metrics, groups: ReadonlySet<MetricGroup> | undefined): Metrics {
  if (groups === undefined) return metrics;
  return { ...metrics, rows: metrics.rows.filter(({ by }) => by === 'all' || groups.has(by)) };
}
