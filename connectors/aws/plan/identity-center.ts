import type { JsonObject } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { BoundaryId, SurfaceId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import type { DirectoryPrincipal, IdentityCenterFact, InstanceFact } from '../identity-center-facts.ts';
import { identityCenterFact, listings } from '../identity-center-facts.ts';
import { accountBoundary } from '../identity.ts';
import type { AwsSettings, LiveSurface } from '../settings.ts';
import { permissionSetCalls } from '../surfaces/identity-center/permission-sets.ts';
import {
  accountAccess,
  identityCenter,
  identityCenterAssignments,
  identityCenterDirectory,
  identityCenterProvisioning,
  permissionSets,
} from '../surfaces/identity-center/surfaces.ts';
import { hubOf, managementOf } from './entered.ts';
import type { Plan } from './plan.ts';

/**
 * What is asked of IAM Identity Center: its instances first; then, of the instance of an organization, what its permission sets hold,
 * what was not provisioned, the entitlements, the assignments in the direction that needs fewer calls, and the members of groups that may act as something. An
 * account instance assigns no accounts (user guide, identity-center-instances.html): nothing of this is asked of it.
 */
export const planIdentityCenter: Plan = (seen, stage, settings) => {
  const hub = hubOf(seen);
  if (hub === undefined || !asksIdentityCenter(settings)) return [];
  const tasks: Task[] = [{ boundary: hub, surface: identityCenter.id, args: first(settings) }];
  const management = managementOf(seen);
  const instances = instancesOf(seen);
  for (const [boundary, found] of [...instances].sort((a, b) => byCodeUnit(a[0], b[0]))) {
    if (management === null || (management !== undefined && management !== accountBoundary(found.instance.owner))) continue;
    const asked = new Questions(boundary, found.instance, settings, tasks);
    about(asked, found, settings);
    // before, neither all sets nor all principals are known, and which direction is shorter hangs on both
    if (stage >= 1 && settings.surfaces.includes('identity-center-assignments')) {
      assignments(asked, found, settings.assignments, management === undefined ? undefined : management === hub);
    }
  }
  return tasks;
};

/** Surfaces of which nothing can be asked before the instances, or their permission sets, are known. */
const resting: ReadonlySet<LiveSurface> = new Set([
  'identity-center',
  'permission-sets',
  'identity-center-directory',
  'identity-center-assignments',
  'identity-center-provisioning',
  'account-access',
]);

/** Whether a scan asks for the instances of IAM Identity Center: where anything is to be read of it. */
export function asksIdentityCenter({ surfaces }: Pick<AwsSettings, 'surfaces'>): boolean {
  return surfaces.some((each) => resting.has(each));
}

function first({ surfaces, identityCenterRegion }: AwsSettings): JsonObject {
  const directory = surfaces.includes('identity-center-directory');
  return { call: 'ListInstances', directory, ...(identityCenterRegion === undefined ? {} : { region: identityCenterRegion }) };
}

/** What was seen of one instance. */
interface Found {
  readonly instance: InstanceFact;
  readonly sets: string[];
  readonly principals: { readonly type: DirectoryPrincipal; readonly id: string }[];
  readonly pairs: { readonly set: string; readonly account: string }[];
  /** Groups that may act as something. */
  readonly groups: Set<string>;
  /** How many elements each list had that was read to its end. */
  readonly counted: Map<string, number>;
  /** Whether it was told where sets are provisioned. */
  provisioned: boolean;
}

function instancesOf(seen: FactIndex): ReadonlyMap<BoundaryId, Found> {
  const instances = new Map<BoundaryId, Found>();
  const told: { readonly boundary: BoundaryId; readonly value: IdentityCenterFact }[] = [];
  for (const kind of ['provider', 'assignment'] as const) {
    for (const { boundary, value: json } of seen.ofKind(kind)) {
      const value = identityCenterFact(json);
      if (value?.type === 'identity-center-instance') {
        instances.set(boundary, {
          instance: value,
          sets: [],
          principals: [],
          pairs: [],
          groups: new Set(),
          counted: new Map(),
          provisioned: false,
        });
      } else if (value !== undefined) told.push({ boundary, value });
    }
  }
  if (instances.size === 0) return instances;
  for (const { boundary, value } of told) {
    const found = instances.get(boundary);
    if (found !== undefined) add(found, value);
  }
  for (const { boundary, value } of seen.ofKind('identity')) {
    const { kind, uid } = value;
    if (uid === null || (kind !== 'user' && kind !== 'group')) continue;
    instances.get(boundary)?.principals.push({ type: kind === 'user' ? 'USER' : 'GROUP', id: uid });
  }
  return instances;
}

function add(found: Found, value: IdentityCenterFact): void {
  if (value.type === 'permission-set') found.sets.push(value.arn);
  else if (value.type === 'provisioned') found.pairs.push({ set: value.permissionSet, account: value.account });
  else if (value.type === 'listing') {
    found.counted.set(value.listing, value.count);
    found.provisioned ||= value.listing.startsWith('provisioned|');
  } else if ((value.type === 'assignment' || value.type === 'entitlement') && value.principalType === 'GROUP') {
    found.groups.add(value.principal);
  }
}

/** Adds the tasks about one instance that the settings want. */
class Questions {
  readonly #where: JsonObject;
  readonly #boundary: BoundaryId;
  readonly #wanted: ReadonlySet<SurfaceId>;
  readonly #tasks: Task[];

  constructor(boundary: BoundaryId, { arn, region }: InstanceFact, { surfaces }: AwsSettings, tasks: Task[]) {
    this.#boundary = boundary;
    this.#where = { instance: arn, ...(region === null ? {} : { region }) };
    this.#wanted = new Set(surfaces.map((each) => `aws:${each}`));
    this.#tasks = tasks;
  }

  ask(surface: SurfaceId, call: string, args: JsonObject = {}): void {
    if (this.#wanted.has(surface)) this.#tasks.push({ boundary: this.#boundary, surface, args: { call, ...this.#where, ...args } });
  }
}

function about(questions: Questions, { instance, sets, groups }: Found, settings: AwsSettings): void {
  // set by set, so that a call that one service lacks is not asked several times in a row
  for (const permissionSet of sets) {
    for (const call of permissionSetCalls) questions.ask(permissionSets.id, call, { permissionSet });
    questions.ask(identityCenterProvisioning.id, 'ListAccountsForProvisionedPermissionSet', { permissionSet });
  }
  questions.ask(identityCenterProvisioning.id, 'ListAccountAssignmentDeletionStatus');
  questions.ask(identityCenterProvisioning.id, 'ListAccountAssignmentCreationStatus');
  questions.ask(accountAccess.id, 'ListApplications');
  if (!settings.surfaces.includes('identity-center-directory')) return;
  const { identityStore } = instance;
  for (const group of groups) questions.ask(identityCenterDirectory.id, 'ListGroupMemberships', { identityStore, group });
}

/**
 * Of P sets, and N groups and users: with N up to P each principal is asked about; with more, P calls tell in which pairs of set and
 * account there is anything, and what is less is asked about then. `management`: whether the scan starts from the management account;
 * elsewhere the service answers about pairs only. Where not all users and groups were listed, as when the directory was not read, pairs
 * are asked about, whatever the settings say: an assignment of somebody not listed would be no question.
 */
function assignments(questions: Questions, found: Found, direction: AwsSettings['assignments'], management: boolean | undefined): void {
  const { sets, principals, pairs, provisioned } = found;
  const may = principals.length > 0 && isListed(found) && (management ?? direction === 'by-principal') && direction !== 'by-account';
  const must = may && direction === 'by-principal';
  if (sets.length === 0) return;
  const ask = (call: string, args: JsonObject): void => questions.ask(identityCenterAssignments.id, call, args);
  const byPrincipal = (): void => {
    for (const { type, id } of principals) ask('ListAccountAssignmentsForPrincipal', { type, principal: id });
  };
  if (must || (may && principals.length <= sets.length)) {
    byPrincipal();
    return;
  }
  for (const permissionSet of sets) ask('ListAccountsForProvisionedPermissionSet', { permissionSet });
  if (!provisioned) return;
  if (may && principals.length < pairs.length) byPrincipal();
  else for (const { set, account } of pairs) ask('ListAccountAssignments', { permissionSet: set, account });
}

/** Whether both lists of the directory were read to their ends and all in them was understood. */
function isListed({ principals, counted }: Found): boolean {
  const listed = (type: DirectoryPrincipal): number => principals.filter((each) => each.type === type).length;
  return counted.get(listings.users) === listed('USER') && counted.get(listings.groups) === listed('GROUP');
}
