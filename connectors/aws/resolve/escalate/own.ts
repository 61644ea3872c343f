import { waysOf } from './ways.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Principal } from '../estate.ts';
import { Gains } from './elevated.ts';
import type { Sought } from './needs.ts';
import type { Found, Search } from './search.ts';
import { changeable, versionsOf } from './search.ts';

/**
 * What a principal that may change its own rights gives itself: any right, within what limits it and it cannot lift. Tells whether that is
 * everything, certainly and for ever.
 */
export function ownRights(sought: Sought, holder: Principal, search: Search, into: Found): boolean {
  const { method } = sought;
  const isLifting = method.family === 'own-boundary';
  if (isLifting && holder.limit.state === 'none') return false;
  const aims = aimsOf(sought, holder, search);
  if (aims === undefined) return false;
  const gains = new Gains(search.everything, search.templates, method.id, holder);
  const principal: Principal = isLifting ? { ...holder, limit: { state: 'none', name: '' } } : holder;
  const isWhole = waysOf(sought, holder, search.templates, aims).some((way) =>
    gains.add({ principal, way, because: 'so it may give itself any right' }),
  );
  into.grants.push(...gains.grants());
  return isWhole;
}

/** What the permissions must reach to change the holder's own rights; `undefined`: there is none of it. */
function aimsOf({ method, needs }: Sought, holder: Principal, search: Search): ReadonlyMap<string, ResourceSet> | undefined {
  const on = needs[0]?.ingredient.on;
  const include = on === 'own-policy' ? policiesFor(method.id, holder, search) : on === 'own-group' ? search.memberOf(holder) : [holder.id];
  return include.length === 0 || typeof on !== 'string' ? undefined : new Map([[on, { include, exclude: [] }]]);
}

function policiesFor(method: string, holder: Principal, search: Search): readonly string[] {
  const { roomy, full } = changeable(holder, search);
  if (method === 'new-version-of-own-policy') return roomy;
  if (method === 'replace-version-of-own-policy') return full;
  return [...roomy, ...full].filter((policy) => versionsOf(policy, holder.boundary, search.facts) > 1);
}
