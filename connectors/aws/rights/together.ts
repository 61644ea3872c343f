import type { ConditionNote } from '../../../src/model/grant.ts';
import type { Windows } from '../../../src/model/window.ts';
import { complement, intersect } from '../../../src/model/window.ts';
import { entangled, settleTogether } from './joint.ts';
import { intersectResources, subtractResources } from './resources.ts';
import { overlap, part } from './denied.ts';
import type { Demand, Right } from './rights.ts';
import { combined, merge, mergeNotes } from './rights.ts';

/** How many denies that speak of part of the resources are told apart; of more it is not told which part each leaves. */
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
  if (outcome === undefined) return [unsettled(right)];
  const during = (windows: Windows): Windows => intersect(right.windows, windows);
  const [certain, possible] = [during(outcome.certain), during(outcome.possible)];
  if (same(right.presence === 'certain' ? certain : possible, right.windows)) return [right];
  const split = demands.length > MOST_PARTS ? undefined : splitBy(right);
  if (split !== undefined) return split.flatMap(together);
  const partial = demands.filter((each) => !speaksOfAll(right.resources, each));
  if (partial.length > 0) return besides(right, partial, certain);
  if (right.presence !== 'certain') return possible.length === 0 ? [] : [{ ...right, windows: possible }];
  return [...lasting(right, certain), ...lasting(possibly(right), intersect(possible, complement(certain)))];
}

/** Where a deny of part of the resources could not be told from the rest, that part is not known: what escapes it may be left. */
function besides(right: Right, partial: readonly Demand[], certain: Windows): readonly Right[] {
  const whole = right.demands.filter((each) => !partial.includes(each));
  const outcome = settleTogether(whole.map((each) => each.clause));
  const possible = outcome === undefined ? right.windows : intersect(right.windows, outcome.possible);
  if (right.presence !== 'certain') return lasting(right, possible);
  return [...lasting(right, certain), ...lasting(unsettled(right), intersect(possible, complement(certain)))];
}

function lasting(right: Right, windows: Windows): readonly Right[] {
  return windows.length === 0 ? [] : [{ ...right, windows }];
}

const UNSETTLED: ConditionNote = { text: 'whether all of its conditions can be met at once could not be worked out', settled: 'outside' };

const WITHOUT: ConditionNote = {
  text: 'whoever holds it comes to have a second factor, which it has not as things stand',
  settled: 'outside',
};

function possibly(right: Right): Right {
  const isWithout = right.demands.some(({ clause }) => clause.caller.withoutFactor === true);
  return { ...right, presence: 'possible', conditions: isWithout ? mergeNotes(right.conditions, [WITHOUT]) : right.conditions };
}

/** What is certain only if its conditions can be met at once. */
function unsettled(right: Right): Right {
  return right.presence === 'certain' ? { ...right, presence: 'possible', conditions: mergeNotes(right.conditions, [UNSETTLED]) } : right;
}

/** Whether a demand counts for all the resources. */
export function speaksOfAll(resources: Right['resources'], { deny }: Demand): boolean {
  return deny === null || subtractResources(resources, deny.resources).include.length === 0;
}

/** What needs both, settled together. */
export function bothOf(a: Right, b: Right): readonly Right[] {
  return together(combined(a, b));
}

/** The same of one resource alone: a deny that speaks of others too would part it from them. */
export function bothAt(resource: string, a: Right, b: Right): readonly Right[] {
  return bothOf({ ...a, resources: { include: [resource], exclude: [] } }, b);
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
