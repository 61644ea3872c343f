import type { Instant } from '../../../../src/base/instant.ts';
import { parseInstant } from '../../../../src/base/instant.ts';
import { impossible } from '../../../../src/base/errors.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { BoundaryId, FactKey, SurfaceId } from '../../../../src/model/ids.ts';
import type { EntraSettings } from '../settings.ts';
import { applicationLinks } from './applications.ts';
import type { Directory } from './directory.ts';
import { directoriesOf } from './directories.ts';
import { federatedLinks } from './federated.ts';
import { membershipLinks } from './memberships.ts';
import { packagedRoles } from './packaged-roles.ts';
import { Packages } from './packages.ts';
import { partnerElements } from './partners.ts';
import { permissionElements } from './permissions.ts';
import { Pools } from './pools.ts';
import { roleElements } from './roles.ts';
import { unaskedLinks } from './unasked.ts';

/**
 * What the facts of Entra tenants come to. Roles, permissions and consents are grants and links of whoever holds them, groups among them;
 * members, owners, credentials and applications are links; nobody's way is spelled out. What was not read makes bounds wide, and never a
 * guess. So many elements as there are facts, give or take a constant.
 */
export function* resolveEntra(
  facts: FactIndex,
  asOf: Instant,
  _settings: EntraSettings,
  without?: ReadonlySet<FactKey>,
  _unread?: ReadonlySet<BoundaryId>,
  isRead?: (surface: SurfaceId, boundary: BoundaryId) => boolean,
): Iterable<Grant | Link> {
  const now = parseInstant(asOf) ?? impossible(`the time of an analysis is no time: ${asOf}`);
  for (const directory of directoriesOf(facts, without, isRead)) {
    for (const element of elementsOf(directory, now)) if (without?.has(element.source.id) !== true) yield element;
  }
}

function* elementsOf(directory: Directory, now: number): Iterable<Grant | Link> {
  const pools = new Pools(directory);
  const packages = new Packages(directory);
  yield* roleElements(directory, packages, pools, now);
  yield* membershipLinks(directory, packages, now);
  yield* unaskedLinks(directory);
  yield* applicationLinks(directory);
  yield* federatedLinks(directory);
  yield* permissionElements(directory, packages, pools, now);
  yield* partnerElements(directory, pools, now);
  yield* packagedRoles(directory, pools, now);
  yield* pools.links();
}
