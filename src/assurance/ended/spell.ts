import type { Access, Holding } from '../../model/access.ts';
import type { EndHow, Missing } from '../../model/history.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Verification } from '../../model/verification.ts';
import { msOf } from './moments.ts';
import type { Margins } from './moments.ts';
import type { NotFound, Recorded } from './points.ts';

/** That it ended after the one moment and not later than the other, in epoch milliseconds; `after` is less than `before`. */
export interface SpellEnd {
  readonly how: EndHow | 'probed' | 'recorded';
  readonly after: number;
  readonly before: number;
  /** By complete reads, or by two probes further apart than the provider's delay. */
  readonly observed: boolean;
  /** What the provider's log says of it. */
  readonly recorded: LifeCycleEvent | null;
  readonly run: string | null;
  /** It was seen after the record, so soon that the provider may have told it from memory, and nobody looked since; else `null`. */
  readonly doubt: number | null;
}

/**
 * A contiguous time in which one access was there, by all that tells of it: a holding that a log says was cut and given again in between is two,
 * and what only a log tells of is one too. Moments in epoch milliseconds.
 */
export interface Spell {
  readonly access: Access;
  readonly notBefore: number | null;
  /** By this moment it was there. */
  readonly began: number;
  /** The same with the uncertainty of the clock of what told of it first counted in. */
  readonly begunBy: number;
  /** The latest sighting, as told. */
  readonly lastSeen: number;
  /** A moment at which it certainly was there, clocks' uncertainty and the delay that what tells it declares counted in. */
  readonly known: number;
  /** The same with the longest delay of any provider counted in. */
  readonly sure: number;
  /** `null`: it is not known to have ended. */
  readonly end: SpellEnd | null;
  /** Records of its end after which it was seen, with no record of its having been given again. */
  readonly refuted: readonly LifeCycleEvent[];
  /** Probes that did not find it, after which it was seen. */
  readonly flaps: readonly Verification[];
  /** It goes on under another name. */
  readonly renamed: { readonly after: number; readonly before: number } | null;
  /** The end before it, where it surely ended once and is there again. */
  readonly again: SpellEnd | null;
  /** Those that told of it, in the order of time; empty: only a log or a probe did. */
  readonly holdings: readonly Holding[];
  /** Reads lack it, and that is not yet enough. */
  readonly missing: Missing | null;
  readonly probes: readonly Verification[];
}

/** What says that it ended, and is not yet beyond doubt. */
export interface Pending {
  readonly record: Recorded | null;
  readonly absent: readonly NotFound[];
  /** The last sighting since the record, where it may be of before. */
  readonly stale: number | null;
}

/** The end by a log, by probes, or by both. */
export function endOf(known: number, pending: Pending, margins: Margins): SpellEnd {
  const [first] = pending.absent;
  const observed = isSpaced(pending.absent);
  if (pending.record === null) {
    const before = (first?.at ?? known) + margins.clock;
    return { how: 'probed', after: Math.min(known, before - 1), before, observed, recorded: null, run: null, doubt: null };
  }
  const { at, event, own } = pending.record;
  const found = first === undefined ? Infinity : Math.max(first.at + margins.clock, at);
  const before = Math.min(at + margins.record, found);
  const doubt = first === undefined ? pending.stale : null;
  const after = own ? at - margins.record : Math.min(known, before - 1);
  return { how: observed ? 'probed' : 'recorded', after, before, observed, recorded: event, run: null, doubt };
}

/** An end that reads proved, with what a log and probes say of it where that lies within what the reads left open. */
export function narrowed(end: SpellEnd, { record, absent }: Pending, margins: Margins): SpellEnd {
  const whole = end.after < end.before ? end : { ...end, after: end.before - 1 };
  const [first] = absent;
  const asked = first === undefined ? whole.before : Math.max(whole.after + 1, first.at + margins.clock);
  const found = { ...whole, before: Math.min(whole.before, asked) };
  if (record === null) return found;
  const after = record.own ? Math.max(found.after, record.at - margins.record) : found.after;
  const before = Math.min(found.before, record.at + margins.record);
  return after < before ? { ...found, after, before, recorded: record.event } : found;
}

/** Whether it was asked for twice, the second time begun later after the first answer than the provider may show what is gone. */
export function isSpaced(absent: readonly NotFound[]): boolean {
  const [first, ...others] = absent;
  return first !== undefined && others.some(({ probe }) => msOf(probe.sentAt) >= first.at + first.probe.spacedByMs);
}
