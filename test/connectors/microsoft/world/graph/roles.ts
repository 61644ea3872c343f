import { hasPim, stateOf, transitiveOf, usualPolicy, type Estate } from '../estate.ts';
import type { Held } from '../description.ts';
import { guidOf, tenantId } from '../identifiers.ts';
import { directoryRoles } from '../known.ts';
import type { Item } from '../odata.ts';
import { policyRules } from '../policy-rules.ts';
import type { Route } from '../route.ts';

type Kind = 'assignment' | 'eligibility';

function scopeOf(estate: Estate, { at }: Held): string {
  if (at === undefined) return '/';
  return estate.sortOf(at) === 'unit' ? `/administrativeUnits/${estate.idOf(at)}` : `/${estate.idOf(at)}`;
}

function isOf(kind: Kind, { as }: Held): boolean {
  // an eligibility stays listed while it is switched on
  return kind === 'eligibility' ? as !== 'assigned' : as !== 'eligible';
}

function entriesOf(estate: Estate, kind: Kind): readonly { readonly entry: Held; readonly id: string }[] {
  return estate.world.roles.flatMap((entry) => {
    if (!isOf(kind, entry)) return [];
    const { who, role, at = '' } = entry;
    return [{ entry, id: guidOf(kind, who, role, at, entry.from) }];
  });
}

function common(estate: Estate, entry: Held, principal = entry.who): Item {
  return {
    principalId: estate.idOf(principal),
    roleDefinitionId: estate.directoryRole(entry.role),
    directoryScopeId: scopeOf(estate, entry),
    appScopeId: null,
  };
}

/** An eligibility that is switched on has ends of its own: here it has none. */
function endOf(kind: Kind, { as, until }: Held): string | null {
  return kind === 'eligibility' && as === 'activated' ? null : (until ?? null);
}

function instances(estate: Estate, kind: Kind): readonly Item[] {
  return entriesOf(estate, kind).flatMap(({ entry, id }) => {
    if (stateOf(estate, entry) !== 'current' || entry.withoutInstance === true) return [];
    const row = {
      ...common(estate, entry),
      id: `${id}-instance`,
      startDateTime: entry.as === 'activated' && kind === 'eligibility' ? '2026-01-05T08:00:00Z' : entry.from,
      endDateTime: endOf(kind, entry),
      memberType: 'Direct',
      ...(kind === 'eligibility'
        ? { roleEligibilityScheduleId: id }
        : {
            assignmentType: entry.as === 'activated' ? 'Activated' : 'Assigned',
            roleAssignmentOriginId: `${id}-assignment`,
            roleAssignmentScheduleId: id,
            activatedUsing:
              entry.as === 'activated'
                ? { id: `${guidOf('eligibility', entry.who, entry.role, entry.at ?? '', entry.from)}-instance` }
                : null,
          }),
    };
    if (entry.repeated !== true) return [row];
    const through = transitiveOf(estate, entry.who).map((member) => ({
      ...row,
      ...common(estate, entry, member),
      id: `${guidOf(id, member)}-instance`,
      memberType: 'Group',
    }));
    return [row, ...through];
  });
}

function schedules(estate: Estate, kind: Kind): readonly Item[] {
  return entriesOf(estate, kind).flatMap(({ entry, id }) => {
    if (stateOf(estate, entry) === 'over' || entry.withoutInstance === true) return [];
    const end = endOf(kind, entry);
    return [
      {
        ...common(estate, entry),
        id,
        createdDateTime: entry.from < '2026-11-22' ? entry.from : '2026-11-20T08:00:00Z',
        modifiedDateTime: null,
        createdUsing: entry.outsidePim === true ? null : guidOf('request', id),
        status: 'Provisioned',
        memberType: 'Direct',
        scheduleInfo: {
          startDateTime: entry.from,
          recurrence: null,
          expiration: { type: end === null ? 'noExpiration' : 'afterDateTime', endDateTime: end, duration: null },
        },
        ...(kind === 'assignment' ? { assignmentType: entry.as === 'activated' ? 'Activated' : 'Assigned', activatedUsing: null } : {}),
      },
    ];
  });
}

