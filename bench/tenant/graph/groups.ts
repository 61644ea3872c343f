import { listOf, nothing, type Item, type List, type Tenant } from '../tenant.ts';
import { reference } from './people.ts';

/*
 * Groups by their numbers: first those that directory roles can be assigned to, then those that hold roles of Azure, each with two groups
 * nested in it, one below the other; the others hold nothing. Of the first, every third is under Privileged Identity Management.
 */

export function azureGroups({ size }: Tenant): number {
  return Math.max(4, Math.floor(size.groups / 100));
}

/** The number of the group that is nested in a group; `undefined`: none is. */
export function nestedIn(tenant: Tenant, group: number): number | undefined {
  const { assignable } = tenant.size;
  const holding = azureGroups(tenant);
  return group >= assignable && group < assignable + 2 * holding ? group + holding : undefined;
}

/** What the settings name, because it holds roles in subscriptions. */
export function namedGroups(tenant: Tenant): readonly number[] {
  return Array.from({ length: azureGroups(tenant) }, (_, at) => tenant.size.assignable + at);
}

/** How many groups matter: those that can hold roles, those named, and those nested in them. */
export function groupsOfInterest(tenant: Tenant): number {
  return tenant.size.assignable + 3 * azureGroups(tenant);
}

export function isManaged({ size }: Tenant, group: number): boolean {
  return group < size.assignable && group % 3 === 0;
}

export function groups(tenant: Tenant): List {
  return {
    length: tenant.size.groups,
    item: (at) => {
      const unified = at >= groupsOfInterest(tenant) && at % 10 === 9;
      return {
        id: tenant.idOf('group', at),
        displayName: `Group ${at}`,
        createdDateTime: tenant.day(-200 - tenant.roll(4, at, 1500)),
        isAssignableToRole: at < tenant.size.assignable ? true : null,
        membershipRule: null,
        onPremisesSyncEnabled: null,
        securityEnabled: !unified,
        mailEnabled: unified,
        visibility: unified ? 'Public' : null,
      };
    },
  };
}

/** A dozen in those that hold something, some dozens in those nested; the last of these is larger than a page, and above it nothing is held. */
function peopleIn(tenant: Tenant, group: number): number {
  if (group === groupsOfInterest(tenant) - 1) return Math.min(2500, Math.floor(tenant.size.users / 4));
  return group < tenant.size.assignable + azureGroups(tenant) ? 5 + tenant.roll(5, group, 15) : 10 + tenant.roll(5, group, 40);
}

/** Nobody who holds a role by himself is in a group, so that what is planted stays apart. */
export function memberOf(tenant: Tenant, group: number, at: number): number {
  const { holders, users } = tenant.size;
  const others = users - holders;
  return holders + ((group * 7919 + at * 101) % others);
}

export function membersOf(tenant: Tenant, group: number): List {
  const people = peopleIn(tenant, group);
  const nested = nestedIn(tenant, group);
  return {
    length: people + (nested === undefined ? 0 : 1),
    item: (at) =>
      at === people && nested !== undefined
        ? reference('group', tenant.idOf('group', nested))
        : reference('user', tenant.idOf('user', memberOf(tenant, group, at))),
  };
}

export function ownersOf(tenant: Tenant, group: number): List {
  if (group % 5 === 4) return nothing;
  return listOf([reference('user', tenant.idOf('user', memberOf(tenant, group, 7)))]);
}

/** Rows of a group under PIM: everybody who is in it, two for a time; and two more who may switch a membership on. */
export function managedRows(tenant: Tenant, group: number, kind: 'assignment' | 'eligibility'): List {
  if (!isManaged(tenant, group)) return nothing;
  const groupId = tenant.idOf('group', group);
  const row = (at: number, who: number, more: Item): Item => ({
    id: `${groupId}_member_${tenant.idOf('row', group * 10_000 + at)}`,
    principalId: tenant.idOf('user', who),
    groupId,
    accessId: 'member',
    memberType: 'direct',
    ...more,
  });
  if (kind === 'eligibility') {
    return {
      length: 2,
      item: (at) =>
        row(at, memberOf(tenant, group, 5000 + at), {
          startDateTime: tenant.day(-30),
          endDateTime: at === 0 ? null : tenant.day(200),
          eligibilityScheduleId: `${groupId}_member_s${at}`,
        }),
    };
  }
  return {
    length: peopleIn(tenant, group),
    item: (at) =>
      row(at, memberOf(tenant, group, at), {
        startDateTime: at < 2 ? tenant.day(-1) : null,
        endDateTime: at < 2 ? tenant.day(at + 1) : null,
        assignmentType: at === 0 ? 'activated' : 'assigned',
        assignmentScheduleId: `${groupId}_member_a${at}`,
      }),
  };
}
