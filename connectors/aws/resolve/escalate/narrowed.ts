import { overlap } from '../../rights/denied.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { intersectResources, subtractResources } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';

/** What of a right's resources lies in others; `undefined`: nothing. */
export function within({ resources }: Right, to: ResourceSet): ResourceSet | undefined {
  const universal = to.include.length === 1 && to.include[0] === '*' && to.exclude.length === 0;
  // what takes no resource is reached by a pattern that reaches everything
  if (universal && !resources.include.includes('*')) return undefined;
  const both = intersectResources(resources, to);
  return both.include.length === 0 ? undefined : both;
}

/**
 * The right over part of its resources, with the denies that speak of that part. What a deny takes only from some of it leaves the rest,
 * and of that rest it demands nothing.
 */
export function narrowed(right: Right, to: ResourceSet): readonly Right[] {
  const resources = within(right, to);
  if (resources === undefined) return [];
  const demands = right.demands.filter(({ deny }) => deny === null || overlap(resources, deny.resources));
  let rest: Right = { ...right, resources, demands };
  const found: Right[] = [];
  for (const demand of demands) {
    if (demand.deny === null) continue;
    const outside = subtractResources(rest.resources, demand.deny.resources);
    if (outside.include.length === 0) continue;
    found.push(rest);
    rest = { ...rest, resources: outside, demands: rest.demands.filter((each) => each !== demand) };
  }
  found.push(rest);
  return found.map((each) => ({ ...each, demands: each.demands.map(({ clause }) => ({ clause, deny: null })) }));
}
