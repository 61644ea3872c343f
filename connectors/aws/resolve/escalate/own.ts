import type { Grant } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { combined } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import { Gains } from './elevated.ts';
import type { Sought } from './needs.ts';
import { soughtMethods } from './needs.ts';
import type { Search } from './search.ts';
import { changeable, isUnchangeable, olderVersions } from './search.ts';
import type { Way } from './ways.ts';
import { waysOf } from './ways.ts';

const ANY_RIGHT = 'so it may give itself any right';

/**
 * What a principal that may change its own rights gives itself, within what limits it and it cannot lift. Tells whether that is
 * everything, certainly and for ever.
 */
export function ownRights(sought: Sought, holder: Principal, search: Search, into: Grant[]): boolean {
  const gains = new Gains(search.everything, search.templates, holder);
  const isWhole = gain(sought, holder, search, gains);
  into.push(...gains.grants());
  return isWhole;
}

function gain(sought: Sought, holder: Principal, search: Search, gains: Gains): boolean {
  if (sought.method.family === 'own-boundary') return lifted(sought, holder, search, gains);
  if (sought.method.family === 'older-version') return restored(sought, holder, search, gains);
  return ownWays(sought, holder, search).some((way) => gains.add({ principal: holder, method: sought.method.id, way, because: ANY_RIGHT }));
}

/** What its policies give without the boundary, and what it could then give itself. */
function lifted(sought: Sought, holder: Principal, search: Search, gains: Gains): boolean {
  if (holder.limit.state === 'none' || isUnchangeable(holder.id)) return false;
  const method = sought.method.id;
  const free: Principal = { ...holder, limit: { state: 'none', name: '' } };
  const ways = waysOf(sought, holder, search.templates, oneself(holder));
  const more = ways.length === 0 ? [] : soughtMethods.filter(({ method }) => method.family === 'own-rights');
  return ways.some((way) => {
    const all = more.flatMap((next) => ownWays(next, free, search).map((after) => then(way, after)));
    if (all.some((both) => gains.add({ principal: free, method, way: both, because: ANY_RIGHT }))) return true;
    return free.held.some((held) => {
      const { document } = held;
      const because = `without its permissions boundary it has what ${held.source.name} gives`;
      return document !== null && gains.add({ principal: free, method, way, because, document });
    });
  });
}

function then(first: Way, next: Way): Way {
  return { ...next, right: combined(first.right, next.right), used: [...first.used, ...next.used] };
}

/** What older versions of its policies give; one that was not read may give anything. */
function restored(sought: Sought, holder: Principal, search: Search, gains: Gains): boolean {
  const { roomy, full } = changeable(holder, search);
  return [...roomy, ...full].some((policy) => {
    const older = olderVersions(policy, holder.boundary, search.facts);
    if (older.length === 0) return false;
    const ways = waysOf(sought, holder, search.templates, new Map([['own-policy', { include: [policy], exclude: [] }]]));
    return older.some((document) => {
      const because = `an older version of ${policy} gives it`;
      return ways.some((way) =>
        gains.add({ principal: holder, method: sought.method.id, way, because, document: search.compile(document) }),
      );
    });
  });
}

function ownWays(sought: Sought, holder: Principal, search: Search): readonly Way[] {
  const on = sought.needs[0]?.ingredient.on;
  if (on === 'oneself') return isUnchangeable(holder.id) ? [] : waysOf(sought, holder, search.templates, oneself(holder));
  const include = on === 'own-policy' ? policiesFor(sought.method.id, holder, search) : search.memberOf(holder);
  if (include.length === 0 || typeof on !== 'string') return [];
  return waysOf(sought, holder, search.templates, new Map([[on, { include, exclude: [] }]]));
}

function policiesFor(method: string, holder: Principal, search: Search): readonly string[] {
  const { roomy, full } = changeable(holder, search);
  return method === 'replace-version-of-own-policy' ? full : roomy;
}

function oneself({ id, caller }: Principal): ReadonlyMap<string, ResourceSet> {
  const own: EntityId = caller.arn ?? id;
  return new Map([['oneself', { include: [own], exclude: [] }]]);
}
