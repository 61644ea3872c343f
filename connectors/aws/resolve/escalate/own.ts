import type { EntityId } from '../../../../src/model/ids.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Principal } from '../estate.ts';
import type { Elevated, Gain } from './elevated.ts';
import { Gains } from './elevated.ts';
import type { Sought } from './needs.ts';
import { soughtMethods } from './needs.ts';
import { once } from './once.ts';
import type { Search } from './search.ts';
import { changeable, isUnchangeable, olderVersions } from './search.ts';
import type { Seeker } from './seeker.ts';
import { strongestFirst, followedBy, withPolicy } from './seeker.ts';
import type { Way } from './ways.ts';
import { waysOf } from './ways.ts';

const ANY_RIGHT = 'so it may give itself any right';

/** What comes of changing its own rights. */
export interface Own {
  /** Of those that give it everything, certainly and for ever, one. */
  readonly whole: Seeker | null;
  readonly seekers: readonly Seeker[];
  /** What it gains itself, by each method. */
  readonly gains: readonly Gain[];
}

interface Taken extends Seeker {
  readonly id: string;
}

/** What a principal that may change its own rights gives itself, within what limits it and it cannot lift. */
export function ownRights(methods: readonly Sought[], holder: Principal, search: Search): Own {
  const all: Taken[] = [];
  const gained: Gain[] = [];
  let whole: Seeker | null = null;
  for (const sought of methods) {
    const gains = new Gains(search.everything, search.templates, holder);
    const take = (elevated: Elevated, seeker: Taken): boolean => {
      all.push(seeker);
      const isWhole = gains.add(elevated);
      if (isWhole) whole ??= seeker;
      return isWhole;
    };
    gain(sought, holder, search, take);
    gained.push(...gains.strongest());
  }
  return { whole, seekers: strongestFirst(all), gains: gained };
}

type Take = (elevated: Elevated, seeker: Taken) => boolean;

function gain(sought: Sought, holder: Principal, search: Search, take: Take): boolean {
  if (sought.method.family === 'own-boundary') return lifted(sought, holder, search, take);
  if (sought.method.family === 'older-version') return restored(sought, holder, search, take);
  const method = sought.method.id;
  const principal = once(() => withPolicy(holder, search.everything, 'limits'));
  return ownWays(sought, holder, search).some((way) =>
    take({ principal: holder, method, way, because: ANY_RIGHT }, { id: 'any right', principal: principal(), first: { method, way } }),
  );
}

/** What its policies give without the boundary, and what it could then give itself. */
function lifted(sought: Sought, holder: Principal, search: Search, take: Take): boolean {
  if (holder.limit.state === 'none' || isUnchangeable(holder.id)) return false;
  const method = sought.method.id;
  const free: Principal = { ...holder, limit: { state: 'none', name: '' } };
  const freeWithAll = once(() => withPolicy(free, search.everything, 'limits'));
  const ways = waysOf(sought, holder, search.templates, oneself(holder));
  const more = ways.length === 0 ? [] : soughtMethods.filter(({ method }) => method.family === 'own-rights');
  return ways.some((way) => {
    const all = more.flatMap((next) => ownWays(next, free, search).map((after) => followedBy(way, after)));
    const isWhole = all.some((both) =>
      take(
        { principal: free, method, way: both, because: ANY_RIGHT },
        { id: 'no boundary and any right', principal: freeWithAll(), first: { method, way: both } },
      ),
    );
    if (isWhole) return true;
    return free.held.some((held) => {
      const { document } = held;
      const because = `without its permissions boundary it has what ${held.source.name} gives`;
      if (document === null) return false;
      return take({ principal: free, method, way, because, document }, { id: 'no boundary', principal: free, first: { method, way } });
    });
  });
}

/** What older versions of its policies give; one that was not read may give anything. */
function restored(sought: Sought, holder: Principal, search: Search, take: Take): boolean {
  const { roomy, full } = changeable(holder, search);
  const method = sought.method.id;
  return [...roomy, ...full].some((policy) => {
    const older = olderVersions(policy, holder.boundary, search.facts);
    if (older.length === 0) return false;
    const ways = waysOf(sought, holder, search.templates, new Map([['own-policy', { include: [policy], exclude: [] }]]));
    return older.some((json, at) => {
      const because = `an older version of ${policy} gives it`;
      const document = search.compile(json);
      const principal = once(() => withPolicy(holder, document, 'all'));
      return ways.some((way) =>
        take(
          { principal: holder, method, way, because, document },
          { id: `${policy} ${at}`, principal: principal(), first: { method, way } },
        ),
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
