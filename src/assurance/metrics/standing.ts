import { groupBy } from '../../base/group.ts';
import type { Assured } from '../../model/assured.ts';
import type { Ending } from '../../model/ending.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { View } from '../../model/view.ts';
import { isEntry } from '../ended/given.ts';
import type { AssureInput } from '../input.ts';
import { heldTimes, spellTimes, type HeldTimes } from './held.ts';
import { always, lookBackOf } from './late.ts';
import { anyOf, bothOf, common, joined, measured, neverSo, sumOf, type Bounds, type Times } from './times.ts';
import { usesOf } from './used.ts';

/**
 * Identity-hours of standing tier 0 in the look-back: of each identity the time in which it had a way to tier 0 of class `standing`, in milliseconds.
 * Sure is the time in which every element of the gravest way there is now was seen, and in which what is gone and gave tier 0 by itself was. It can have
 * been as long as the first steps of any way that is there now, or one that ended, was there. What is there is taken by what it gives now.
 */
export function standingOf(assured: Assured, input: AssureInput): Metrics['standing'] {
  const { view } = input;
  const whole = lookBackOf(input);
  const timesOf = spellTimes(input);
  const uses = usesOf(view, assured);
  const gone = groupBy(assured.endings.filter(isOfStanding), ({ subject }) => subject);
  const present = presentTimes(view, heldTimes(input));
  const totals = [...new Set([...present.identities, ...gone.keys()])].map((identity) => {
    const past = (gone.get(identity) ?? []).map((each) => pastOf(each, timesOf(each)));
    const times = bothOf(anyOf([present.of(identity), ...past]), always(whole));
    const use = uses.of(identity);
    return { held: measured(times), used: measured(bothOf(times, use.times)), isTold: use.isTold };
  });
  return {
    held: sumOf(totals.map((each) => each.held)),
    used: totals.length === 0 || totals.some(({ isTold }) => isTold) ? sumOf(totals.map((each) => each.used)) : null,
  };
}

interface Present {
  /** Those that have, or can have, a standing way to tier 0. */
  readonly identities: ReadonlySet<EntityId>;
  of(identity: EntityId): Bounds;
}

function presentTimes(view: View, held: HeldTimes): Present {
  const identities = new Set<EntityId>();
  for (const { identity, bounds } of view.reaches({ tierZero: true })) {
    if (bounds.hi === 'standing' && view.identity(identity)?.kind !== 'pool') identities.add(identity);
  }
  const known = new Map<EntityId, Times>();

  /** In which a way can have begun, by its own grants and links alone. */
  function firstSteps(identity: EntityId): Times {
    const found = known.get(identity) ?? stepsOf(identity);
    known.set(identity, found);
    return found;
  }
  function stepsOf(identity: EntityId): Times {
    const own = grantsOf(identity);
    const links = linksOf(identity);
    return own === null && links.length === 0 ? [held.whole] : joined([...(own ?? []), ...links.flatMap(({ times }) => times)]);
  }
  /** `null`: it has none of its own. */
  function grantsOf(identity: EntityId): Times | null {
    const grants = lasting(view.grantsOf(identity)).filter(
      ({ capability, scope }) => view.reached(identity, capability, scope)?.tierZero === true,
    );
    return grants.length === 0 ? null : joined(grants.flatMap((each) => held.of(each).could));
  }
  function linksOf(identity: EntityId): readonly { readonly to: EntityId; readonly times: Times }[] {
    return lasting(view.linksFrom(identity)).flatMap((each) =>
      identities.has(each.to) || view.identity(each.to) === undefined ? { to: each.to, times: held.of(each).could } : [],
    );
  }
  /** Whatever way there is begins with a grant of its own or with a link, and goes on from where that leads. */
  function could(identity: EntityId): Times {
    const own = grantsOf(identity);
    const links = linksOf(identity);
    // That there can be one where none is seen is told by what was not read, of which no holding tells.
    if (own === null && links.length === 0) return [held.whole];
    const onward = links.flatMap(({ to, times }) => (identities.has(to) ? common(times, firstSteps(to)) : times));
    return joined([...(own ?? []), ...onward]);
  }
  function sure(identity: EntityId): Times {
    const gravest = view.gravest(identity);
    const path = gravest?.bounds.lo === 'standing' ? view.path(identity, gravest.capability, gravest.scope) : undefined;
    if (path === undefined) return [];
    return path.links.map((each) => held.of(each)).reduce(bothOf, held.of(path.grant)).sure;
  }
  return {
    identities,
    of: (identity) =>
      identities.has(identity)
        ? anyOf([
            { sure: sure(identity), could: [] },
            { sure: [], could: could(identity) },
          ])
        : neverSo,
  };
}

function lasting<T extends Grant | Link>(elements: readonly T[]): readonly T[] {
  return elements.filter(({ presence, bounds }) => presence !== 'refuted' && bounds.hi === 'standing');
}

/** What is there now is told by the estate; what is not known to have ended and was not seen by the last read is told here too. */
function isOfStanding({ access, tierZero, pattern, ended, outcome }: Ending): boolean {
  return tierZero && pattern === 'standing' && !isEntry(access) && (ended !== null || outcome === 'undetermined');
}

/** Of what leads on to somewhere else it is not sure that it led to tier 0 all the time. */
function pastOf({ kind }: Ending, times: Bounds): Bounds {
  return kind === 'assignment' || kind === 'policy' ? times : { ...times, sure: [] };
}
