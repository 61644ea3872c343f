import { groupBy } from '../../../../src/base/group.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { Source } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { InstanceProfileFact, RunningWorkloadFact, WorkloadFact, WorkloadKind } from '../../facts.ts';
import { profileName, workloadArn, workloadKinds } from '../../facts.ts';
import type { Definitions } from '../../workload-folds.ts';
import { definitionsIn, foldOf } from '../../workload-folds.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import type { Right } from '../../rights/rights.ts';
import { flat } from '../flat.ts';
import { firstPage } from '../policies.ts';
import { rolesOfProfiles } from '../roles-anywhere.ts';
import type { ServedBy } from '../trust-reader.ts';
import type { Trust } from '../trusts.ts';
import type { PassedRole } from '../../escalation/table.ts';
import { isUnchangeable } from './search.ts';
import type { Search } from './search.ts';
import type { Target } from './spread.ts';
import { doubted } from '../doubted.ts';

/** How a role must be set up for a service to act as it. */
export type Serving = Pick<PassedRole, 'trusts' | 'inProfile'> & Partial<Pick<PassedRole, 'isNew'>>;

/** The names under which services act, for something that is yet to be made or for anything. */
export function namesOf({ trusts, isNew }: Serving): readonly string[] {
  return isNew === true ? trusts.map((service) => newOf(service)) : trusts;
}

function newOf(service: string): string {
  return `${service}|new`;
}

type Targets = ReadonlyMap<string, readonly Target[]>;
const none: Targets = new Map();

/** The roles that services act as, and what runs as them. */
export class Served {
  readonly #search: Search;
  /** By account and service. */
  readonly #trusting = new Map<string, Map<string, Map<EntityId, Target[]>>>();
  readonly #listed: ReadonlySet<EntityId>;
  /** The roles that instance profiles hold, and by `<account>|<name>` which. */
  readonly #profiled = new Set<EntityId>();
  readonly #profiles = new Map<string, EntityId>();
  /** By account, the roles that take sign-ins from a SAML provider, by the provider's ARN. */
  #vouched: ReadonlyMap<string, Targets> | undefined;
  #certified: ReadonlyMap<string, readonly EntityId[]> | undefined;
  /** By the ARNs of task definitions, the role of their tasks. */
  readonly #definitions: Definitions;
  /** By `<account>|<kind>`, by ARN. */
  readonly #workloads = new Map<string, Map<string, Target[]>>();
  /** By `<account>|<kind>`, those that have no role and can be given one. */
  readonly #roleless = new Map<string, string[]>();

  constructor(search: Search) {
    this.#search = search;
    this.#listed = new Set(search.estate.trusts.map((each) => each.role));
    for (const served of search.served) {
      const { role, account } = served.trust;
      if (isUnchangeable(role) || served.right.presence === 'refuted') continue;
      // in China some services sign with the suffix of their region and some without
      const service = served.service.endsWith('.cn') ? served.service.slice(0, -'.cn'.length) : served.service;
      let here = this.#trusting.get(account);
      if (here === undefined) this.#trusting.set(account, (here = new Map<string, Map<EntityId, Target[]>>()));
      const name = served.isNew ? newOf(service) : service;
      let roles = here.get(name);
      if (roles === undefined) here.set(name, (roles = new Map<EntityId, Target[]>()));
      const target = new Trusting(served, service);
      const targets = roles.get(role);
      if (targets === undefined) roles.set(role, [target]);
      else targets.push(target);
    }
    this.#definitions = definitionsIn(search.facts);
    this.#readWorkloads();
  }

  /** The roles of an account that one of the services acts as, by their ARNs. */
  trusting(services: readonly string[], account: string): Targets {
    const here = this.#trusting.get(account);
    const [only, ...more] = services;
    if (only !== undefined && more.length === 0) return here?.get(only) ?? none;
    const found = new Map<string, readonly Target[]>();
    for (const service of services) {
      for (const [role, targets] of here?.get(service) ?? []) {
        found.set(role, [...(found.get(role) ?? []), ...targets]);
      }
    }
    return found;
  }

