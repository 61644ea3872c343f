import type { ScopeId } from '../../../../src/model/ids.ts';

const SUBSCRIPTION = /^\/subscriptions\/([^/]+)(?=\/|$)/;

/** Where scopes lie: the root holds management groups, these hold subscriptions, and what lies below tells it by its resource id. */
export class ScopeTree {
  readonly #parents: ReadonlyMap<ScopeId, readonly ScopeId[]>;
  readonly #chains = new Map<ScopeId, readonly ScopeId[]>();
  readonly #above = new Map<ScopeId, readonly ScopeId[]>();

  /** `parents`: of management groups and subscriptions. One told to lie in two places lies in both. */
  constructor(parents: ReadonlyMap<ScopeId, readonly ScopeId[]>) {
    this.#parents = parents;
  }

  /** The scope, then all that hold it, from the inside out. A way round is walked once. */
  chain(scope: ScopeId): readonly ScopeId[] {
    let known = this.#chains.get(scope);
    if (known === undefined) this.#chains.set(scope, (known = this.#walk(scope)));
    return known;
  }

  contains(outer: ScopeId, inner: ScopeId): boolean {
    if (outer === inner) return true;
    if (outer.startsWith('/')) return inner.startsWith(outer) && inner[outer.length] === '/';
    return this.chain(inner).includes(outer);
  }

  #walk(scope: ScopeId): readonly ScopeId[] {
    const subscription = subscriptionOf(scope);
    if (subscription === undefined || subscription === scope) return this.#whole(scope);
    const inside: ScopeId[] = [];
    const top = `/subscriptions/${subscription.slice('azure:'.length)}`.length;
    for (let end = scope.length; end > top; end = scope.lastIndexOf('/', end - 1)) inside.push(scope.slice(0, end));
    return [...inside, ...this.#whole(subscription)];
  }

  #whole(scope: ScopeId): readonly ScopeId[] {
    let known = this.#above.get(scope);
    if (known === undefined) {
      const found = new Set<ScopeId>([scope]);
      for (const each of found) for (const parent of this.#parents.get(each) ?? []) found.add(parent);
      this.#above.set(scope, (known = [...found]));
    }
    return known;
  }
}

/** The boundary of the subscription that a scope is or lies in; `undefined` for the root, management groups and what is in none. */
export function subscriptionOf(scope: ScopeId): ScopeId | undefined {
  const id = SUBSCRIPTION.exec(scope)?.[1];
  return id === undefined ? undefined : `azure:${id}`;
}

/** `whole`: a subscription or what holds such. `group`: a resource group. Else the type of a resource: `microsoft.web/sites/slots`. */
export type ScopeSort = 'whole' | 'group' | (string & { readonly type?: never });

/** Whether a type of resource is of a sort, or of what lies in one. */
export function isOfSort(type: string, sort: ScopeSort): boolean {
  return type === sort || type.startsWith(`${sort}/`);
}

export function sortOf(scope: ScopeId): ScopeSort {
  if (!scope.startsWith('/')) return 'whole';
  const place = scope.lastIndexOf('/providers/');
  if (place < 0) return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(scope) ? 'group' : 'whole';
  const [namespace = '', ...rest] = scope.slice(place + '/providers/'.length).split('/');
  return [namespace, ...rest.filter((_, at) => at % 2 === 0)].join('/');
}
