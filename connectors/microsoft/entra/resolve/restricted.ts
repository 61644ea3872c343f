import type { EntityId } from '../../../../src/model/ids.ts';
import type { Directory } from './directory.ts';

/**
 * Members of restricted administrative units: only who has a role at such a unit changes them. A role over the whole tenant, over a regular unit that they
 * are in as well, or over them alone does not, nor do permissions of applications and owners
 * (https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management#who-can-modify-objects).
 */
export function restrictedObjects({ units, unitMembers }: Pick<Directory, 'units' | 'unitMembers'>): ReadonlySet<EntityId> {
  return new Set(unitMembers.flatMap(({ value }) => (units.get(value.unit)?.restricted === true ? [value.member] : [])));
}
