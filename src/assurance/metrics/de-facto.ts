import { groupBy } from '../../base/group.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Assured } from '../../model/assured.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { Ending } from '../../model/ending.ts';
import type { DeFactoStanding, Metrics } from '../../model/metrics.ts';
import type { View } from '../../model/view.ts';
import { isBy, isEntry } from '../ended/given.ts';
import type { AssureInput } from '../input.ts';
import { spellTimes } from './held.ts';
import { always, lookBackOf } from './late.ts';
import { anyOf, bothOf, measured } from './times.ts';

const SHOWN = 100;

/**
 * Of rights to tier 0 that come and go, per identity and capability: in how much of the look-back it was usable, and how often it was had again, without an
 * approval of its own. A right that its holder alone can switch on is usable as long as it is held, and one that somebody else has to allow only
 * while it is on.
 */
export function deFactoOf(assured: Assured, input: AssureInput): Metrics['deFacto'] {
  const { view } = input;
  const whole = always(lookBackOf(input));
  const timesOf = spellTimes(input);
  const cases = new Map<string, RequestCase[]>();
  for (const each of assured.requests) for (const id of each.subjects) cases.set(id, [...(cases.get(id) ?? []), each]);
  const coming = assured.endings.filter(({ access, tierZero, pattern }) => tierZero && pattern !== 'standing' && !isEntry(access));
  const usable = coming.filter(({ access }) => access.kind !== 'eligibility' || isFree(view, access));
  const rows: DeFactoStanding[] = [];
  for (const [identity, own] of groupBy(usable, ({ subject }) => subject)) {
    for (const capability of new Set(own.flatMap(({ capabilities }) => capabilities.map((each) => each.capability)))) {
      const giving = own.filter(({ capabilities }) => capabilities.some((each) => each.capability === capability));
      const times = bothOf(anyOf(giving.map(timesOf)), whole);
      rows.push({ identity, capability, usable: measured(times), ...renewalsOf(giving, cases.get(identity) ?? []) });
    }
  }
  rows.sort(
    (a, b) =>
      b.usable.lower - a.usable.lower ||
      b.usable.upper - a.usable.upper ||
      byCodeUnit(a.identity, b.identity) ||
      byCodeUnit(a.capability, b.capability),
  );
  return { count: rows.length, longest: rows.slice(0, SHOWN) };
}

/** Whether its holder alone can switch it on, by what is there now. Of what is gone it is not known, and only that it was on is counted. */
function isFree(view: View, access: Ending['access']): boolean {
  const elements = [...view.grantsOf(access.subject), ...view.linksFrom(access.subject)].filter((each) => isBy(access, each));
  return elements.some(({ gate }) => gate === 'self' || gate === 'none');
}

/** Renewals that requests tell, and every time after the first that it was given or switched on again. */
function renewalsOf(giving: readonly Ending[], cases: readonly RequestCase[]): Pick<DeFactoStanding, 'renewals' | 'renewalsUnapproved'> {
  const ids = new Set(giving.map(({ access }) => access.id));
  const told = cases.filter(({ accesses }) => accesses.some((each) => ids.has(each)));
  const again = [...groupBy(giving, ({ access }) => access.id).values()].flatMap((each) =>
    each.toSorted((a, b) => byCodeUnit(a.firstSeen, b.firstSeen)).slice(1),
  );
  return {
    renewals: told.reduce((sum, { renewals }) => sum + renewals, again.length),
    renewalsUnapproved: told.reduce(
      (sum, { renewalsUnapproved }) => sum + renewalsUnapproved,
      again.filter(({ authorised }) => authorised === 'never').length,
    ),
  };
}
