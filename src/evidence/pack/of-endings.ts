import { hashJson } from '../../base/bytes/hash.ts';
import type { Instant } from '../../base/instant.ts';
import { minuteOf } from '../../base/text/moment.ts';
import type { EventRef } from '../../model/authorisation.ts';
import type { Ending } from '../../model/ending.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import { populationSources, type Disposition, type PopulationRow, type PopulationSource } from '../../model/pack.ts';
import { isWithin, refKey } from './asks.ts';
import type { Known } from './known.ts';
import { lacksOf } from './lacking.ts';

/** Rows about an access and an end of it, and the events and authorisations that they speak for. */
export interface EndingRows {
  readonly rows: readonly PopulationRow[];
  /** Keys of events, and ids of authorisations. */
  readonly events: ReadonlySet<string>;
  readonly authorisations: ReadonlySet<string>;
}

/** Outcomes that are an open end, however long ago it was called for. */
const open: ReadonlySet<Ending['outcome']> = new Set(['overdue', 'contradicted', 'reappeared']);

/**
 * An ending is of the population where, within the period, one of its events calls for an end or records one, an authorisation of it runs out, it
 * is due, or it ended by what reads tell; and where it should have ended before and was there at the moment of the report. What the reads of an
 * access lack without proof that it is gone is of it too.
 */
export function endingRows(known: Known): EndingRows {
  const { input, period } = known;
  const lacks = lacksOf(input);
  const events = new Set<string>();
  const authorisations = new Set<string>();
  const rows: PopulationRow[] = [];
  for (const ending of input.assured.endings) {
    const asking = ending.events
      .flatMap((ref) => known.event(ref) ?? [])
      .filter((event) => isWithin(event.at, period) && known.asks(event) !== null);
    const runOut = ending.authorisations.filter((id) => {
      const until = known.authorisation(id)?.until ?? null;
      return until !== null && isWithin(until, period);
    });
    const from = sourcesOf(known, ending, asking, runOut, lacks(ending));
    if (from.size === 0) continue;
    for (const event of asking) events.add(refKey(event));
    for (const id of runOut) authorisations.add(id);
    rows.push(rowOf(known, ending, from, asking, runOut));
  }
  return { rows, events, authorisations };
}

function sourcesOf(
  known: Known,
  ending: Ending,
  asking: readonly LifeCycleEvent[],
  runOut: readonly string[],
  isLacking: boolean,
): ReadonlySet<PopulationSource> {
  const { period } = known;
  const from = new Set<PopulationSource>();
  for (const event of asking) {
    const asks = known.asks(event);
    if (asks !== null) from.add(asks);
  }
  if (runOut.length > 0) from.add('source-row');
  const { ended, trigger, due, outcome } = ending;
  const isEnded = ended !== null && ended.after < period.to && ended.before >= period.from;
  if (isEnded) {
    if (ended.recorded !== null) from.add('log-end');
    if (isSeenByReads(ending)) from.add('state-difference');
    // An end that is known by no read and no record is one that somebody claims.
    if (from.size === 0) from.add('source-row');
  }
  if (isLacking) from.add('state-difference');
  if (from.size > 0) return from;
  const isDue = due !== null && (isWithin(due, period) || (trigger !== null && isWithin(trigger.at, period)));
  const isOpen = open.has(outcome) || (outcome === 'undetermined' && due !== null && due < period.from && ended === null);
  if (isDue || isOpen) from.add(toldBy(known, ending));
  return from;
}

/** `recorded`: of the end no more is known than what the log says, unless it was looked for since. */
function isSeenByReads({ ended, level }: Ending): boolean {
  return ended !== null && (ended.how !== 'recorded' || (level !== null && level >= 2));
}

