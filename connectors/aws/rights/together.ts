import type { Windows } from '../../../src/model/window.ts';
import { complement, intersect, isAlways } from '../../../src/model/window.ts';
import { entangled, settleTogether } from './joint.ts';
import { intersectResources, subtractResources } from './resources.ts';
import { overlap, part } from './denied.ts';
import type { Right } from './rights.ts';
import { combined, merge } from './rights.ts';

/** How many denies that speak of part of the resources are told apart; of more each counts for all of them. */
const MOST_PARTS = 6;

/**
 * What remains of a right once all that its holder must bring about is asked of it together: a second factor for the allow and none
 * for the deny is nothing. Rights whose conditions have no key in common are already exact and come back as they are.
 */
export function together(right: Right): readonly Right[] {
  const { demands } = right;
  if (demands.length === 0) return [right];
  const clauses = demands.map((each) => each.clause);
  if (!entangled(clauses)) return [right];
  const outcome = settleTogether(clauses);
  if (outcome === undefined) return [right];
  const during = (windows: Windows): Windows => intersect(right.windows, windows);
  const [certain, possible] = [during(outcome.certain), during(outcome.possible)];
  if (same(right.presence === 'certain' ? certain : possible, right.windows)) return [right];
  const split = demands.length > MOST_PARTS ? undefined : splitBy(right);
  if (split !== undefined) return split.flatMap(together);
  if (right.presence !== 'certain') return possible.length === 0 ? [] : [{ ...right, windows: possible }];
  const rest = isAlways(certain) ? [] : intersect(possible, complement(certain));
  return [
    ...(certain.length === 0 ? [] : [{ ...right, windows: certain }]),
    ...(rest.length === 0 ? [] : [{ ...right, windows: rest, presence: 'possible' as const }]),
  ];
}

/** What needs both, settled together. */
export function bothOf(a: Right, b: Right): readonly Right[] {
  return together(combined(a, b));
}

/** Cut by the first deny that speaks of part of the resources: what it does not speak of, and what it does. */
function splitBy(right: Right): readonly Right[] | undefined {
  for (const demand of right.demands) {
    if (demand.deny === null) continue;
    const demands = right.demands.filter((each) => each !== demand);
    if (!overlap(right.resources, demand.deny.resources)) return [{ ...right, demands }];
    const outside = subtractResources(right.resources, demand.deny.resources);
    if (outside.include.length === 0) continue;
    const inside = intersectResources(right.resources, demand.deny.resources);
    const because = merge(right.because, [part(demand.deny)]);
    if (sameResources(inside, right.resources)) continue;
    const everyAction = right.everyAction && outside.include.includes('*');
    return [
      ...outside.include.map((each) => ({
        ...right,
        demands,
        because,
        everyAction,
        resources: { include: [each], exclude: outside.exclude },
      })),
      ...(inside.include.length === 0 ? [] : [{ ...right, resources: inside }]),
    ];
  }
  return undefined;
}

function sameResources(a: Right['resources'], b: Right['resources']): boolean {
  return a.include.join('\n') === b.include.join('\n') && a.exclude.join('\n') === b.exclude.join('\n');
}

function same(a: Windows, b: Windows): boolean {
  return a.length === b.length && a.every((each, at) => each.from === b[at]?.from && each.until === b[at]?.until);
}
