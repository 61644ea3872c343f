import { createHash } from 'node:crypto';

/** A GUID of the form Microsoft gives, the same for the same words. */
export function guidOf(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

export const tenantId = guidOf('tenant', 'contoso');

/** Of a reference as descriptions have it: the object in the directory. `app:x` is a registration, everything else what signs in. */
export function objectId(reference: string): string {
  return guidOf('object', reference);
}

export function appIdOf(app: string): string {
  return guidOf('app id', app);
}

export function subscriptionId(name: string): string {
  return guidOf('subscription', name);
}

export function foreignTenant(name: string): string {
  return guidOf('tenant', name);
}

/** A place of a description as Azure Resource Manager writes it. */
export function armScope(place: string): string {
  if (place === '/') return '/';
  if (place.startsWith('mg:')) return `/providers/Microsoft.Management/managementGroups/${managementGroupName(place.slice(3))}`;
  const [subscription = '', group, ...resource] = place.split('/');
  const above = `/subscriptions/${subscriptionId(subscription)}`;
  if (group === undefined) return above;
  const inGroup = `${above}/resourceGroups/${group}`;
  return resource.length === 0 ? inGroup : `${inGroup}/providers/${resource.join('/')}`;
}

/** The root group is named like the tenant: https://learn.microsoft.com/azure/governance/management-groups/overview */
export function managementGroupName(name: string): string {
  return name === 'root' ? tenantId : name;
}