  /** Whether any role of an account is set up so that what serves acts as it. */
  isServed(serving: Serving, account: string): boolean {
    return namesOf(serving).some((service) => {
      const roles = this.#trusting.get(account)?.get(service);
      return roles !== undefined && (!serving.inProfile || [...roles.keys()].some((role) => this.#profiled.has(role)));
    });
  }

  /** Of some roles those that no instance profile holds. */
  *unprofiled(roles: Iterable<EntityId>): Iterable<EntityId> {
    for (const role of roles) if (!this.#profiled.has(role)) yield role;
  }

  /** The roles of an account that take sign-ins from a SAML provider of it, by the provider's ARN. */
  vouched(account: string): Targets {
    this.#vouched ??= this.#readVouched();
    return this.#vouched.get(account) ?? none;
  }

  /** What of a kind was seen to run as a role in an account, by ARN; what only reaches such things is there with none. */
  running(kind: WorkloadKind, account: string): Targets {
    return this.#workloads.get(`${account}|${kind}`) ?? none;
  }

  /** What of a kind was seen in an account that has no role and can be given one. */
  roleless(kind: WorkloadKind, account: string): readonly string[] {
    return this.#roleless.get(`${account}|${kind}`) ?? [];
  }

  /** The roles of an account that a profile of Roles Anywhere names which is in force. */
  certified(account: string): readonly EntityId[] {
    this.#certified ??= groupBy(rolesOfProfiles(this.#search.facts), accountOfArn);
    return this.#certified.get(account) ?? [];
  }

  #readVouched(): ReadonlyMap<string, Targets> {
    const found = new Map<string, Map<string, Target[]>>();
    for (const { from, to, right, source, caveats, evidence } of this.#search.trusts) {
      const provider = from.startsWith('federated:arn:') ? from.slice('federated:'.length, from.indexOf('|')) : '';
      if (!provider.includes(':saml-provider/') || isUnchangeable(to) || right.presence === 'refuted') continue;
      const because = `role ${to.slice(to.lastIndexOf('/') + 1)} takes sign-ins from ${provider}`;
      const account = accountOfArn(to);
      const here = found.get(account) ?? new Map<string, Target[]>();
      found.set(account, here);
      const targets = here.get(provider) ?? [];
      here.set(provider, targets);
      targets.push({ to, right: withoutDemands(right), source, because, caveats, evidence });
    }
    return found;
  }

  #readWorkloads(): void {
    const running: {
      readonly fact: RunningWorkloadFact;
      readonly key: string;
      readonly boundary: string;
      readonly target: Pick<Target, 'evidence'>;
    }[] = [];
    for (const fact of this.#search.facts.ofKind('workload')) {
      const value = fact.value as unknown as WorkloadFact;
      if (value.type === 'instance-profile') this.#hold(fact.key, value);
      else if (value.type === 'workload')
        running.push({ fact: value, key: fact.key, boundary: fact.boundary, target: { evidence: firstPage(fact) } });
    }
    for (const { fact, key, boundary, target } of running) {
      const arn = workloadArn(key);
      const role = this.#roleOf(fact);
      const account = accountOfArn(arn);
      if (role === null && workloadKinds[fact.kind].takesRole && fact.usable !== false) this.#takeRoleless(account, fact.kind, arn);
      if (workloadKinds[fact.kind].isIndirect && fact.usable !== false) this.#hereOf(account, fact.kind).set(arn, []);
      if (role === null || fact.usable === false || isUnchangeable(role) || accountOfArn(role) !== account) continue;
      // by what goes on, so that a way is told alike whichever of them are there
      const one = foldOf(key, fact, this.#definitions) ?? { key: arn, name: fact.name };
      const source = { id: one.key, kind: 'workload', name: `${fact.kind.replaceAll('-', ' ')} ${one.name}`, boundary };
      const because = `${source.name} runs as role ${role.slice(role.lastIndexOf('/') + 1)}`;
      const here = this.#hereOf(account, fact.kind);
      const untold = fact.usable === null ? [`${source.name} can be used as it stands`] : [];
      const targets = this.#trustOf(role, account, workloadKinds[fact.kind].trusts).map((trust): Target => {
        const right = doubted(trust === null ? plainRight : combined(plainRight, trust.right), untold);
        const evidence = [...target.evidence, ...(trust?.evidence ?? [])];
        return { to: role, right, source, because, caveats: trust?.caveats ?? [], evidence };
      });
      here.set(arn, [...(here.get(arn) ?? []), ...targets]);
    }
  }

  #hereOf(account: string, kind: WorkloadKind): Map<string, Target[]> {
    const key = `${account}|${kind}`;
    let here = this.#workloads.get(key);
    if (here === undefined) this.#workloads.set(key, (here = new Map<string, Target[]>()));
    return here;
  }

  #takeRoleless(account: string, kind: WorkloadKind, arn: string): void {
    const key = `${account}|${kind}`;
    const here = this.#roleless.get(key);
    if (here === undefined) this.#roleless.set(key, [arn]);
    else here.push(arn);
  }

  /** `null`: none, or what holds it was not read. */
  #roleOf({ role, instanceProfile, definition }: RunningWorkloadFact): EntityId | null {
    if (role !== null) return role;
    if (definition !== undefined) return this.#definitions.get(definition) ?? null;
    return instanceProfile === null ? null : (this.#profiles.get(profileName(instanceProfile)) ?? null);
  }

  /** How the role lets the services in; `null`: its trust policy was not read. Empty: it does not, so what runs gets no session of it. */
  #trustOf(role: EntityId, account: string, services: readonly string[]): readonly (Target | null)[] {
    if (!this.#listed.has(role)) return [null];
    return services.flatMap((service) => this.#trusting.get(account)?.get(service)?.get(role) ?? []);
  }

  #hold(arn: string, { role }: InstanceProfileFact): void {
    this.#profiled.add(role);
    this.#profiles.set(profileName(arn), role);
  }
}

/** A role that a service acts as. */
class Trusting implements Target {
  readonly right: Right;
  readonly #trust: Trust;
  readonly #service: string;

  constructor({ trust, right }: ServedBy, service: string) {
    this.right = withoutDemands(right);
    this.#trust = trust;
    this.#service = service;
  }

  get to(): EntityId {
    return this.#trust.role;
  }

  get source(): Source {
    return this.#trust.source;
  }

  get because(): string {
    return flat('role ', this.#trust.roleName, ' trusts ', this.#service);
  }

  get caveats(): readonly string[] {
    return this.#trust.controls.caveats;
  }

  get evidence(): readonly Evidence[] {
    return this.#trust.evidence;
  }
}

function withoutDemands(right: Right): Right {
  return right.demands.length === 0 ? right : { ...right, demands: [] };
}

function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}
