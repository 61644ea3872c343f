import type { EntityId } from '../../../../src/model/ids.ts';
import { USER_TYPE } from '../surfaces/people/account.ts';
import { builtInRole } from '../tables/roles.ts';
import { ancestryOf } from './ancestry.ts';
import type { Directory } from './directory.ts';

/** `later`: only once something is switched on; `untold`: what would tell was not read whole. */
export type Reads = 'yes' | 'later' | 'untold' | 'no';

/** What guests may see where the tenant lets them see what members do (https://learn.microsoft.com/entra/identity/users/users-restrict-guest-permissions). */
const LIKE_MEMBERS = 'a0b1b346-4d3e-4e8b-98f8-753987be4970';

/** Actions of roles of the tenant's own that read objects which a unit can hold. */
const READS = /^microsoft\.directory\/(users|groups|devices|allentities)\b.*\/(read|alltasks)$/i;

/** Application permissions of Microsoft Graph that read them. */
const PERMITS = /^(Directory|User|Group|GroupMember|Device)\.Read(Write|Basic)?\b/;

/**
 * Whether somebody may read the directory: members may, and guests and service principals only by a role over the whole tenant, a permission, or
 * a setting. Without it they cannot use a role over an administrative unit
 * (https://learn.microsoft.com/entra/identity/role-based-access-control/manage-roles-portal#service-principals-and-guest-users).
 */
export class Readers {
  readonly #directory: Directory;
  readonly #active: ReadonlySet<EntityId>;
  readonly #eligible: ReadonlySet<EntityId>;
  readonly #permitted: ReadonlyMap<EntityId, 'yes' | 'untold'>;
  readonly #groupsOf: (member: EntityId) => ReadonlySet<EntityId>;

  constructor(directory: Directory) {
    this.#directory = directory;
    const { boundary, assignments, instances, members } = directory;
    const [active, eligible] = [new Set<EntityId>(), new Set<EntityId>()];
    for (const { value } of [...assignments, ...instances]) {
      if (value.scope !== boundary || !this.#roleReads(value.role)) continue;
      (value.type === 'role-instance' && value.of === 'eligibility' ? eligible : active).add(value.principal);
    }
    [this.#active, this.#eligible] = [active, eligible];
    this.#permitted = permittedIn(directory);
    this.#groupsOf = ancestryOf(members.map(({ value }) => [value.member, value.group] as const));
  }

  reads(who: EntityId): Reads {
    const { identities, servicePrincipals, guestRole } = this.#directory;
    const identity = identities.get(who);
    const isGuest = identity?.kind === 'guest' && identity.tags[USER_TYPE] !== 'member';
    const isWorkload = servicePrincipals.has(who) || identity?.kind === 'service-principal' || identity?.kind === 'managed-identity';
    if (!isGuest && !isWorkload && identity?.kind !== 'agent') return 'yes';
    if (isGuest && guestRole === LIKE_MEMBERS) return 'yes';
    const held = [who, ...this.#groupsOf(who)];
    if (held.some((each) => this.#active.has(each) || this.#permitted.get(each) === 'yes')) return 'yes';
    if (!this.#isTold(isGuest) || held.some((each) => this.#permitted.has(each))) return 'untold';
    return held.some((each) => this.#eligible.has(each)) || this.#joins(who) ? 'later' : 'no';
  }

  /** May become a member of a group that reads. */
  #joins(who: EntityId): boolean {
    return this.#directory.groupInstances.some(
      ({ value }) =>
        value.of === 'eligibility' && value.principal === who && (this.#active.has(value.group) || this.#eligible.has(value.group)),
    );
  }

  #isTold(isGuest: boolean): boolean {
    const own = isGuest ? (['consent-policies', 'group-pim'] as const) : (['app-role-assignments', 'service-principals'] as const);
    return (['role-assignments', 'role-eligibility-instances', 'group-members', ...own] as const).every(
      (each) => this.#directory.isRead(each) || (this.#directory.hasPim === false && NEEDS_PIM.has(each)),
    );
  }

  /** Every built-in role reads the directory, but for those that are no administrator's and say what guests are. */
  #roleReads(role: string): boolean {
    const told = this.#directory.definitions.get(role)?.value;
    if (told?.builtIn === false) return told.actions.some((each) => READS.test(each));
    return told !== undefined || builtInRole(role) !== undefined;
  }
}

const NEEDS_PIM: ReadonlySet<string> = new Set(['role-eligibility-instances', 'group-pim']);

/** By the name of the permission; `untold`: of an interface that nobody listed. */
function permittedIn({ appRoles, servicePrincipals }: Directory): ReadonlyMap<EntityId, 'yes' | 'untold'> {
  const permitted = new Map<EntityId, 'yes' | 'untold'>();
  for (const { value } of appRoles) {
    const resource = servicePrincipals.get(value.resource)?.value;
    if (resource === undefined) permitted.set(value.principal, permitted.get(value.principal) ?? 'untold');
    else if (PERMITS.test(resource.appRoles[value.appRole] ?? '')) permitted.set(value.principal, 'yes');
  }
  return permitted;
}
