import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import type { OrganizationPolicyType, OrganizationRef, OrganizationRootFact } from '../facts.ts';
import { organizationPolicyTypes } from '../facts.ts';
import { accountBoundary, accountOf } from '../identity.ts';
import type { ToldPlace } from '../places.ts';
import { placesOf } from '../places.ts';
import type { AwsSettings, LiveSurface } from '../settings.ts';
import { delegationTask, organizationTask, policyTask, surfaceOf } from '../surfaces/organization/calls.ts';
import { listing } from '../surfaces/organization/tree.ts';
import { hubOf } from './entered.ts';
import type { Plan } from './plan.ts';

/** What follows from which organization the hub is in: the places its lists did not tell, the policies of the types in force, who acts for it. */
export const planOrganization: Plan = (seen, _stage, { surfaces }) => {
  const hub = hubOf(seen);
  if (hub === undefined) return [];
  const places = placesOf(seen.ofKind('limiter'));
  const organization = places.get(accountOf(hub) ?? '')?.organization;
  if (organization === undefined || organization === null) return [];
  const { roots, enabled } = rootsOf(seen, organization);
  const tasks: Task[] = [...unplaced(hub, organization, roots, places)];
  for (const type of organizationPolicyTypes) {
    if (!surfaces.some((each) => `aws:${each}` === surfaceOf[type].id) || !enabled.has(type)) continue;
    tasks.push(policyTask(hub, type, { call: 'ListPolicies', organization }));
  }
  if (surfaces.includes('delegated-administrators')) {
    const calls = [
      'ListDelegatedAdministrators',
      'DescribeResourcePolicy',
      'ListAWSServiceAccessForOrganization',
      'ListOrganizationsFeatures',
    ] as const;
    tasks.push(...calls.map((call) => delegationTask(hub, { call, organization })));
  }
  return tasks;
};

interface Roots {
  readonly roots: readonly string[];
  readonly enabled: ReadonlySet<OrganizationPolicyType>;
}

function rootsOf(seen: FactIndex, { managementAccount }: OrganizationRef): Roots {
  const roots: string[] = [];
  const enabled = new Set<OrganizationPolicyType>();
  for (const { boundary, value: json } of seen.ofKind('limiter')) {
    const value = json as unknown as OrganizationRootFact | { readonly type: 'account-place' };
    if (value.type !== 'organization-root' || boundary !== accountBoundary(managementAccount)) continue;
    roots.push(value.root);
    for (const type of value.enabled) enabled.add(type);
  }
  return { roots: roots.sort(byCodeUnit), enabled };
}

/**
 * Asks for the places that the list of accounts did not tell, with the fewest calls as far as that is known: up from each of a few
 * accounts, one call a step, or down from the root, two calls a node. Without a root there is nobody to ask: a member may not.
 */
function unplaced(
  boundary: BoundaryId,
  organization: OrganizationRef,
  roots: readonly string[],
  places: ReadonlyMap<string, ToldPlace>,
): readonly Task[] {
  const known = new Set(roots);
  const missing = new Set<string>();
  for (const place of places.values()) {
    if (place.organization?.id !== organization.id) continue;
    for (const node of place.path?.slice(0, -1) ?? []) known.add(node);
    if (place.path === undefined && place.highest !== null) missing.add(place.highest);
  }
  if (roots.length === 0 || missing.size === 0) return [];
  if (missing.size > 2 * known.size) return roots.flatMap((root) => listing(boundary, organization, root));
  return [...missing].sort(byCodeUnit).map((child) => organizationTask(boundary, { call: 'ListParents', organization, child }));
}

/** Surfaces that nothing can be asked of before the organization is known. */
const resting: ReadonlySet<LiveSurface> = new Set([
  'organization',
  'service-control-policies',
  'resource-control-policies',
  'delegated-administrators',
]);

/** Whether a scan asks for the organization: where it is to be read, and where its accounts are to be entered. */
export function asksOrganization({ surfaces, role, accounts }: Pick<AwsSettings, 'surfaces' | 'role' | 'accounts'>): boolean {
  return (role !== undefined && accounts === undefined) || surfaces.some((each) => resting.has(each));
}
