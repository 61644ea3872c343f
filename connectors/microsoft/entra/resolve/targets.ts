import type { Evidence } from '../../../../src/model/fact.ts';
import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import type { RoleDefinitionFact } from '../facts.ts';
import { SIGNS_IN, SYNCHRONIZED } from '../surfaces/people/account.ts';
import { isOfMicrosoft } from '../tables/microsoft.ts';
import type { Sort } from '../tables/power.ts';
import { administrators, resettable } from '../tables/resets.ts';
import type { Directory, Told } from './directory.ts';
import { givenRole, isRole } from './given-role.ts';
import { readsAttributes } from './group-rules.ts';

/** Somebody or something that others may come to act as, by what of it they can change. */
export interface Target {
  readonly id: EntityId;
  readonly sorts: ReadonlyMap<Sort, Doubts>;
  readonly evidence: readonly Evidence[];
}

/** What keeps a target out of a sort after all. Both empty: it is in it. */
export interface Doubts {
  readonly provided: readonly string[];
  readonly caveats: readonly string[];
  /** What puts it into this sort, beside what tells of the target. */
  readonly evidence?: readonly Evidence[];
  /** Of a power over an administrative unit: what speaks against it there as well; `kept`: it is in this sort for powers over the whole tenant alone. */
  readonly inUnit?: readonly string[] | 'kept';
}

const certain: Doubts = { provided: [], caveats: [] };
const doubted = (...provided: readonly string[]): Doubts => ({ provided, caveats: [] });

/** What of a tenant can be acted as: users that something names, groups, applications and service principals. */
export function* targetsOf(directory: Directory): Iterable<Target> {
  yield* users(directory);
  const packaged = givenByPackages(directory);
  for (const { value, pages } of directory.groups.values()) {
    // what is kept on premises cannot be changed in the cloud
    if (value.fromOnPremises) {
      yield { id: value.group, sorts: new Map([['synchronized-groups', certain]]), evidence: pages };
      continue;
    }
    const sort: Sort = value.roleAssignable
      ? 'assignable-groups'
      : value.rule === null
        ? value.mailEnabled
          ? 'unified-groups'
          : 'security-groups'
        : value.mailEnabled
          ? 'unified-rules'
          : 'security-rules';
    const sorts = new Map<Sort, Doubts>([[sort, certain]]);
    if (value.rule !== null && readsAttributes(value.rule)) sorts.set('attribute-rules', certain);
    const given = packaged.get(value.group);
    if (given !== undefined) sorts.set('packaged-groups', { ...given, evidence: [...pages, ...(given.evidence ?? [])] });
    yield { id: value.group, sorts, evidence: pages };
  }
  for (const { value, pages } of directory.packageRoles) {
    if (isRole(value)) yield { id: givenRole(directory.boundary, value), sorts: new Map([['packaged-groups', certain]]), evidence: pages };
  }
  yield* applications(directory);
}

/**
 * Groups that access packages give. Whoever manages packages has one assigned to itself, groups that roles can be assigned to among what it gives
 * (https://learn.microsoft.com/entra/id-governance/entitlement-management-delegate).
 */
function givenByPackages({ packageRoles }: Directory): ReadonlyMap<EntityId, Doubts> {
  const given = new Map<EntityId, Doubts>();
  for (const { value, pages } of packageRoles) {
    const { of, gives } = value;
    if (of === null || !belongs.has(gives)) continue;
    const provided = gives.startsWith('eligible') ? ['what the package gives has yet to be switched on'] : [];
    const known = given.get(of);
    // of two that give it the one that gives it outright tells
    if (known === undefined || (known.provided.length > 0 && provided.length === 0))
      given.set(of, { provided, caveats: [], evidence: pages });
  }
  return given;
}

const belongs: ReadonlySet<string> = new Set(['member', 'owner', 'eligible-member', 'eligible-owner']);

/** Documents of Microsoft's differ on it: https://learn.microsoft.com/entra/agent-id/identity-platform/create-blueprint. */
const LIKE_OTHERS = 'Microsoft lets a blueprint of agents be changed as other applications are';

