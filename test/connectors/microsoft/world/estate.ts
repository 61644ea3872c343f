import type { AzureWorld, Policy, World } from './description.ts';
import { guidOf, objectId } from './identifiers.ts';
import { azureRoles, directoryRoles } from './known.ts';

export type Sort = 'user' | 'group' | 'app' | 'service-principal' | 'managed-identity' | 'unit' | 'gone';

/** A tenant at a moment, with what its names stand for. */
export interface Estate {
  readonly world: World;
  /** Epoch milliseconds: what has begun and not ended is in force. */
  readonly now: number;
  sortOf(reference: string): Sort;
  /** The object behind a reference. Throws where nothing has that name. */
  idOf(reference: string): string;
  readonly azure: AzureWorld | undefined;
  /** Throws for a role that neither Microsoft nor the tenant defines. */
  directoryRole(name: string): string;
  azureRole(name: string): string;
}

export function estateOf(world: World, now: number): Estate {
  const sorts = new Map<string, Sort>();
  function add(names: readonly string[], sort: Sort): void {
    for (const name of names) {
      if (sorts.has(name)) throw new Error(`two things are called ${name}`);
      sorts.set(name, sort);
    }
  }
  add(Object.keys(world.users), 'user');
  add(Object.keys(world.groups), 'group');
  add(Object.keys(world.apps), 'service-principal');
  add(
    Object.entries(world.apps).flatMap(([name, { home }]) => (home === undefined ? [`app:${name}`] : [])),
    'app',
  );
  add(Object.keys(world.managedIdentities), 'managed-identity');
  add(Object.keys(world.units), 'unit');

  function sortOf(reference: string): Sort {
    const sort = reference.startsWith('gone:') ? 'gone' : sorts.get(reference);
    if (sort === undefined) throw new Error(`nothing is called ${reference}`);
    return sort;
  }
  return {
    world,
    now,
    azure: world.azure,
    sortOf,
    idOf: (reference) => {
      sortOf(reference);
      return objectId(reference);
    },
    directoryRole: (name) => {
      const id = directoryRoles[name]?.template ?? (name in world.customRoles ? guidOf('role', name) : undefined);
      if (id === undefined) throw new Error(`no directory role is called ${name}`);
      return id;
    },
    azureRole: (name) => {
      const id = azureRoles[name]?.id ?? (name in (world.azure?.customRoles ?? {}) ? guidOf('azure role', name) : undefined);
      if (id === undefined) throw new Error(`no role of Azure is called ${name}`);
      return id;
    },
  };
}

/** `future`: a schedule that has not begun. `over`: listed nowhere any more. */
export function stateOf(
  { now }: Estate,
  { from, until }: { readonly from: string; readonly until?: string | undefined },
): 'current' | 'future' | 'over' {
  if (until !== undefined && Date.parse(until) <= now) return 'over';
  return Date.parse(from) > now ? 'future' : 'current';
}

/** Privileged Identity Management is part of Entra ID P2 and of Entra ID Governance. */
export function hasPim({ world }: Estate): boolean {
  return world.licence === 'p2' || world.licence === 'governance' || world.licence === 'untold';
}

/** Groups that PIM knows: those brought under it, and those it holds something of. */
export function onboarded({ world }: Estate, group: string): boolean {
  return world.groups[group]?.onboarded === true || world.groupAccess.some((each) => each.group === group);
}

/** Who is a member now, by name: listed ones, and those whom PIM made members for a time. */
export function membersOf(estate: Estate, group: string): readonly string[] {
  const { groups, groupAccess } = estate.world;
  const given = groupAccess.filter((each) => each.group === group && each.access === 'member' && each.as !== 'eligible');
  return [
    ...new Set([...(groups[group]?.members ?? []), ...given.filter((each) => stateOf(estate, each) === 'current').map(({ who }) => who)]),
  ];
}

export function ownersOf(estate: Estate, group: string): readonly string[] {
  const { groups, groupAccess } = estate.world;
  const given = groupAccess.filter((each) => each.group === group && each.access === 'owner' && each.as !== 'eligible');
  return [
    ...new Set([...(groups[group]?.owners ?? []), ...given.filter((each) => stateOf(estate, each) === 'current').map(({ who }) => who)]),
  ];
}

/** Members of a group and of the groups inside it. */
export function transitiveOf(estate: Estate, group: string): readonly string[] {
  const seen = new Set<string>();
  const waiting = [...membersOf(estate, group)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (estate.sortOf(next) === 'group') waiting.push(...membersOf(estate, next));
  }
  return [...seen].sort();
}

export const usualPolicy: Policy = {
  secondFactor: true,
  justification: true,
  ticket: false,
  longest: 'PT8H',
  permanentAssignment: false,
  permanentEligibility: true,
};

export function subscriptionOf(place: string): string | undefined {
  return place === '/' || place.startsWith('mg:') ? undefined : place.split('/')[0];
}
