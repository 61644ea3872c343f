import { impossible } from '../../../../src/base/errors.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Grant, LinkKind } from '../../../../src/model/grant.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import { escalationMethods } from '../../escalation/table.ts';
import type { WorkloadKind } from '../../facts.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { allResources } from '../../rights/resources.ts';
import { plainRight } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import { principalsOf } from '../principals-of.ts';
import { Boosted } from './boosted.ts';
import type { UserCredentials } from './credentials.ts';
import type { Sought } from './needs.ts';
import { Offers } from './offers.ts';
import { ownRights } from './own.ts';
import type { Serving, Served } from './passed.ts';
import { runningAs } from './passed.ts';
import type { Found, Search } from './search.ts';
import { isUnchangeable } from './search.ts';
import type { Target } from './spread.ts';
import { Spread } from './spread.ts';
import { usable } from './rewritten.ts';
import type { Way } from './ways.ts';
import { doubted, waysOf } from './ways.ts';
import { surfaceOf } from './surfaces.ts';

/** What accounts have in common. */
export interface Shared {
  readonly credentials: UserCredentials;
  served(): Served;
}

type Targets = ReadonlyMap<string, readonly Target[]>;

function isOwn({ method: { family } }: Sought): boolean {
  return family === 'own-rights' || family === 'own-boundary' || family === 'older-version';
}

/** The methods of one account, whose principals reach its own users, roles and workloads alone. */
export class Account {
  readonly #search: Search;
  readonly #account: string;
  readonly #shared: Shared;
  readonly #boosted: Boosted;
  readonly #spreads = new Map<string, Spread>();

  constructor(search: Search, account: string, shared: Shared) {
    this.#search = search;
    this.#account = account;
    this.#shared = shared;
    this.#boosted = new Boosted(search, account, shared.credentials);
  }

  seek(holder: Principal, methods: readonly Sought[], into: Found): void {
    let isWhole = false;
    const own: Grant[] = [];
    for (const sought of methods) if (isOwn(sought)) isWhole = ownRights(sought, holder, this.#search, own) || isWhole;
    into.grants.push(...firstOfEach(own));
    // whoever surely gives itself every right gains nothing by another
    if (isWhole) return;
    this.#boosted.find(
      methods.filter(({ method: { family } }) => family === 'boosted-user' || family === 'boosted-role'),
      holder,
      into,
    );
    const offers = new Offers(holder);
    for (const sought of methods) {
      switch (sought.method.family) {
        case 'user':
          this.#reach(sought, holder, 'user', offers);
          break;
        case 'role':
          this.#reach(sought, holder, 'role', offers);
          break;
        case 'provider':
          this.#reach(sought, holder, 'provider', offers);
          break;
        case 'passed-role':
          this.#pass(sought, holder, offers);
          break;
        case 'workload':
          this.#use(sought, holder, offers);
          break;
        // told above, by groupJoins and by plain links
        case 'boosted-user':
        case 'boosted-role':
        case 'own-rights':
        case 'own-boundary':
        case 'older-version':
        case 'group':
        case 'plain':
          break;
      }
    }
    offers.settle();
  }

  finish(into: Found): void {
    for (const spread of this.#spreads.values()) for (const each of spread.links()) into.candidates.push(each);
  }

  /** One spread for all methods that lead to the same by the same names. */
  #spread(name: string, how: LinkKind, method: string, targets: () => Targets): Spread {
    let spread = this.#spreads.get(name);
    if (spread === undefined) {
      spread = new Spread({ how, account: this.#account, name, method }, targets());
      this.#spreads.set(name, spread);
    }
    return spread;
  }

  #reach(sought: Sought, holder: Principal, kind: 'user' | 'role' | 'provider', offers: Offers): void {
    const { method } = sought;
    const { templates } = this.#search;
    const ways = waysOf(sought, holder, templates);
    for (const way of kind === 'role' ? ways.flatMap((each) => usable(each, holder, templates)) : ways) {
      const aim = way.aims.get(kind) ?? impossible(`method ${method.id} reaches no ${kind}`);
      const how = kind === 'user' ? 'can-mint' : 'can-impersonate';
      offers.add(
        this.#spread(method.id, how, method.id, () => this.#targets(method, kind)),
        method,
        way,
        aim,
      );
    }
  }

  #targets(method: EscalationMethod, kind: 'user' | 'role' | 'provider'): Targets {
    if (kind === 'user') return this.#users(method);
    return kind === 'role' ? this.#roles() : this.#shared.served().vouched(this.#account);
  }

