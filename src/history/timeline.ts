import type { EndHow } from '../model/history.ts';

/*
 * What is known of one record, as a function of what runs told of it and nothing else: the order in which they were recorded has no say.
 * Times are epoch milliseconds by the clock of whoever read; by how much that clock may be wrong is told with each read and always counted
 * against what would be concluded.
 */

/** How one run read the surfaces that tell a record, together. */
export interface Look {
  /** The run's number. */
  readonly run: number;
  /** The run's place among all, by the time they speak for. */
  readonly rank: number;
  /** The span of time it speaks for: at which moment in it the provider looked at the record nobody knows. */
  readonly from: number;
  readonly to: number;
  /** By how much its clock may be wrong. */
  readonly off: number;
  /** For how long the provider may still show what is gone, or not yet show what is there, as far as it tells. */
  readonly delay: number;
  /** Whether it says anything of what is gone. */
  readonly proves: boolean;
  readonly snapshot: boolean;
  /** It may lack without a word what its reader was not allowed or did not ask to see. */
  readonly filtered: boolean;
}

/** A record as one run told it. */
export interface Sighted {
  readonly look: Look;
  /** Identities: the immutable id; `null` where this run did not tell it, and for all other records. */
  readonly uid: string | null;
}

/** A read to the end, of all that tells the record and of no less than the run that saw it, which lacks it. */
export interface Absence {
  readonly look: Look;
  /** What would still be wanting even if it were confirmed by another one (a control, an identity); `null`: nothing. */
  readonly wants: string | null;
  /** Concluded by other means than the last sighting, so that it says nothing of the world. */
  readonly restated: boolean;
}

/** That an identity which the record is nothing without became another one, or is called otherwise. */
export interface IdentityEvent {
  readonly how: 're-created' | 'renamed';
  /** Of the first sighting of the other identity; of the read that saw the new name. */
  readonly look: Look;
  /** Of the last sighting that told the old one's immutable id. */
  readonly named: Look;
  /** The identity was surely the old one at this moment, and had the old name. */
  readonly after: number;
  readonly to: string | null;
}

export interface History<S extends Sighted> {
  /** By {@link byTime}. */
  readonly sightings: readonly S[];
  /** Where these are not all there are: the latest moment, clocks counted in, that the sighting before them speaks for. */
  readonly seenUntil?: number;
  /** The absences held against a sighting, which tells of whom the record was read; by {@link byTime}. */
  absences(of: S): readonly Absence[];
  readonly events: readonly IdentityEvent[];
  /** Identities: the other id under which a run saw an immutable id. */
  renamedTo(uid: string, run: number): string | null;
  /** Whether two sightings tell the same. */
  same(a: S, b: S): boolean;
  /** Whether a difference between two sightings may come from how they were concluded. */
  isRestated(a: S, b: S): boolean;
  /** Findings: `cleared`. */
  readonly ends: 'absent' | 'cleared';
}

export interface SpanEnd {
  readonly how: EndHow;
  readonly after: number;
  readonly before: number;
  readonly look: Look;
  readonly to: string | null;
}

/** One interval: sightings by their places in the list, from `first` to `last`. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly uid: string | null;
  readonly notBefore: number | null;
  /** The reads that lack it, from the first one. Of one that ended: up to its end. */
  readonly missing: SpanMissing | null;
  readonly end: SpanEnd | null;
  /** Runs that saw it again after reads which lacked it, and which were not enough to say that it was gone. */
  readonly returns: readonly number[];
}

export interface SpanMissing {
  readonly look: Look;
  readonly wants: string;
  /** All runs that lack it. */
  readonly runs: readonly number[];
}

/** The order of what runs tell: by the start of the span they may speak for, then its end, clocks counted in, then the runs' own order. */
export function byTime(a: { readonly look: Look }, b: { readonly look: Look }): number {
  return beginning(a.look) - beginning(b.look) || ending(a.look) - ending(b.look) || a.look.rank - b.look.rank;
}

/** The earliest moment that a read may speak for, and the latest, its clock's uncertainty counted in. */
export function beginning({ from, off }: Look): number {
  return from - off;
}
export function ending({ to, off }: Look): number {
  return to + off;
}

