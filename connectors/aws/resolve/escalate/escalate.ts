import { impossible } from '../../../../src/base/errors.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Grant, LinkKind } from '../../../../src/model/grant.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import { allResources } from '../../rights/resources.ts';
import { plainRight } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import { principalsOf } from '../principals-of.ts';
import { isAdministrator } from './administrators.ts';
import { Boosted } from './boosted.ts';
import { UserCredentials } from './credentials.ts';
import type { Sought } from './needs.ts';
import { bitsOf, methodsFor } from './needs.ts';
import { ownRights } from './own.ts';
import { Served } from './passed.ts';
import type { Found, Search } from './search.ts';
import { isUnchangeable } from './search.ts';
import type { Target } from './spread.ts';
import { Spread } from './spread.ts';
import { usable } from './rewritten.ts';
import { doubted, waysOf } from './ways.ts';
import { Said } from './said.ts';
import { surfaceOf } from './surfaces.ts';

/** What the methods of the table give the principals beyond what their policies say in so many words. */
export function escalations(search: Search, principals: Iterable<Principal>): Found {
  const found: Found = { grants: [], candidates: [] };
  const shared = { credentials: new UserCredentials(search), served: once(() => new Served(search)) };
  const accounts = new Map<string, Account>();
  for (const principal of principals) {
    let bits = 0n;
    for (const { document } of principal.held) if (document !== null) bits |= bitsOf(document);
    if (bits === 0n) continue;
    const methods = methodsFor(bits);
    if (methods.length === 0 || isAdministrator(principal, search.templates)) continue;
    let account = accounts.get(principal.account);
    if (account === undefined) accounts.set(principal.account, (account = new Account(search, principal.account, shared)));
    account.seek(principal, methods, found);
  }
  for (const account of accounts.values()) account.finish(found);
  return found;
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface Shared {
  readonly credentials: UserCredentials;
  served(): Served;
}

type Targets = ReadonlyMap<string, readonly Target[]>;

function isOwn({ method: { family } }: Sought): boolean {
  return family === 'own-rights' || family === 'own-boundary' || family === 'older-version';
}

/** The methods of one account, whose principals reach its own users, roles and workloads alone. */
class Account {
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
    const said = new Said();
    for (const sought of methods) {
      switch (sought.method.family) {
        case 'boosted-user':
        case 'boosted-role':
          this.#boosted.find(sought, holder, into);
          break;
        case 'user':
          this.#reach(sought, holder, 'user', 'can-mint');
          break;
        case 'role':
          this.#reach(sought, holder, 'role', 'can-impersonate');
          break;
        case 'provider':
          this.#reach(sought, holder, 'provider', 'can-impersonate');
          break;
        case 'passed-role':
          this.#pass(sought, holder, said);
          break;
        case 'workload':
          this.#use(sought, holder, said);
          break;
        // told above, by groupJoins and by plain links
        case 'own-rights':
        case 'own-boundary':
        case 'older-version':
        case 'group':
        case 'plain':
          break;
      }
    }
  }

  finish(into: Found): void {
    for (const spread of this.#spreads.values()) for (const each of spread.links()) into.candidates.push(each);
  }

  #spread(method: EscalationMethod, how: LinkKind, targets: () => Targets, name = ''): Spread {
    const key = method.id + name;
    let spread = this.#spreads.get(key);
    if (spread === undefined) this.#spreads.set(key, (spread = new Spread(method.id, how, this.#account, targets(), name)));
    return spread;
  }

  #reach(sought: Sought, holder: Principal, kind: 'user' | 'role' | 'provider', how: LinkKind): void {
    const { method } = sought;
    const { templates } = this.#search;
    const ways = waysOf(sought, holder, templates);
    for (const way of kind === 'role' ? ways.flatMap((each) => usable(each, holder, templates)) : ways) {
      const aim = way.aims.get(kind) ?? impossible(`method ${method.id} reaches no ${kind}`);
      this.#spread(method, how, () => this.#targets(method, kind)).add(holder, way, aim);
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

  #pass(sought: Sought, holder: Principal, said: Said): void {
    const { method } = sought;
    const { passed, workload } = method;
    if (passed === null) return;
    const served = this.#shared.served();
    for (const way of waysOf(sought, holder, this.#search.templates)) {
      let { right } = way;
      if (workload !== null) {
        const here = way.aims.get('workload') ?? impossible(`method ${method.id} changes no workload`);
        const isThere = this.#spread(method, 'can-run-as', () => served.running(workload, this.#account), '-there').reaches(here);
        if (!isThere && this.#search.isRead(surfaceOf(workload), holder.boundary)) continue;
        if (!isThere) right = doubted(right, [`a ${workload.replaceAll('-', ' ')} is there, which was not read`]);
      }
      const roles = way.aims.get('passed-role') ?? impossible(`method ${method.id} passes no role`);
      if (!said.isNew(`${passed.trusts.join()}|${passed.inProfile}`, roles, right)) continue;
      this.#spread(method, 'can-run-as', () => served.passable(passed, this.#account)).add(holder, { ...way, right }, roles);
    }
  }

  #use(sought: Sought, holder: Principal, said: Said): void {
    const { method } = sought;
    const { workload } = method;
    if (workload === null) return;
    const served = this.#shared.served();
    const isRead = this.#search.isRead(surfaceOf(workload), holder.boundary);
    for (const way of waysOf(sought, holder, this.#search.templates)) {
      const here = way.aims.get('workload') ?? impossible(`method ${method.id} uses no workload`);
      if (!said.isNew(workload, here, way.right)) continue;
      const seen = this.#spread(method, 'can-run-as', () => served.running(workload, this.#account));
      seen.add(holder, way, here);
      if (isRead || seen.hasAll(here)) continue;
      const right = doubted(way.right, [`a ${workload.replaceAll('-', ' ')} runs as the role, which was not read`]);
      this.#spread(method, 'can-run-as', () => served.mayRun(workload, this.#account), '-unread').add(
        holder,
        { ...way, right },
        allResources,
      );
    }
  }
}
