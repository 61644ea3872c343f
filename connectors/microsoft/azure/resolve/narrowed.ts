import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Truth } from '../rbac/condition/evaluate.ts';
import { delegationOf } from '../rbac/delegation.ts';
import type { Estate } from './estate.ts';

const DEFINE_ROLES = 'Microsoft.Authorization/roleDefinitions/write';
const REQUESTS: ReadonlySet<string> = new Set([
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
]);

/** What else gives rights where a condition narrows which roles may be given, and to whom. */
export class Narrowed {
  readonly #estate: Estate;
  readonly #held: ReadonlySet<string>;

  constructor(estate: Estate) {
    this.#estate = estate;
    this.#held = new Set(
      [...estate.of['role-assignment'], ...estate.of['role-instance'], ...estate.of['role-schedule']].map(({ value }) => value.role),
    );
  }

  /**
   * Whether an action gives a right under a condition that names only the action that assigns roles; `undefined`: as it would without one. Whether requests to
   * Privileged Identity Management are held against such a condition Microsoft does not say. Who writes role definitions changes roles of the tenant's own
   * alone (https://learn.microsoft.com/azure/role-based-access-control/custom-roles), which has to be one that somebody has, or may be given.
   */
  truthOf(action: string, condition: string | null, boundary: BoundaryId): Truth | undefined {
    if (condition === null || (action !== DEFINE_ROLES && !REQUESTS.has(action))) return undefined;
    const { named, others, understood } = delegationOf(condition);
    // of roles that it does not name, new ones of its own among them, anybody may be given any
    if (understood && others.toOthers === 'true') return undefined;
    if (REQUESTS.has(action)) return this.#estate.hasPim(boundary) === false ? 'false' : 'unknown';
    if (!understood || !this.knowsRoles(boundary)) return 'unknown';
    const own = this.#estate.roleIds(boundary).filter((id) => this.#estate.role(id, boundary)?.value.custom === true);
    return own.some((id) => this.#held.has(id) || (named.get(id) ?? others).atAll !== 'false') ? 'unknown' : 'false';
  }

  /** Whether all roles that there are were listed. */
  knowsRoles(boundary: BoundaryId): boolean {
    return this.#estate.isRead('role-definitions', this.#estate.tenantOf(boundary)) && this.#estate.isRead('role-definitions', boundary);
  }
}