/** What is known of a record, in the order of time. Without sightings nothing is. */
export function timeline<S extends Sighted>(history: History<S>): readonly Span[] {
  const { sightings } = history;
  const spans: Span[] = [];
  let open: OpenSpan | null = null;
  let bounds = new Bounds(history.seenUntil);
  for (const [at, sighted] of sightings.entries()) {
    const before: S | undefined = sightings[at - 1];
    if (open !== null && before !== undefined) {
      const gap = gapOf(history, sightings[open.first] as S, before, sighted, bounds, open.uid);
      const end: SpanEnd | null = gap.end ?? cutAt(history, before, sighted, bounds, open.uid);
      if (end !== null) {
        spans.push(closed(open, end, gap));
        open = null;
      } else if (gap.runs.length > 0) open.returns.push(sighted.look.run);
    }
    if (open === null) {
      open = { first: at, last: at, uid: null, notBefore: notBefore(history, sighted, bounds), returns: [] };
      bounds = bounds.afresh();
    }
    open.last = at;
    open.uid ??= sighted.uid;
    bounds.add(sighted);
  }
  const last = sightings.at(-1);
  if (open === null || last === undefined) return spans;
  const gap = gapOf(history, sightings[open.first] as S, last, null, bounds, open.uid);
  if (gap.end !== null) spans.push(closed(open, gap.end, gap));
  else spans.push({ ...open, missing: gap.first === null ? null : { look: gap.first, wants: gap.wants, runs: gap.runs }, end: null });
  return spans;
}

interface OpenSpan {
  readonly first: number;
  last: number;
  uid: string | null;
  readonly notBefore: number | null;
  readonly returns: number[];
}

function closed(open: OpenSpan, end: SpanEnd, { first, runs }: Gap): Span {
  const isMissed = first !== null && first.rank <= end.look.rank;
  return { ...open, missing: isMissed ? { look: first, wants: '', runs } : null, end };
}

/** What the sightings so far leave open. Windows overlap, so the latest sighting need not be the one that speaks for the latest moment. */
class Bounds {
  /** It was there at some moment not after this one, and not after it as far as is known. */
  latest: number;
  /** It was there at this moment or later. */
  earliest = -Infinity;
  /** The same, told by sightings that also told the immutable id: one that did not may have seen another identity under the same name. */
  named = -Infinity;

  constructor(latest = -Infinity) {
    this.latest = latest;
  }

  add({ look, uid }: Sighted): void {
    this.latest = Math.max(this.latest, ending(look));
    this.earliest = Math.max(this.earliest, beginning(look));
    if (uid !== null) this.named = Math.max(this.named, beginning(look));
  }

  /** For the next interval: what was seen before it bounds what may be said of it, and it has not been seen itself. */
  afresh(): Bounds {
    return new Bounds(this.latest);
  }
}

interface Gap {
  readonly end: SpanEnd | null;
  /** The first read that lacks it. */
  readonly first: Look | null;
  readonly wants: string;
  readonly runs: readonly number[];
}

/** In the order in which one run can say several things at once: an identity that is another one says more than a lacking record. */
const weight = { 're-created': 0, renamed: 1, restated: 2, absent: 3, cleared: 3, changed: 4 } as const;

/** What lies between a sighting and the next one, or the end of what is known. The first run that is enough for an end makes it. */
function gapOf<S extends Sighted>(history: History<S>, first: S, since: S, until: S | null, bounds: Bounds, uid: string | null): Gap {
  const ends: SpanEnd[] = history.events.flatMap((event) => endByEvent(event, first, since, until, bounds) ?? []);
  const runs: number[] = [];
  let lacked: Look | null = null;
  let wants = '';
  let confirmable = Infinity;
  for (const absence of history.absences(since)) {
    const { look } = absence;
    // Its clock and that of the sighting leave open which of the two looked first: it says nothing.
    if (beginning(look) <= bounds.latest) continue;
    // A sighting that may be older than this read, by clocks or by the provider's delay, is not a return: it says nothing again.
    if (until !== null && !isClearlyBefore(look, until.look)) continue;
    runs.push(look.run);
    lacked ??= look;
    const after = bounds.earliest - look.delay;
    const end = { after, before: ending(look), look, to: null };
    if (absence.restated) {
      ends.push({ ...end, how: 'restated' });
      continue;
    }
    // The provider may go on showing what is gone for so long; a read begun within that time may have looked before the last sighting did.
    const late = look.proves && beginning(look) - look.delay > bounds.latest;
    const to = late && uid !== null ? history.renamedTo(uid, look.run) : null;
    if (to !== null) ends.push({ ...end, after: bounds.named - look.delay, how: 'renamed', to });
    if (!late || absence.wants !== null) {
      if (confirmable === Infinity) wants = !look.proves ? 'a surface that proves absence' : (absence.wants ?? tooSoon(look.delay));
      continue;
    }
    // Pages that are not one transaction may miss a thing that moves from one to another while they are read; not twice running.
    if (look.snapshot || beginning(look) > confirmable) ends.push({ ...end, how: history.ends });
    confirmable = Math.min(confirmable, ending(look));
    wants = 'a second read';
  }
  const end = ends.sort((a, b) => a.look.rank - b.look.rank || weight[a.how] - weight[b.how] || a.before - b.before)[0] ?? null;
  return { end, first: lacked, wants, runs };
}

