import { directoryRoles } from '../../../test/connectors/microsoft/world/known.ts';
import { policyRules } from '../../../test/connectors/microsoft/world/policy-rules.ts';
import { listOf, type Item, type List, type Tenant } from '../tenant.ts';
import { isManaged } from './groups.ts';

/** Of the directory's own roles, in an order of ours. */
export const roleNames: readonly string[] = Object.keys(directoryRoles);
const ids: readonly string[] = Object.values(directoryRoles).map(({ template }) => template);

/** How a role is held. `later`: it begins in a month, so that there is a schedule and no instance. */
export type Way = 'standing' | 'time-bound' | 'activated' | 'eligible' | 'eligible for a time' | 'later';
const ways: readonly Way[] = ['standing', 'time-bound', 'activated', 'eligible', 'eligible for a time', 'later'];

export interface Holding {
  readonly number: number;
  readonly who: string;
  /** In the list of roles. */
  readonly role: number;
  readonly way: Way;
  /** An administrative unit; `undefined`: the tenant. */
  readonly unit?: number;
}

/** Ids that role assignments name and nobody has. */
export const GONE = 3;
export const UNITS = 5;

/**
 * Everybody who holds a role by himself, in all ways one after the other; the assignable groups, half of them eligible; three who are gone.
 * One in ten people holds it in an administrative unit alone.
 */
export function holdings(tenant: Tenant): readonly Holding[] {
  const { holders, assignable } = tenant.size;
  const people = Array.from({ length: holders }, (_, at) => ({
    who: tenant.idOf('user', at),
    role: Math.floor(at / ways.length) % ids.length,
    way: ways[at % ways.length] ?? 'standing',
    ...(at % 10 === 9 ? { unit: at % UNITS } : {}),
  }));
  const groups = Array.from({ length: assignable }, (_, at) => ({
    who: tenant.idOf('group', at),
    // of most groups a role that only reads
    role: at < 2 * ids.length ? (at * 3) % ids.length : ids.length - 1 - (at % 4 < 2 ? 0 : 1),
    way: at % 2 === 0 ? ('standing' as const) : ('eligible' as const),
  }));
  const gone = Array.from({ length: GONE }, (_, at) => ({ who: tenant.idOf('gone', at), role: at, way: 'standing' as const }));
  return [...people, ...groups, ...gone].map((each, number) => ({ number, ...each }));
}

type Kind = 'assignment' | 'eligibility';

function isOf(kind: Kind, { way }: Holding): boolean {
  const eligible = way === 'eligible' || way === 'eligible for a time';
  return kind === 'eligibility' ? eligible || way === 'activated' : !eligible;
}

function common(tenant: Tenant, { who, role, unit }: Holding): Item {
  return {
    principalId: who,
    roleDefinitionId: ids[role] ?? '',
    directoryScopeId: unit === undefined ? '/' : `/administrativeUnits/${tenant.idOf('unit', unit)}`,
    appScopeId: null,
  };
}

function endOf(tenant: Tenant, kind: Kind, { way }: Holding): string | null {
  if (way === 'time-bound' || way === 'eligible for a time') return tenant.day(60);
  if (way === 'activated' && kind === 'assignment') return tenant.day(0.2);
  return way === 'later' ? tenant.day(90) : null;
}

function ownId(tenant: Tenant, kind: Kind, { number }: Holding): string {
  return tenant.idOf('row', 1_000_000 + number * 2 + (kind === 'assignment' ? 0 : 1));
}

/** `form`: rows of what is in force, of what is planned too, or of assignments without PIM's words on them. */
export function roleRows(tenant: Tenant, kind: Kind, form: 'instance' | 'schedule' | 'assignment'): List {
  const rows = holdings(tenant).filter((each) => isOf(kind, each) && (form === 'schedule' || each.way !== 'later'));
  return listOf(rows.map((each) => rowOf(tenant, kind, form, each)));
}

