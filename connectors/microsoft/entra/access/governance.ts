import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId, FactKey } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';
import type { PartnerFact } from '../facts.ts';
import type { PackageAssignmentFact } from '../package-facts.ts';
import { isPartnerInForce, partnerOf } from '../resolve/partners.ts';
import { builtInRole } from '../tables/roles.ts';

/**
 * An access package that somebody has. One that was only delivered in part, or could not be taken away, still gives something: only
 * `expired` says that it is over (https://learn.microsoft.com/graph/api/resources/accesspackageassignment, `state`).
 */
export function packageAccess(boundary: BoundaryId, key: FactKey, value: PackageAssignmentFact): Access | undefined {
  const { target, state, package: object, packageName, id, from, until } = value;
  if (target === null || state.toLowerCase() === 'expired') return undefined;
  return accessOf(
    { kind: 'assignment', boundary, subject: target, object, scope: null, part: id },
    { source: key, name: `access package ${packageName ?? object}`, names: [packageName, id], from, until },
  );
}

/** Each role that a partner has by delegated administration. An end that puts itself off is none. */
export function partnerAccesses(boundary: BoundaryId, key: FactKey, value: PartnerFact): readonly Access[] {
  if (!isPartnerInForce(value.status)) return [];
  return value.roles.map((role) => {
    const known = builtInRole(role)?.name;
    return accessOf(
      { kind: 'assignment', boundary, subject: partnerOf(value), object: role, scope: boundary, part: `partner ${value.id}` },
      {
        source: `${key}|${role}`,
        name: `${known ?? `role ${role}`} for partner ${value.name ?? value.partner}`,
        names: [known, value.id, value.name],
        until: value.extends ? null : value.until,
      },
    );
  });
}
