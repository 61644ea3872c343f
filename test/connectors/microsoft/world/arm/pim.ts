import { stateOf, usualPolicy, type Estate } from '../estate.ts';
import { armScope, guidOf } from '../identifiers.ts';
import { azureRoles } from '../known.ts';
import type { Item } from '../odata.ts';
import { policyRules } from '../policy-rules.ts';
import type { Route } from '../route.ts';
import { assignmentId, list, placeOf, principalType, roleResource, scoped, under, type Access } from './authorization.ts';
import { chainOf } from './scopes.ts';

type Kind = 'assignment' | 'eligibility';
interface Row {
  readonly at: string;
  readonly item: Item;
}

function entriesOf(estate: Estate, kind: Kind): readonly Access[] {
  const entries = estate.azure?.access ?? [];
  return entries.filter(
    ({ as, withoutInstance }) => withoutInstance !== true && (kind === 'eligibility' ? as !== 'assigned' : as !== 'eligible'),
  );
}

function idOf(kind: Kind, { who, role, at, from }: Access, type: string): string {
  return under(armScope(at), type, guidOf('azure', kind, who, role, at, from));
}

const words = { assignment: 'Assignment', eligibility: 'Eligibility' } as const;

function shared(estate: Estate, entry: Access): Item {
  return {
    scope: armScope(entry.at),
    roleDefinitionId: roleResource(estate, entry.role, entry.at),
    principalId: estate.idOf(entry.who),
    principalType: principalType(estate, entry.who),
    memberType: 'Direct',
    condition: entry.condition ?? null,
    conditionVersion: entry.condition === undefined ? null : '2.0',
  };
}

function endOf(kind: Kind, { as, until }: Access): string | null {
  return kind === 'eligibility' && as === 'activated' ? null : (until ?? null);
}

function instances(kind: Kind): (estate: Estate) => readonly Row[] {
  const type = `role${words[kind]}ScheduleInstances`;
  return (estate) =>
    entriesOf(estate, kind).flatMap((entry) => {
      if (stateOf(estate, entry) !== 'current') return [];
      const id = idOf(kind, entry, type);
      const properties = {
        ...shared(estate, entry),
        status: kind === 'assignment' ? 'Provisioned' : 'Accepted',
        startDateTime: entry.from,
        endDateTime: endOf(kind, entry),
        createdOn: entry.from,
        ...(kind === 'eligibility'
          ? { roleEligibilityScheduleId: idOf(kind, entry, 'roleEligibilitySchedules') }
          : {
              assignmentType: entry.as === 'activated' ? 'Activated' : 'Assigned',
              originRoleAssignmentId: assignmentId(entry),
              roleAssignmentScheduleId: idOf(kind, entry, 'roleAssignmentSchedules'),
              linkedRoleEligibilityScheduleId: entry.as === 'activated' ? idOf('eligibility', entry, 'roleEligibilitySchedules') : null,
              linkedRoleEligibilityScheduleInstanceId:
                entry.as === 'activated' ? idOf('eligibility', entry, 'roleEligibilityScheduleInstances') : null,
            }),
      };
      return [{ at: entry.at, item: { id, name: id.slice(id.lastIndexOf('/') + 1), type: `Microsoft.Authorization/${type}`, properties } }];
    });
}

function schedules(kind: Kind): (estate: Estate) => readonly Row[] {
  const type = `role${words[kind]}Schedules`;
  return (estate) =>
    entriesOf(estate, kind).flatMap((entry) => {
      if (stateOf(estate, entry) === 'over') return [];
      const id = idOf(kind, entry, type);
      const properties = {
        ...shared(estate, entry),
        status: 'Provisioned',
        startDateTime: entry.from,
        endDateTime: endOf(kind, entry),
        createdOn: entry.from < '2026-11-22' ? entry.from : '2026-11-20T08:00:00Z',
        updatedOn: null,
        ...(kind === 'assignment'
          ? { assignmentType: entry.as === 'activated' ? 'Activated' : 'Assigned', linkedRoleEligibilityScheduleId: null }
          : {}),
      };
      return [{ at: entry.at, item: { id, name: id.slice(id.lastIndexOf('/') + 1), type: `Microsoft.Authorization/${type}`, properties } }];
    });
}

/** Every scope has a policy of its own for every role; those of the description differ from the usual one. */
function policies(estate: Estate, place: string): readonly Item[] {
  const { azure } = estate;
  return [...Object.keys(azureRoles), ...Object.keys(azure?.customRoles ?? {})].map((role) => {
    const given = chainOf(estate, place).includes(place)
      ? azure?.policies.find((each) => each.role === role && each.at === place)
      : undefined;
    const policyId = under(armScope(place), 'roleManagementPolicies', guidOf('azure policy', place, role));
    const name = `${guidOf('azure policy', place, role)}_${estate.azureRole(role)}`;
    return {
      id: under(armScope(place), 'roleManagementPolicyAssignments', name),
      name,
      type: 'Microsoft.Authorization/RoleManagementPolicyAssignment',
      properties: {
        scope: armScope(place),
        roleDefinitionId: roleResource(estate, role, place),
        policyId,
        effectiveRules: policyRules(estate, given ?? usualPolicy, 'arm'),
        policyAssignmentProperties: {
          scope: { id: armScope(place), displayName: place, type: 'scope' },
          roleDefinition: {
            id: roleResource(estate, role, place),
            displayName: role,
            type: role in azureRoles ? 'BuiltInRole' : 'CustomRole',
          },
          policy: { id: policyId, lastModifiedBy: null, lastModifiedDateTime: null },
        },
      },
    };
  });
}

export const pimRoutes: readonly Route[] = [
  ...(['assignment', 'eligibility'] as const).flatMap((kind): readonly Route[] => [
    {
      name: `azure-${kind}-instances`,
      service: 'arm',
      path: scoped(`role${words[kind]}ScheduleInstances`),
      needs: 'pim',
      ...list(instances(kind)),
    },
    {
      name: `azure-${kind}-schedules`,
      service: 'arm',
      path: scoped(`role${words[kind]}Schedules`),
      needs: 'pim',
      ...list(schedules(kind)),
    },
  ]),
  {
    name: 'azure-policies',
    service: 'arm',
    path: scoped('roleManagementPolicyAssignments'),
    needs: 'pim',
    about: placeOf,
    functions: () => ({ 'atScope()': () => true }),
    items: (estate, asked) => {
      const place = placeOf(estate, asked);
      return place === undefined ? { status: 404, code: 'SubscriptionNotFound', message: 'not found' } : policies(estate, place);
    },
  },
];
