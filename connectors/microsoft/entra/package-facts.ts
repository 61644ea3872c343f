import type { Instant } from '../../../src/base/instant.ts';
import type { EntityId } from '../../../src/model/ids.ts';

/** kind `assignment`, key `package|<id>`: an access package given to somebody. */
export interface PackageAssignmentFact {
  readonly type: 'package-assignment';
  readonly id: string;
  readonly target: EntityId | null;
  readonly package: string;
  readonly packageName: string | null;
  /** `delivering`, `partiallyDelivered`, `delivered`, `expired`, `deliveryFailed`, as it is told. */
  readonly state: string;
  readonly status: string | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly expiredAt: Instant | null;
}

/**
 * kind `observation`, key `package-role|<package>|<id>`: what whoever has an access package gets by it. `other`: something of a system that is
 * not modelled (a site of SharePoint).
 */
export interface PackageRoleFact {
  readonly type: 'package-role';
  readonly id: string;
  readonly package: string;
  readonly gives: 'member' | 'owner' | 'eligible-member' | 'eligible-owner' | 'app-role' | 'role' | 'eligible-role' | 'other';
  /** The group, or the service principal whose role it is; of a directory role and of what is not modelled `null`. */
  readonly of: EntityId | null;
  /** The role of an application, or of a directory role the id that it has in every tenant. */
  readonly role: string | null;
  readonly name: string | null;
}

/** kind `observation`, key `package-listed|<package>`: all that the package gives was told, and it was so much. */
export interface PackageListedFact {
  readonly type: 'package-listed';
  readonly package: string;
  readonly count: number;
}
