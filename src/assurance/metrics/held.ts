import { groupBy } from '../../base/group.ts';
import type { Holding } from '../../model/access.ts';
import type { Ending } from '../../model/ending.ts';
import type { Grant, Link } from '../../model/grant.ts';
import { msOf, msOrNull } from '../ended/moments.ts';
import type { AssureInput } from '../input.ts';
import { always, lookBackOf } from './late.ts';
import { anyOf, bothOf, joined, type Bounds, type Time } from './times.ts';

/** When what makes up ways to privilege was there, in the look-back. */
export interface HeldTimes {
  /** Of a grant with the memberships it is held through. Where no holding tells of it, it surely was at no time and can have been at all. */
  of(element: Grant | Link): Bounds;
}

export function heldTimes(input: AssureInput): HeldTimes {
  const whole = lookBackOf(input);
  const unknown: Bounds = { sure: [], could: [whole] };
  const bySource = groupBy(input.holdings, ({ access }) => access.source);
  const memberships = groupBy(
    input.holdings.filter(({ access }) => access.kind === 'membership'),
    ({ access }) => access.subject,
  );
  const told = (holdings: readonly Holding[]): Bounds => {
    return holdings.length === 0 ? unknown : bothOf(anyOf(holdings.map((each) => timeOf(each, whole))), always(whole));
  };
  return {
    of(element) {
      const own = element.type === 'link' ? [element.from] : [element.subject, ...element.through.map(({ to }) => to)];
      const given = told((bySource.get(element.source.id) ?? []).filter(({ access }) => own.includes(access.subject)));
      if (element.type === 'link') return given;
      return element.through.reduce((bounds, { from, to }) => {
        const members = memberships.get(from) ?? [];
        return bothOf(bounds, told(members.filter(({ access }) => access.objects.includes(to))));
      }, given);
    },
  };
}

/** By reads alone; the provider's own words of its beginning and end limit it. */
export function timeOf({ access, notBefore, firstSeen, lastSeen, end }: Holding, whole: Time): Bounds {
  const from = msOrNull(access.from) ?? whole.from;
  const until = msOrNull(access.until) ?? Infinity;
  const sure = { from: Math.max(from, msOf(firstSeen)), until: Math.min(until, msOf(end?.after ?? lastSeen)) };
  const could = {
    from: Math.max(from, msOrNull(notBefore) ?? whole.from),
    until: Math.min(until, end === null ? whole.until : msOf(end.before)),
  };
  return { sure: joined([sure]), could: joined([sure, could]) };
}

/** When the access of an ending was there in the time that the ending is of: as its holdings tell, with what logs and probes say of its end. */
export function spellTimes({ holdings, view: { now } }: AssureInput): (ending: Ending) => Bounds {
  const byAccess = groupBy(holdings, ({ access }) => access.id);
  return function timesOf({ access, firstSeen, lastSeen, ended }) {
    // Of a holding that a log splits in two, neither part began before it.
    const own = byAccess.get(access.id)?.filter((each) => each.firstSeen <= firstSeen) ?? [];
    const notBefore = own.reduce<Holding | null>(
      (last, each) => (last === null || each.firstSeen > last.firstSeen ? each : last),
      null,
    )?.notBefore;
    const from = msOrNull(access.from) ?? -Infinity;
    const until = msOrNull(access.until) ?? Infinity;
    const sure = { from: Math.max(from, msOf(firstSeen)), until: Math.min(until, msOf(ended?.after ?? lastSeen)) };
    const could = {
      from: Math.max(from, msOrNull(notBefore ?? null) ?? -Infinity),
      until: Math.min(until, ended === null ? now : msOf(ended.before)),
    };
    return { sure: joined([sure]), could: joined([sure, could]) };
  };
}
