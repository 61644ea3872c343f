import { membersOf, onboarded, ownersOf, stateOf, transitiveOf, type Estate } from '../estate.ts';
import { guidOf } from '../identifiers.ts';
import type { Item } from '../odata.ts';
import type { Asked, Refusal, Route } from '../route.ts';
import { notFound } from '../route.ts';
import { directoryItem, groupItem, living } from './objects.ts';

function named(estate: Estate, { at }: Asked): string | undefined {
  return living(estate.world.groups).find((name) => estate.idOf(name) === at[0]?.toLowerCase());
}

function inGroup(members: (estate: Estate, group: string) => readonly string[]): Route['items'] {
  return (estate, asked): readonly Item[] | Refusal => {
    const group = named(estate, asked);
    return group === undefined ? notFound : members(estate, group).map((each) => directoryItem(estate, each));
  };
}

/** Rows of PIM for Groups; enumerations in lower case here, and nowhere else. */
function access(estate: Estate, kind: 'assignment' | 'eligibility', asked: Asked): readonly Item[] {
  const wanted = /groupId eq '([^']+)'/i.exec(asked.query.get('$filter') ?? '')?.[1]?.toLowerCase();
  const rows = estate.world.groupAccess.flatMap((entry): readonly Item[] => {
    if (stateOf(estate, entry) !== 'current') return [];
    if (kind === 'eligibility' ? entry.as === 'assigned' : entry.as === 'eligible') return [];
    const id = guidOf('group access', kind, entry.group, entry.who, entry.access, entry.from);
    const over = kind === 'eligibility' && entry.as === 'activated' ? null : (entry.until ?? null);
    return [rowOf(estate, kind, id, entry.group, entry.who, entry.access, { from: entry.from, over, activated: entry.as === 'activated' })];
  });
  if (kind === 'eligibility') return rows;
  // all who are in a group that PIM knows have a row, whoever let them in
  const listed = Object.entries(estate.world.groups).flatMap(([group, { members, owners }]) =>
    onboarded(estate, group) && estate.idOf(group) === (wanted ?? estate.idOf(group))
      ? [...members.map((who) => [who, 'member'] as const), ...owners.map((who) => [who, 'owner'] as const)].map(([who, role]) =>
          rowOf(estate, kind, guidOf('listed', group, who, role), group, who, role, { from: null, over: null, activated: false }),
        )
      : [],
  );
  return [...rows, ...listed];
}

function rowOf(
  estate: Estate,
  kind: 'assignment' | 'eligibility',
  id: string,
  group: string,
  who: string,
  accessId: 'member' | 'owner',
  { from, over, activated }: { readonly from: string | null; readonly over: string | null; readonly activated: boolean },
): Item {
  const groupId = estate.idOf(group);
  return {
    id: `${groupId}_${accessId}_${id}`,
    principalId: estate.idOf(who),
    groupId,
    accessId,
    memberType: 'direct',
    startDateTime: from,
    endDateTime: over,
    ...(kind === 'assignment'
      ? { assignmentType: activated ? 'activated' : 'assigned', assignmentScheduleId: `${groupId}_${accessId}_${id}_s` }
      : { eligibilityScheduleId: `${groupId}_${accessId}_${id}_s` }),
  };
}

function aboutFilter(estate: Estate, asked: Asked): string | undefined {
  const id = /groupId eq '([^']+)'/i.exec(asked.query.get('$filter') ?? '')?.[1]?.toLowerCase();
  return Object.keys(estate.world.groups).find((name) => estate.idOf(name) === id);
}

export const groupRoutes: readonly Route[] = [
  {
    name: 'groups',
    service: 'graph',
    path: /^\/groups$/i,
    items: (estate) => living(estate.world.groups).map((name) => groupItem(estate, name)),
  },
  {
    name: 'group',
    service: 'graph',
    path: /^\/groups\/([^/]+)$/i,
    answers: 'one',
    about: named,
    items: (estate, asked) => {
      const name = named(estate, asked);
      return name === undefined ? notFound : [groupItem(estate, name)];
    },
  },
  { name: 'group-members', service: 'graph', path: /^\/groups\/([^/]+)\/members$/i, about: named, items: inGroup(membersOf) },
  { name: 'group-members', service: 'graph', path: /^\/groups\/([^/]+)\/transitiveMembers$/i, about: named, items: inGroup(transitiveOf) },
  { name: 'group-owners', service: 'graph', path: /^\/groups\/([^/]+)\/owners$/i, about: named, items: inGroup(ownersOf) },
  ...(['assignment', 'eligibility'] as const).map((kind): Route => ({
    name: `group-${kind}-instances`,
    service: 'graph',
    path: new RegExp(`^/identityGovernance/privilegedAccess/group/${kind}ScheduleInstances$`, 'i'),
    needs: 'pim',
    filterNeeded: ['groupId', 'principalId'],
    about: aboutFilter,
    items: (estate, asked) => access(estate, kind, asked),
  })),
];
