import { DAY_MS } from '../../base/instant.ts';
import type { Assured } from '../../model/assured.ts';
import type { Ending } from '../../model/ending.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import { msOf } from '../ended/moments.ts';
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
 * is known not to: where it is not known to have ended, to the moment of the report. That something lingered is never sure.
 */
export function lateOf(ending: Ending, assured: Assured, input: AssureInput): Late {
  const { now } = input.view;
  const all = bothOf(anyOf([residual(ending, now), lingering(ending, assured, input)]), always(lookBackOf(input)));
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

function lingering({ due, ended, lingering: all }: Ending, assured: Assured, { view: { now }, settings }: AssureInput): Bounds {
  if (due === null || ended === null) return neverSo;
  const from = Math.max(msOf(due) + settings.lingerAllowedMs, msOf(ended.after));
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