function* applications(directory: Directory): Iterable<Target> {
  const locks = new Map(directory.applications.map(({ value }) => [value.appId, value.locked]));
  const blueprints = blueprintsOf(directory);
  const sortsOf = (appId: string, { provided, caveats }: Doubts): ReadonlyMap<Sort, Doubts> => {
    if (!blueprints.has(appId)) return new Map([['applications', { provided, caveats }]]);
    return new Map([
      ['applications', { provided: [...provided, LIKE_OTHERS], caveats }],
      ['blueprints', { provided, caveats }],
    ]);
  };
  for (const { value, pages } of directory.applications) {
    yield { id: value.application, sorts: sortsOf(value.appId, certain), evidence: pages };
  }
  for (const { value, pages } of directory.servicePrincipals.values()) {
    // credentials of managed identities are Azure's own
    if (value.sort === 'managed-identity') continue;
    const locked = locks.get(value.appId) ?? null;
    if (locked === true) continue;
    const ofProvider = isOfMicrosoft(value.home) || directory.identities.get(value.servicePrincipal)?.providerManaged === true;
    const doubts: Doubts = {
      provided: ofProvider ? ['Microsoft lets credentials be added to this service principal of its own'] : [],
      caveats: locked === null ? ['unless its publisher has locked its credentials, which was not told'] : [],
    };
    yield { id: value.servicePrincipal, sorts: sortsOf(value.appId, doubts), evidence: pages };
  }
}

/** Application ids of what agents are made of: the list of applications tells it, and so does each agent. */
function blueprintsOf({ applications: all, agents }: Directory): ReadonlySet<string> {
  const told = all.flatMap(({ value }) => (value.blueprint === true ? [value.appId] : []));
  return new Set([...told, ...agents.flatMap(({ value }) => value.blueprint?.toLowerCase() ?? [])]);
}

/** Names of every principal and member; of whom nothing names, nothing is to be gained. */
function namedObjects(directory: Directory): ReadonlySet<EntityId> {
  const named = new Set<EntityId>(directory.elsewhere);
  for (const list of [directory.assignments, directory.instances, directory.schedules, directory.groupInstances, directory.appRoles]) {
    for (const { value } of list) named.add(value.principal);
  }
  for (const { value } of directory.members) named.add(value.member);
  for (const { value } of directory.owners) named.add(value.owner);
  for (const { value } of directory.consents) if (value.principal !== null) named.add(value.principal);
  return named;
}

interface Held {
  readonly active: Set<string>;
  readonly eligible: Set<string>;
  restricted: boolean;
}

function* users(directory: Directory): Iterable<Target> {
  const held = rolesHeld(directory);
  const shielded = shieldedBy(directory);
  const caveats = unreadShields(directory);
  const listed = directory.isRead('users');
  for (const id of namedObjects(directory)) {
    const identity = directory.identities.get(id);
    const kind = identity?.kind;
    const sorts = new Map<Sort, Doubts>();
    // a guest signs in at home: no password and no method of it is kept here, until it is made a member; but some sign in here
    const signsIn = kind === 'guest' ? (identity?.tags[SIGNS_IN] ?? 'at-home') : 'here';
    if (signsIn !== 'here') sorts.set('guests', convertible(held.get(id), shielded.get(id)));
    if (kind === 'guest') sorts.set('guests-any', certain);
    if (signsIn === 'at-home') yield { id, sorts, evidence: [] };
    if (signsIn === 'at-home' || (kind === undefined ? listed || isOther(directory, id) : kind !== 'user' && kind !== 'guest')) continue;
    const unsure = [
      ...(kind === undefined ? ['it is a user, which was not read'] : []),
      ...(signsIn === 'here' ? [] : ['it still signs in here, though it was invited to sign in at home']),
    ];
    sorts.set('users-any', unsure.length === 0 ? certain : doubted(...unsure));
    if (kind === undefined || identity?.tags[SYNCHRONIZED] === 'true')
      sorts.set('users-synchronized', unsure.length === 0 ? certain : doubted(...unsure));
    const roles = held.get(id);
    const shield = shielded.get(id);
    for (const [sort, allowed] of resettable) {
      if (roles?.restricted === true || shield === 'member' || !within(roles?.active, allowed)) continue;
      const later = shield === 'eligible' || !within(roles?.eligible, allowed);
      const provided = later ? [...unsure, 'what it is eligible for does not protect it while it is not active'] : unsure;
      const inUnit = inUnitOf(roles, sort);
      sorts.set(sort, { provided, caveats, ...(inUnit === undefined ? {} : { inUnit }) });
    }
    yield { id, sorts, evidence: [] };
  }
}

