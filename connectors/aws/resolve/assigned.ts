import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type {
  AssignmentFact,
  AssignmentRequestFact,
  DirectoryMembershipFact,
  EntitlementFact,
  IdentityCenterFact,
  InstanceFact,
  PermissionSetSettingsFact,
} from '../identity-center-facts.ts';
import { directoryArn, identityCenterFact, listings } from '../identity-center-facts.ts';

type FactHolding<T> = { readonly fact: FactOfKind<'assignment' | 'membership'>; readonly value: T };

/** All that was told of one instance of IAM Identity Center. */
export class Instance {
  readonly boundary: BoundaryId;
  readonly instance: InstanceFact;
  readonly settings = new Map<string, PermissionSetSettingsFact>();
  /** One for each assignment, whatever number of lists it stands in; sorted by key. */
  readonly entitlements: FactHolding<EntitlementFact>[] = [];
  readonly memberships: FactHolding<DirectoryMembershipFact>[] = [];
  readonly #assignments = new Map<string, FactHolding<AssignmentFact>>();
  readonly #sets = new Set<string>();
  readonly #principals = { USER: new Set<string>(), GROUP: new Set<string>() };
  readonly #applications = new Set<string>();
  readonly #provisioned = new Map<string, Set<string>>();
  readonly #behind = new Map<string, Set<string>>();
  readonly #failed = new Map<string, AssignmentRequestFact>();
  readonly #counted = new Map<string, number>();
  readonly #told = new Map<string, number>();
  /** Accounts with an assignment of a set whose name was not told; worked out once all is added. */
  #nameless: ReadonlySet<string> | null = null;

  constructor(boundary: BoundaryId, instance: InstanceFact) {
    this.boundary = boundary;
    this.instance = instance;
  }

  get partition(): string {
    return this.instance.arn.split(':')[1] ?? 'aws';
  }

  arnOf(type: AssignmentFact['principalType'], id: string): string {
    return directoryArn(this.partition, type, id);
  }

  addPrincipal(kind: string, uid: string | null): void {
    if (uid !== null && (kind === 'user' || kind === 'group')) this.#principals[kind === 'user' ? 'USER' : 'GROUP'].add(uid);
  }