function tooSoon(delay: number): string {
  return `a read begun more than ${delay / 60_000} minutes after it was last seen`;
}

/** Whether all that a read speaks for surely lies before all that a sighting speaks for. */
function isClearlyBefore(look: Look, sighting: Look): boolean {
  return ending(look) < beginning(sighting) - Math.max(look.delay, sighting.delay);
}

function endByEvent(event: IdentityEvent, first: Sighted, since: Sighted, until: Sighted | null, bounds: Bounds): SpanEnd | null {
  const { look, how, to } = event;
  // Seen in the same run as the other identity it is seen with it; as the new name, its own read has the last word.
  if (since.look.run === look.run) return null;
  if (how === 're-created') {
    // Seen first when nobody told which of the two it is: it may be of the other one, and go on.
    if (first.look.run !== event.named.run && ending(first.look) >= beginning(event.named)) return null;
    if (ending(since.look) >= beginning(look)) return null;
    if (until !== null && until.look.run !== look.run && byTime(until, event) < 0) return null;
  } else {
    const delay = look.delay;
    if (beginning(look) - delay <= bounds.latest) return null;
    if (until !== null && !isClearlyBefore(look, until.look)) return null;
  }
  const after = Math.min(bounds.earliest - look.delay, event.after);
  return { how, after, before: ending(look), look, to };
}

/** The end that a sighting makes of the interval before it, by telling something else. */
function cutAt<S extends Sighted>(history: History<S>, before: S, now: S, bounds: Bounds, uid: string | null): SpanEnd | null {
  const { look } = now;
  const delay = Math.max(look.delay, before.look.delay);
  // Windows that overlap leave open which value is the later one: the end is then said of the whole of both.
  const end = { after: Math.min(bounds.earliest, beginning(look)) - delay, before: Math.max(ending(look), bounds.latest), look, to: null };
  if (uid !== null && now.uid !== null && now.uid !== uid) {
    return { ...end, after: Math.min(bounds.named, beginning(look)) - delay, how: 're-created' };
  }
  if (history.same(before, now)) return null;
  return { ...end, how: history.isRestated(before, now) ? 'restated' : 'changed' };
}

/**
 * The latest moment at which it was surely not there yet. Of one read alone nobody knows that it did not miss it, unless it was one
 * transaction; of two one after the other the first need not be the one that is right about it, but one of them is.
 */
function notBefore<S extends Sighted>(history: History<S>, sighted: S, bounds: Bounds): number | null {
  const usable: Look[] = [];
  for (const { look, restated } of history.absences(sighted)) {
    // What a filtered read had to show for itself is told of runs that were weighed against what they lack, not of those before a first sighting.
    if (!look.proves || look.filtered || restated || !isClearlyBefore(look, sighted.look)) continue;
    if (beginning(look) - look.delay > bounds.latest) usable.push(look);
  }
  let confirmed = -Infinity;
  for (const look of usable.reverse()) {
    if (look.snapshot || ending(look) < confirmed) return beginning(look) - look.delay;
    confirmed = Math.max(confirmed, beginning(look));
  }
  return null;
}

/** Of a read that may lack without a word what its reader was not allowed or did not ask to see, and that has nothing to show for it. */
export const unproven = 'a control: another one of its kind, known before, seen in the same read';
