import { DAY_MS } from '../../base/instant.ts';
import type { Assured } from '../../model/assured.ts';
import type { Ending } from '../../model/ending.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import { msOf } from '../ended/moments.ts';
import type { PerhapsLate } from '../ended/perhaps-late.ts';
import type { AssureInput } from '../input.ts';
import { anyOf, bothOf, common, joined, neverSo, without, type Bounds, type Time, type Times } from './times.ts';

/** When an access was late, by whether an exception was in force. */
export interface Late {
  readonly excepted: Bounds;
  readonly other: Bounds;
}

/**
 * The time within the look-back in which an access was there past its due, and in which what lingers of it can have worked past its due and the
 * time allowed to it. The authority itself was late from due to the last moment it is known to have been there, and can have been to the first it
 * is known not to: where it is not known to have ended, to the moment of the report. That something lingered is never sure, nor what is late by
 * what only may be about it, or in a break between what allowed it.
 */
export function lateOf(ending: Ending, perhaps: readonly PerhapsLate[], assured: Assured, input: AssureInput): Late {
  const { now } = input.view;
  const doubtful = perhaps.map((each) => perhapsAt(each, ending, assured, input));
  const certain = [residual(ending, now), lingering(ending, assured, input)];
  const all = bothOf(anyOf([...certain, ...doubtful]), always(lookBackOf(input)));
  const excused = exceptedTime(ending, input.exceptions);
  return {
    excepted: { sure: common(all.sure, excused), could: common(all.could, excused) },
    other: { sure: without(all.sure, excused), could: without(all.could, excused) },
  };
}

/** The time that metrics are of. */
export function lookBackOf({ view: { now }, settings: { lookBackDays } }: AssureInput): Time {
  return { from: now - lookBackDays * DAY_MS, until: now };
}

export function always(time: Time): Bounds {
  return { sure: [time], could: [time] };
}

function residual({ due, lateness, firstSeen, ended }: Ending, now: number): Bounds {
  if (due === null || lateness === null) return neverSo;
  // Of what began after its due nothing before is late.
  const from = Math.max(msOf(due), msOf(firstSeen));
  const sure = joined([{ from, until: from + lateness.lower }]);
  const end = ended === null ? now : msOf(ended.before);
  return { sure, could: joined([...sure, { from: end - lateness.upper, until: end }]) };
}

function lingering(ending: Ending, assured: Assured, input: AssureInput): Bounds {
  return ending.due === null ? neverSo : lingeringFrom(msOf(ending.due), ending, assured, input);
}

function perhapsAt({ due, until }: PerhapsLate, ending: Ending, assured: Assured, input: AssureInput): Bounds {
  const { ended } = ending;
  const there: Time = { from: due, until: ended === null ? input.view.now : msOf(ended.before) };
  const { could } = lingeringFrom(due, ending, assured, input);
  return { sure: [], could: common(joined([there, ...could]), joined([{ from: -Infinity, until }])) };
}

function lingeringFrom(due: number, { ended, lingering: all }: Ending, assured: Assured, { view: { now }, settings }: AssureInput): Bounds {
  if (ended === null) return neverSo;
  const from = Math.max(due + settings.lingerAllowedMs, msOf(ended.after));
  const times = all.map(({ state, until, cut }): Time => {
    const cutAt = state === 'cut' && cut !== null ? assured.event(cut.source, cut.id)?.at : undefined;
    const last = cutAt ?? until;
    return { from, until: last === null ? now : msOf(last) };
  });
  return { sure: [], could: joined(times) };
}

/** When the exception that it falls under holds: what was late before it was approved, or after it is over, was not excepted. */
function exceptedTime({ exception }: Ending, exceptions: readonly PrivilegeException[]): Times {
  const found = exception === null ? undefined : exceptions.find(({ id }) => id === exception);
  if (found === undefined) return [];
  const { approvedAt, start, end, revokedAt } = found;
  const until = Math.min(msOf(end), revokedAt === null ? Infinity : msOf(revokedAt));
  return joined([{ from: Math.max(msOf(approvedAt), msOf(start)), until }]);
}