function rowOf(tenant: Tenant, kind: Kind, form: 'instance' | 'schedule' | 'assignment', each: Holding): Item {
  const id = ownId(tenant, kind, each);
  if (form === 'assignment') return { id: `${id}-assignment`, ...common(tenant, each), condition: null };
  const end = endOf(tenant, kind, each);
  const activated = each.way === 'activated';
  if (form === 'instance') {
    return {
      id: `${id}-instance`,
      ...common(tenant, each),
      memberType: 'Direct',
      startDateTime: tenant.day(activated && kind === 'assignment' ? -0.1 : -40),
      endDateTime: end,
      ...(kind === 'eligibility'
        ? { roleEligibilityScheduleId: id }
        : {
            assignmentType: activated ? 'Activated' : 'Assigned',
            roleAssignmentOriginId: `${id}-assignment`,
            roleAssignmentScheduleId: id,
            activatedUsing: activated ? { id: `${ownId(tenant, 'eligibility', each)}-instance` } : null,
          }),
    };
  }
  return {
    id,
    ...common(tenant, each),
    memberType: 'Direct',
    status: 'Provisioned',
    createdDateTime: tenant.day(-40),
    modifiedDateTime: null,
    createdUsing: tenant.idOf('request', each.number),
    scheduleInfo: {
      startDateTime: tenant.day(each.way === 'later' ? 30 : -40),
      recurrence: null,
      expiration: { type: end === null ? 'noExpiration' : 'afterDateTime', endDateTime: end, duration: null },
    },
    ...(kind === 'assignment' ? { assignmentType: activated ? 'Activated' : 'Assigned', activatedUsing: null } : {}),
  };
}

export const roleDefinitions: List = {
  length: roleNames.length,
  item: (at) => {
    const name = roleNames[at] ?? '';
    const role = directoryRoles[name];
    return {
      id: role?.template,
      templateId: role?.template,
      displayName: name,
      isBuiltIn: true,
      isEnabled: true,
      isPrivileged: role?.privileged,
      rolePermissions: [{ allowedResourceActions: role?.actions, condition: null }],
    };
  },
};

/** Of roles: every second asks for approval, by a group; every third lets it be given for good. */
export function isApproved(role: number): boolean {
  return role % 2 === 1;
}
export function isPermanentAllowed(role: number): boolean {
  return role % 3 === 0;
}

export function rolePolicies(tenant: Tenant): List {
  return listOf(ids.map((id, at) => policyRow(tenant, '/', 'DirectoryRole', id, isApproved(at), isPermanentAllowed(at))));
}

/** Two of each group under PIM; of groups, none asks for approval and all demand an end. */
export function groupPolicies(tenant: Tenant, group: number): List {
  if (!isManaged(tenant, group)) return listOf([]);
  return listOf(['member', 'owner'].map((access) => policyRow(tenant, tenant.idOf('group', group), 'Group', access, false, false)));
}

function policyRow(tenant: Tenant, scopeId: string, scopeType: string, role: string, approved: boolean, permanent: boolean): Item {
  const policyId = `${scopeType}_${scopeId === '/' ? tenant.id : scopeId}_${role}`;
  const approvers = { idOf: () => tenant.idOf('group', 1), sortOf: () => 'group' as const };
  const policy = {
    ...(approved ? { approvers: ['approvers'] } : {}),
    secondFactor: true,
    justification: true,
    ticket: false,
    longest: 'PT8H',
    permanentAssignment: permanent,
    permanentEligibility: true,
  };
  return {
    id: `${policyId}_${role}`,
    policyId,
    scopeId,
    scopeType,
    roleDefinitionId: role,
    policy: { id: policyId, scopeId, scopeType, rules: policyRules(approvers, policy, 'graph') },
  };
}

/** Two of five shield their members from roles of the tenant. */
export function units(tenant: Tenant): List {
  return {
    length: UNITS,
    item: (at) => ({
      id: tenant.idOf('unit', at),
      displayName: `Unit ${at}`,
      isMemberManagementRestricted: at < 2,
      visibility: null,
    }),
  };
}
