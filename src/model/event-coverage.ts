import { DAY_MS, instantOf, parseInstant, type Instant } from '../base/instant.ts';
import { byCodeUnit } from '../base/order.ts';
import type { EventSource } from './authorisation.ts';
import type { Report } from './report.ts';

/** A time from one moment up to another. */
export interface Time {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The time in which the report tells of endings: its look-back, not before 1970, or, where no metrics tell how long that is, from where the first source
 * begins to the moment of the report.
 */
export function assuredTime({ run: { asOf }, metrics, assurance }: Report): Time {
  const end = parseInstant(asOf);
  if (metrics !== null && end !== undefined) return { from: instantOf(Math.max(0, end - metrics.lookBackDays * DAY_MS)), to: asOf };
  const begins = (assurance?.sources ?? []).flatMap(({ spans }) => spans.map(({ from }) => from));
  return { from: begins.reduce((least, each) => (each < least ? each : least), asOf), to: asOf };
}

/** The times within `time` that a source did not tell of whole: there its silence says nothing. `use`: of what was done with rights. */
export function silences({ spans }: Pick<EventSource, 'spans'>, { from, to }: Time, tells: 'changes' | 'use'): readonly Time[] {
  const told = spans
    .filter((span) => tells === 'changes' || span.tells === 'use')
    .toSorted((a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to));
  const silent: Time[] = [];
  let at = from;
  for (const span of told) {
    if (span.from > at && at < to) silent.push({ from: at, to: span.from < to ? span.from : to });
    if (span.to > at) at = span.to;
  }
  if (at < to) silent.push({ from: at, to });
  return silent;
}

/** The sources that told least first: those of no time at all, then those with silences, then those that told of all of it. */
export function silentFirst(sources: readonly EventSource[], time: Time): readonly EventSource[] {
  const rank = (source: EventSource): number => {
    if (source.spans.length === 0) return 0;
    return silences(source, time, 'changes').length > 0 ? 1 : 2;
  };
  return sources.toSorted((a, b) => rank(a) - rank(b));
}
