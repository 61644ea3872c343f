import type { BoundaryId, EntityId } from '../../../../src/model/ids.ts';
import type { PackageRoleFact } from '../package-facts.ts';

/** Whoever is given a directory role by an access package, outright or to be switched on. */
export function givenRole(boundary: BoundaryId, { gives, role }: Pick<PackageRoleFact, 'gives' | 'role'>): EntityId {
  return `pool:${boundary}:given-by-package-${gives}|${role ?? ''}`;
}

/** A package gives a directory role. */
export function isRole({ gives, role }: PackageRoleFact): boolean {
  return role !== null && (gives === 'role' || gives === 'eligible-role');
}