  #users({ needs }: EscalationMethod): Targets {
    // of two permissions the one that makes room tells what the target must be like
    const action = needs.at(-1)?.actions[0] ?? '';
    return new Map(
      this.#principals('user').flatMap((user): (readonly [EntityId, readonly Target[]])[] => {
        const target = this.#shared.credentials.target(action, user);
        return target === undefined ? [] : [[user.id, [target]]];
      }),
    );
  }

  #roles(): Targets {
    return new Map(
      this.#principals('role').flatMap(({ id, name, boundary }): (readonly [EntityId, readonly Target[]])[] => {
        if (isUnchangeable(id)) return [];
        const source = { id: `${id}|trust`, kind: 'trust-policy', name: `trust policy of role ${name}`, boundary };
        return [[id, [{ to: id, right: plainRight, source, because: `role ${name} may be made to let it in`, caveats: [], evidence: [] }]]];
      }),
    );
  }

  #principals(kind: 'user' | 'role'): readonly Principal[] {
    return principalsOf(this.#search.estate, this.#account).filter(({ caller }) => caller.kind === kind);
  }

  #pass(sought: Sought, holder: Principal, offers: Offers): void {
    const { method } = sought;
    const { passed, workload } = method;
    if (passed === null) return;
    for (const way of waysOf(sought, holder, this.#search.templates)) {
      let { right } = way;
      if (workload !== null) {
        const here = way.aims.get('workload') ?? impossible(`method ${method.id} changes no workload`);
        const isThere = this.#running(workload).names.reached(here) !== null;
        if (!isThere && this.#search.isRead(surfaceOf(workload), holder.boundary)) continue;
        if (!isThere) right = doubted(right, [`a ${workload.replaceAll('-', ' ')} is there, which was not read`]);
      }
      const roles = way.aims.get('passed-role') ?? impossible(`method ${method.id} passes no role`);
      this.#offerRoles(offers, method, { ...way, right }, passed, roles);
    }
  }

  /** Of the roles that services act as those that the resources name. */
  #offerRoles(offers: Offers, method: EscalationMethod, way: Way, { trusts, inProfile }: Serving, roles: ResourceSet): void {
    const served = this.#shared.served();
    const name = `run-as-${trusts.join('-')}`;
    const spread = this.#spread(name, 'can-run-as', firstPassing(trusts), () => served.trusting(trusts, this.#account));
    const less = inProfile ? spread.names.list('without a profile', served.unprofiled(spread.names.all)) : -1;
    offers.add(spread, method, way, roles, less);
  }

  #running(workload: WorkloadKind): Spread {
    return this.#spread(`run-as-${workload}`, 'can-run-as', firstUsing(workload), () =>
      this.#shared.served().running(workload, this.#account),
    );
  }

  #use(sought: Sought, holder: Principal, offers: Offers): void {
    const { method } = sought;
    const { workload } = method;
    if (workload === null) return;
    const isRead = this.#search.isRead(surfaceOf(workload), holder.boundary);
    const seen = this.#running(workload);
    for (const way of waysOf(sought, holder, this.#search.templates)) {
      const here = way.aims.get('workload') ?? impossible(`method ${method.id} uses no workload`);
      offers.add(seen, method, way, here);
      if (isRead || here.include.every((each) => seen.names.has(each))) continue;
      const right = doubted(way.right, [`a ${workload.replaceAll('-', ' ')} runs as the role, which was not read`]);
      this.#offerRoles(offers, method, { ...way, right }, runningAs(workload), allResources);
    }
  }
}

/** Of grants of one policy that say the same by several methods the first. */
function firstOfEach(grants: readonly Grant[]): readonly Grant[] {
  const seen = new Map<string, Grant>();
  for (const each of grants) {
    const id = each.key.replace(`|${each.escalation ?? ''}`, '|');
    if (!seen.has(id)) seen.set(id, each);
  }
  return [...seen.values()];
}

/** Told of what many methods share. */
function firstPassing(trusts: readonly string[]): string {
  return firstId(({ passed }) => passed?.trusts.join() === trusts.join());
}

function firstUsing(kind: WorkloadKind): string {
  return firstId(({ workload }) => workload === kind);
}

function firstId(suits: (method: EscalationMethod) => boolean): string {
  return escalationMethods.find(suits)?.id ?? impossible('no method leads to what a method leads to');
}
