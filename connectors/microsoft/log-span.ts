import { DAY_MS, HOUR_MS, instantOf, parseInstant } from '../../src/base/instant.ts';
import type { BoundarySpan } from '../../src/contract/connector.ts';
import type { BoundaryId } from '../../src/model/ids.ts';
import type { LogSpan } from '../../src/model/life-cycle.ts';

/**
 * How late an entry may be. Of the directory they come minutes after what they tell of, some more than an hour
 * (https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention); of the activity log up to twenty minutes
 * (https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time). Two hours are allowed for both.
 */
export const INGESTION_MS = 2 * HOUR_MS;

/**
 * What a log tells of whole once all its pages were read: from the time that it was asked for to two hours before `asked`, a moment before any of
 * it was read. `undefined`: these are no times, or nothing is left between them.
 */
export function spanOf(source: string, since: string, asked: string): LogSpan | undefined {
  const [from, to] = [parseInstant(since), parseInstant(asked)];
  if (from === undefined || to === undefined || from >= to - INGESTION_MS) return undefined;
  const region = null;
  return { source, sourceKind: 'provider-log', region, from: instantOf(from), to: instantOf(to - INGESTION_MS), tells: 'changes' };
}

/** Of reviews the last twelve months are told, the services' message MC1101895 says (https://mc.merill.net/message/MC1101895). */
const REVIEWS_KEPT_MS = 365 * DAY_MS;

/** What reviews tell of whole once every decision of each was read: of all that the service keeps, up to a moment before any of it was read. */
export function reviewSpanOf(source: string, asked: string): LogSpan | undefined {
  const to = parseInstant(asked);
  if (to === undefined) return undefined;
  return { source, sourceKind: 'review', region: null, from: instantOf(to - REVIEWS_KEPT_MS), to: instantOf(to), tells: 'changes' };
}

/**
 * From when a log is to be asked at a moment (epoch milliseconds, as `earliest`): where it was told of whole before, from the latest end of that, less
 * the time that entries may be late; never before `earliest`. What is told of a later time than `now` is not believed.
 */
export function askedFrom(boundary: BoundaryId, source: string, earliest: number, now: number, since: readonly BoundarySpan[]): number {
  const ends = since.flatMap((each) => {
    const to = each.boundary === boundary && each.source === source ? parseInstant(each.to) : undefined;
    return to === undefined || to > now ? [] : [to - INGESTION_MS];
  });
  return Math.max(earliest, ...ends);
}

/** The boundaries that a source of events was told of whole, each once. */
export function boundariesTold(source: string, since: readonly BoundarySpan[]): readonly BoundaryId[] {
  return [...new Set(since.flatMap((each) => (each.source === source ? [each.boundary] : [])))];
}