/**
 * Over a unit some powers reach users without a role alone: "users with another role or an administrator" are kept from them, says one sentence,
 * "administrators" another, and that a User Administrator resets "limited admins" a third
 * (https://learn.microsoft.com/entra/identity/role-based-access-control/manage-roles-portal#roles-that-can-be-assigned-with-administrative-unit-scope).
 */
function inUnitOf(roles: Held | undefined, sort: Sort): Doubts['inUnit'] {
  if (roles === undefined || (roles.active.size === 0 && roles.eligible.size === 0)) return undefined;
  const isAdministrator = [...roles.active].some((each) => administrators.has(each));
  if (!isAdministrator) return ['a role over a unit reaches users who hold a role that is no administrator’s'];
  return sort === 'users-user' ? ['a User Administrator over a unit reaches limited administrators in it'] : 'kept';
}

/** https://learn.microsoft.com/entra/identity/users/convert-external-users-internal: nothing is said of guests with roles. */
function convertible(roles: Held | undefined, shield: 'member' | 'eligible' | undefined): Doubts {
  const isPlain = shield === undefined && roles === undefined;
  return isPlain ? certain : doubted('Microsoft lets a guest that holds roles be turned into a member as others are');
}

function isOther(directory: Directory, id: EntityId): boolean {
  return directory.groups.has(id) || directory.servicePrincipals.has(id);
}

function within(roles: ReadonlySet<string> | undefined, allowed: ReadonlySet<string>): boolean {
  return roles === undefined || [...roles].every((each) => allowed.has(each));
}

export function templateOf(definition: Told<RoleDefinitionFact> | undefined, role: string): string {
  return definition === undefined ? role : definition.value.builtIn ? definition.value.templateId : `custom ${role}`;
}

function rolesHeld(directory: Directory): ReadonlyMap<EntityId, Held> {
  const held = new Map<EntityId, Held>();
  const isRestricted = (scope: ScopeId): boolean => directory.units.get(scope)?.restricted === true;
  const note = (principal: EntityId, role: string, scope: ScopeId, which: 'active' | 'eligible'): void => {
    let known = held.get(principal);
    if (known === undefined) held.set(principal, (known = { active: new Set(), eligible: new Set(), restricted: false }));
    known[which].add(templateOf(directory.definitions.get(role), role));
    if (which === 'active' && isRestricted(scope)) known.restricted = true;
  };
  for (const { value } of directory.assignments) note(value.principal, value.role, value.scope, 'active');
  for (const { value } of directory.instances)
    note(value.principal, value.role, value.scope, value.of === 'assignment' ? 'active' : 'eligible');
  return held;
}

/** Members and owners of groups that roles can be assigned to. */
function shieldedBy(directory: Directory): ReadonlyMap<EntityId, 'member' | 'eligible'> {
  const shielded = new Map<EntityId, 'member' | 'eligible'>();
  const isAssignable = (group: EntityId): boolean => directory.groups.get(group)?.value.roleAssignable === true;
  for (const { value } of directory.groupInstances) {
    if (value.of === 'eligibility' && isAssignable(value.group)) shielded.set(value.principal, 'eligible');
  }
  for (const { value } of directory.members) if (isAssignable(value.group)) shielded.set(value.member, 'member');
  for (const { value } of directory.owners) if (isAssignable(value.of)) shielded.set(value.owner, 'member');
  return shielded;
}

/** Roles and memberships that were not read could only protect. */
function unreadShields(directory: Directory): readonly string[] {
  const unread: string[] = [];
  if (!directory.isRead('role-assignments')) unread.push('unless a role that was not read protects it');
  if (!directory.isRead('group-members') || !directory.isRead('groups')) {
    unread.push('unless it is in a group that roles can be assigned to, which was not read');
  }
  if (!directory.isRead('administrative-units')) unread.push('unless it is in a restricted administrative unit, which was not read');
  return unread;
}
