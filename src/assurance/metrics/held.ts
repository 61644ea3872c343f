import { groupBy } from '../../base/group.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Ending } from '../../model/ending.ts';
import type { Grant, Link } from '../../model/grant.ts';
import { msOf, msOrNull } from '../ended/moments.ts';
import type { AssureInput } from '../input.ts';
import { always, lookBackOf } from './late.ts';
import { anyOf, bothOf, joined, type Bounds, type Time } from './times.ts';

/** When what makes up ways to privilege was there, in the look-back. */
export interface HeldTimes {
  /** The look-back. */
  readonly whole: Time;
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
  const timesOf = (element: Grant | Link): Bounds => {
    const own = element.type === 'link' ? [element.from] : [element.subject, ...element.through.map(({ to }) => to)];
    const given = told((bySource.get(element.source.id) ?? []).filter(({ access }) => own.includes(access.subject)));
    if (element.type === 'link') return given;
    return element.through.reduce((bounds, { from, to }) => {
      const members = memberships.get(from) ?? [];
      return bothOf(bounds, told(members.filter(({ access }) => access.objects.includes(to))));
    }, given);
  };
  return {
    whole,
    of(element) {
      const times = timesOf(element);
      // Where several permissions together make it, the holding of one of them does not tell that the others were there.
      return element.escalation === undefined ? times : { sure: [], could: times.could };
    },
  };
}

/** By reads alone. */
function timeOf({ access, notBefore, firstSeen, lastSeen, end }: Holding, whole: Time): Bounds {
  return boundsOf(access, {
    notBefore: msOrNull(notBefore) ?? whole.from,
    first: msOf(firstSeen),
    last: msOf(end?.after ?? lastSeen),
    gone: end === null ? whole.until : msOf(end.before),
  });
}

/** When the access of an ending was there in the time that the ending is of: as its holdings tell, with what logs and probes say of its end. */
export function spellTimes({ holdings, view: { now } }: AssureInput): (ending: Ending) => Bounds {
  const byAccess = groupBy(holdings, ({ access }) => access.id);
  return function timesOf({ access, firstSeen, lastSeen, ended }) {
    // Of a holding that a log splits in two, neither part began before it.
    const own = byAccess.get(access.id)?.filter((each) => each.firstSeen <= firstSeen) ?? [];
    const latest = own.reduce<Holding | null>((last, each) => (last === null || each.firstSeen > last.firstSeen ? each : last), null);
    return boundsOf(access, {
      notBefore: msOrNull(latest?.notBefore ?? null) ?? -Infinity,
      first: msOf(firstSeen),
      last: msOf(ended?.after ?? lastSeen),
      gone: ended === null ? now : msOf(ended.before),
    });
  };
}

interface Seen {
  readonly notBefore: number;
  readonly first: number;
  readonly last: number;
  readonly gone: number;
}

/** The provider's own words of its beginning and end limit it, but for an end after which it was seen. */
function boundsOf({ from, until }: Access, { notBefore, first, last, gone }: Seen): Bounds {
  const begin = msOrNull(from) ?? -Infinity;
  const end = msOrNull(until) ?? Infinity;
  const sure = { from: Math.max(begin, first), until: Math.min(end, last) };
  const could = { from: Math.max(begin, notBefore), until: last > end ? gone : Math.min(end, gone) };
  return { sure: joined([sure]), could: joined([sure, could]) };
}
