import { groupBy } from '../../base/group.ts';
import type { Assured } from '../../model/assured.ts';
import type { Ending } from '../../model/ending.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { View } from '../../model/view.ts';
import { isEntry } from '../ended/given.ts';
import type { AssureInput } from '../input.ts';
import { heldTimes, spellTimes, type HeldTimes } from './held.ts';
import { always, lookBackOf } from './late.ts';
import { anyOf, bothOf, measured, neverSo, sumOf, type Bounds } from './times.ts';
import { usesOf } from './used.ts';

/**
 * Identity-hours of standing tier 0 in the look-back: of each identity the time in which it had a way to tier 0 of class `standing`, in milliseconds.
 * Sure is the time in which every element of the gravest way there is now was seen, and in which what is gone and gave tier 0 by itself was. It can have
 * been as long as the first step of any way that is there now, or of one that ended, was there. A way that no record is kept of bounds nothing.
 */
export function standingOf(assured: Assured, input: AssureInput): Metrics['standing'] {
  const { view } = input;
  const whole = lookBackOf(input);
  const held = heldTimes(input);
  const timesOf = spellTimes(input);
  const uses = usesOf(view, assured);
  const gone = groupBy(assured.endings.filter(isOfStanding), ({ subject }) => subject);
  const now = standingNow(view);
  const totals = [...new Set([...now, ...gone.keys()])].map((identity) => {
    const present = now.has(identity) ? presentOf(view, held, identity) : neverSo;
    const past = (gone.get(identity) ?? []).map((each) => pastOf(each, timesOf(each)));
    const times = bothOf(anyOf([present, ...past]), always(whole));
    const use = uses.of(identity);
    return { held: measured(times), used: measured(bothOf(times, use.times)), isTold: use.isTold };
  });
  return {
    held: sumOf(totals.map((each) => each.held)),
    used: totals.length === 0 || totals.some(({ isTold }) => isTold) ? sumOf(totals.map((each) => each.used)) : null,
  };
}

/** Those that have, or can have, a standing way to tier 0. */
function standingNow(view: View): ReadonlySet<EntityId> {
  const found = new Set<EntityId>();
  for (const { identity, bounds } of view.reaches({ tierZero: true })) {
    if (bounds.hi === 'standing' && view.identity(identity)?.kind !== 'pool') found.add(identity);
  }
  return found;
}

function presentOf(view: View, held: HeldTimes, identity: EntityId): Bounds {
  const gravest = view.gravest(identity);
  const path = gravest?.bounds.lo === 'standing' ? view.path(identity, gravest.capability, gravest.scope) : undefined;
  const elements = path === undefined ? [] : [...path.links, path.grant].map((each) => held.of(each));
  const [first, ...others] = elements;
  const sure = first === undefined ? [] : others.reduce(bothOf, first).sure;
  return anyOf([
    { sure, could: [] },
    { sure: [], could: firstSteps(view, held, identity, 2).could },
  ]);
}

/** Whatever way there is begins with a grant of its own or with a link, and goes on from where that leads. */
function firstSteps(view: View, held: HeldTimes, identity: EntityId, depth: number): Bounds {
  const lasting = <T extends { readonly presence: string; readonly bounds: { readonly hi: string } }>(all: readonly T[]): readonly T[] =>
    all.filter(({ presence, bounds }) => presence !== 'refuted' && bounds.hi === 'standing');
  const grants = lasting(view.grantsOf(identity)).filter(
    ({ capability, scope }) => view.reach(identity, capability, scope)?.tierZero === true,
  );
  const links = lasting(view.linksFrom(identity)).filter(({ to }) => view.identity(to) === undefined || leadsOn(view, to));
  return anyOf([
    ...grants.map((each) => held.of(each)),
    ...links.map((each) => (depth === 1 ? held.of(each) : bothOf(held.of(each), firstSteps(view, held, each.to, depth - 1)))),
  ]);
}

function leadsOn(view: View, identity: EntityId): boolean {
  for (const { bounds } of view.reachesOf(identity, { tierZero: true })) if (bounds.hi === 'standing') return true;
  return false;
}

/** What is there now is told by the estate; what is not known to have ended and was not seen by the last read is told here too. */
function isOfStanding({ access, tierZero, pattern, ended, outcome }: Ending): boolean {
  return tierZero && pattern === 'standing' && !isEntry(access) && (ended !== null || outcome === 'undetermined');
}

/** Of what leads on to somewhere else it is not sure that it led to tier 0 all the time. */
function pastOf({ kind }: Ending, times: Bounds): Bounds {
  return kind === 'assignment' || kind === 'policy' ? times : { ...times, sure: [] };
}