/** Who calls for an end that has no event in the period: a source, unless the end is written in the access itself, as reads tell it. */
function toldBy(known: Known, { trigger, outcome }: Ending): PopulationSource {
  if (trigger === null) return outcome === 'reappeared' ? 'state-difference' : 'source-row';
  const asking = trigger.events.flatMap((ref) => known.event(ref) ?? []);
  if (asking.length > 0 && asking.every(({ sourceKind }) => sourceKind === 'provider-log')) return 'log-end';
  return trigger.kind === 'provider-end' ? 'state-difference' : 'source-row';
}

function rowOf(
  known: Known,
  ending: Ending,
  from: ReadonlySet<PopulationSource>,
  asking: readonly LifeCycleEvent[],
  runOut: readonly string[],
): PopulationRow {
  const { access, boundary, tierZero, kind } = ending;
  const { disposition, because } = disposed(ending);
  const events = new Map<string, EventRef>();
  for (const { source, id } of [
    ...asking,
    ...(ending.trigger?.events ?? []),
    ...(ending.ended?.recorded === null || ending.ended === null ? [] : [ending.ended.recorded]),
    ...runOut.flatMap((id) => known.authorisation(id)?.events ?? []),
  ]) {
    events.set(refKey({ source, id }), { source, id });
  }
  const sorted = [...events].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
  const source = asking.find((event) => known.asks(event) === 'source-row')?.source ?? ending.trigger?.events[0]?.source;
  return {
    id: hashJson(['ending', ending.id]),
    from: populationSources.filter((each) => from.has(each)),
    at: momentOf(known, ending, asking, runOut),
    subject: ending.subject,
    subjectName: ending.subjectName,
    boundary,
    system: source ?? boundary.slice(0, boundary.indexOf(':')),
    what: access.scope === null || access.scope === boundary ? access.name : `${access.name} on ${access.scope}`,
    events: sorted,
    ending: ending.id,
    stratum: `${boundary} · ${tierZero ? 'tier 0' : 'other'} · ${kind}`,
    disposition,
    because,
  };
}

/** When the end was called for, else recorded, else first seen missing. */
function momentOf(known: Known, ending: Ending, asking: readonly LifeCycleEvent[], runOut: readonly string[]): Instant {
  const { trigger, ended } = ending;
  if (trigger !== null) return trigger.at;
  const called = [
    ...asking.filter((event) => known.asks(event) === 'source-row').map(({ at }) => at),
    ...runOut.flatMap((id) => known.authorisation(id)?.until ?? []),
  ].sort();
  const recorded = asking.find((event) => known.asks(event) === 'log-end')?.at;
  return called[0] ?? recorded ?? ended?.before ?? (ending.outcome === 'reappeared' ? ending.firstSeen : ending.lastSeen);
}

/** What became of it. Whether an end was in time is said only where both bounds of its lateness say the same. */
export function disposed(ending: Ending): { readonly disposition: Disposition; readonly because: string } {
  const { outcome, because, lateness, trigger, due } = ending;
  const why = because.join('; ');
  if (outcome !== 'ended') return { disposition: outcome, because: why === '' ? plain[outcome] : why };
  if (trigger === null || due === null || lateness === null) {
    return { disposition: 'ended-unasked', because: `${why}; nothing on record asked for it by then` };
  }
  const by = `due by ${minuteOf(due)} (${trigger.text})`;
  if (lateness.lower > 0) return { disposition: 'ended-late', because: `${why}; ${by}` };
  if (lateness.upper === 0) return { disposition: 'ended-in-time', because: `${why}; ${by}` };
  return { disposition: 'undetermined', because: `${why}; ${by}: whether it was in time lies between two reads` };
}

const plain: Readonly<Record<Exclude<Ending['outcome'], 'ended'>, string>> = {
  'not-due': 'it is there, and nothing on record says that it should be gone',
  lingering: 'what was made of it may go on working',
  overdue: 'it is there, and should be gone',
  contradicted: 'a source says that it ended, and it was there later',
  reappeared: 'it had ended, and is there again',
  undetermined: 'it cannot be told',
};