function assignments(estate: Estate): readonly Item[] {
  return entriesOf(estate, 'assignment').flatMap(({ entry, id }) =>
    stateOf(estate, entry) === 'current' ? [{ id: `${id}-assignment`, ...common(estate, entry), condition: null, principal: null }] : [],
  );
}

function roleNames(estate: Estate): readonly string[] {
  return [...Object.keys(directoryRoles), ...Object.keys(estate.world.customRoles)];
}

export const roleRoutes: readonly Route[] = [
  {
    name: 'role-definitions',
    service: 'graph',
    path: /^\/roleManagement\/directory\/roleDefinitions$/i,
    items: (estate, { beta }) =>
      roleNames(estate).map((name) => {
        const known = directoryRoles[name];
        const actions = known?.actions ?? estate.world.customRoles[name]?.actions ?? [];
        return {
          id: estate.directoryRole(name),
          templateId: estate.directoryRole(name),
          displayName: name,
          description: null,
          isBuiltIn: known !== undefined,
          isEnabled: true,
          version: null,
          resourceScopes: ['/'],
          rolePermissions: [{ allowedResourceActions: actions, condition: null }],
          inheritsPermissionsFrom: [],
          ...(beta ? { isPrivileged: known?.privileged ?? false } : {}),
        };
      }),
  },
  {
    name: 'role-assignments',
    service: 'graph',
    path: /^\/roleManagement\/directory\/roleAssignments$/i,
    expands: ['principal'],
    items: assignments,
  },
  ...(['assignment', 'eligibility'] as const).flatMap((kind): readonly Route[] => {
    const word = kind === 'assignment' ? 'Assignment' : 'Eligibility';
    return [
      {
        name: `role-${kind}-instances`,
        service: 'graph',
        path: new RegExp(`^/roleManagement/directory/role${word}ScheduleInstances$`, 'i'),
        needs: 'pim',
        expands: ['activatedUsing', 'principal'],
        items: (estate) => instances(estate, kind),
      },
      {
        name: `role-${kind}-schedules`,
        service: 'graph',
        path: new RegExp(`^/roleManagement/directory/role${word}Schedules$`, 'i'),
        needs: 'pim',
        expands: ['activatedUsing', 'principal'],
        items: (estate) => schedules(estate, kind),
      },
    ];
  }),
  {
    // a policy per role, and two per group under PIM: https://learn.microsoft.com/graph/api/policyroot-list-rolemanagementpolicyassignments
    name: 'policies',
    service: 'graph',
    path: /^\/policies\/roleManagementPolicyAssignments$/i,
    needs: 'pim',
    expands: ['policy'],
    filterNeeded: ['scopeId', 'scopeType'],
    about: (_, { query }) => (/scopeType eq 'Group'/i.test(query.get('$filter') ?? '') ? 'groups' : 'roles'),
    items: (estate) => [
      ...roleNames(estate).map((name) =>
        assignmentOf(estate, '/', 'DirectoryRole', estate.directoryRole(name), estate.world.rolePolicies[name]),
      ),
      ...Object.keys(estate.world.groups).flatMap((group) =>
        !hasPim(estate)
          ? []
          : (['member', 'owner'] as const).map((access) =>
              assignmentOf(estate, estate.idOf(group), 'Group', access, estate.world.groupPolicies[group]?.[access]),
            ),
      ),
    ],
  },
];

function assignmentOf(estate: Estate, scopeId: string, scopeType: string, role: string, policy = usualPolicy): Item {
  const policyId = `${scopeType}_${scopeId === '/' ? tenantId : scopeId}_${guidOf('policy', scopeId, role)}`;
  return {
    id: `${policyId}_${role}`,
    policyId,
    scopeId,
    scopeType,
    roleDefinitionId: role,
    policy: {
      id: policyId,
      displayName: scopeType,
      description: scopeType,
      isOrganizationDefault: false,
      scopeId,
      scopeType,
      lastModifiedDateTime: null,
      lastModifiedBy: { displayName: null, id: null },
      rules: policyRules(estate, policy, 'graph'),
    },
  };
}