  add(
    fact: FactOfKind<'provider' | 'session-limit' | 'assignment' | 'membership' | 'observation' | 'life-cycle'>,
    value: IdentityCenterFact,
  ): void {
    if ('listing' in value && value.type !== 'listing') this.#counted.set(value.listing, (this.#counted.get(value.listing) ?? 0) + 1);
    switch (value.type) {
      case 'listing':
        this.#told.set(value.listing, value.count);
        break;
      case 'permission-set':
        this.#sets.add(value.arn);
        break;
      case 'permission-set-settings':
        this.settings.set(value.arn, value);
        break;
      case 'assignment': {
        const key = keyOf(value);
        const known = this.#assignments.get(key);
        if (known === undefined || fact.key < known.fact.key) this.#assignments.set(key, { fact: fact as FactOfKind<'assignment'>, value });
        break;
      }
      case 'application':
        this.#applications.add(value.arn);
        break;
      case 'entitlement':
        this.entitlements.push({ fact: fact as FactOfKind<'assignment'>, value });
        break;
      case 'directory-membership':
        this.memberships.push({ fact: fact as FactOfKind<'membership'>, value });
        break;
      case 'provisioned':
        addTo(this.#provisioned, value.permissionSet, value.account);
        break;
      case 'not-provisioned':
        addTo(this.#behind, value.permissionSet, value.account);
        break;
      case 'assignment-request':
        if (value.request === 'deletion') this.#addFailed(value);
        break;
      default:
    }
  }

  /** Of several requests for one thing the last counts. */
  #addFailed(value: AssignmentRequestFact): void {
    const known = this.#failed.get(keyOf(value));
    if (known === undefined || later(value) > later(known)) this.#failed.set(keyOf(value), value);
  }

  assignments(): readonly FactHolding<AssignmentFact>[] {
    return [...this.#assignments.values()].sort(byKeys((each) => keyOf(each.value)));
  }

  /** The last request to remove it, where it failed. */
  failedRemoval(of: AssignmentFact): AssignmentRequestFact | undefined {
    return this.#failed.get(keyOf(of));
  }

  /** Whether the account runs the set as it is now; `null` = not told. */
  isProvisioned(set: string, account: string): boolean | null {
    if (this.#behind.get(set)?.has(account) === true) return false;
    return this.#isWhole(listings.notProvisioned(set)) ? true : null;
  }

  /**
   * Whether every assignment in this account is known, from the lists of all its pairs or of all principals, and which role each leads to,
   * which the name of its set tells.
   */
  knowsAll(account: string): boolean {
    if (this.#told.get(listings.permissionSets) !== this.#sets.size) return false;
    this.#nameless ??= new Set(
      [...this.#assignments.values()].flatMap(({ value }) => (this.settings.has(value.permissionSet) ? [] : [value.account])),
    );
    if (this.#nameless.has(account)) return false;
    return this.#knowsPairs(account) || this.#knowsPrincipals();
  }

  /** Whether every entitlement of account access manager is known. */
  knowsEntitlements(): boolean {
    return this.#isWhole(listings.applications) && [...this.#applications].every((each) => this.#isWhole(listings.entitlements(each)));
  }

  /** Every user and group of which anything was told; sorted. */
  parties(): readonly EntityId[] {
    const all = new Set((['USER', 'GROUP'] as const).flatMap((type) => [...this.#principals[type]].map((id) => this.arnOf(type, id))));
    for (const { value } of this.memberships) all.add(value.user).add(value.group);
    for (const { principalType, principal } of [...this.assignments(), ...this.entitlements].map((each) => each.value)) {
      all.add(this.arnOf(principalType, principal));
    }
    return [...all].sort(byCodeUnit);
  }

  #knowsPairs(account: string): boolean {
    return [...this.#sets].every(
      (set) =>
        this.#isWhole(listings.provisioned(set)) &&
        (this.#provisioned.get(set)?.has(account) !== true || this.#isWhole(listings.pair(set, account))),
    );
  }

  #knowsPrincipals(): boolean {
    return (['USER', 'GROUP'] as const).every((type) => {
      const all = this.#principals[type];
      const listing = type === 'USER' ? listings.users : listings.groups;
      return this.#told.get(listing) === all.size && [...all].every((id) => this.#isWhole(listings.principal(type, id)));
    });
  }

  #isWhole(listing: string): boolean {
    return this.#told.get(listing) === (this.#counted.get(listing) ?? 0);
  }
}

/** The instances that facts tell of, sorted by boundary. */
export function readInstances(facts: FactIndex): readonly Instance[] {
  const instances = new Map<BoundaryId, Instance>();
  for (const { boundary, value: json } of facts.ofKind('provider')) {
    const value = identityCenterFact(json);
    if (value?.type === 'identity-center-instance') instances.set(boundary, new Instance(boundary, value));
  }
  if (instances.size === 0) return [];
  for (const kind of ['provider', 'session-limit', 'assignment', 'membership', 'observation', 'life-cycle'] as const) {
    for (const fact of facts.ofKind(kind)) {
      const instance = instances.get(fact.boundary);
      const value = instance === undefined ? undefined : identityCenterFact(fact.value);
      if (instance !== undefined && value !== undefined) instance.add(fact, value);
    }
  }
  for (const { boundary, value } of facts.ofKind('identity')) instances.get(boundary)?.addPrincipal(value.kind, value.uid);
  return [...instances.values()].sort(byKeys((each) => each.boundary));
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

function keyOf({ permissionSet, account, principalType, principal }: Omit<AssignmentFact, 'type' | 'listing'>): string {
  return `${permissionSet}|${account}|${principalType}|${principal}`;
}

function later({ createdAt, id }: AssignmentRequestFact): string {
  return `${createdAt ?? ''} ${id}`;
}
