/** An invented tenant. Every object follows from its number, so that nothing has to be kept. */
export interface TenantSize {
  readonly users: number;
  readonly groups: number;
  readonly apps: number;
}

export const usual: TenantSize = { users: 200_000, groups: 20_000, apps: 5_000 };
export const TENANT = guid(0, 1);
/** Roles can be assigned to so many groups at most: https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept */
const ASSIGNABLE = 400;
const CREATED = '2024-03-04T09:00:00Z';
export const GRAPH = guid(9, 0);
const READ_USERS = 'df021288-bdef-4463-88db-98f22de89214';
const WRITE_ROLES = '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8';

export type Item = Readonly<Record<string, unknown>>;

/** A list that is made as it is asked for. */
export interface List {
  readonly length: number;
  item(at: number): Item;
}

export function guid(sort: number, number: number): string {
  return `${sort.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export const userId = (at: number): string => guid(1, at);
export const groupId = (at: number): string => guid(2, at);
export const applicationId = (at: number): string => guid(3, at);
export const servicePrincipalId = (at: number): string => guid(4, at);
const appId = (at: number): string => guid(5, at);
/** The number behind an id. */
export const numberOf = (id: string): number => Number.parseInt(id.slice(24), 16);

/** Every so manieth group can hold roles. */
export function assignableGroups({ groups }: TenantSize): number {
  return Math.min(ASSIGNABLE, Math.floor(groups / 50));
}

export function isAssignable(size: TenantSize, group: number): boolean {
  return group < assignableGroups(size);
}

export function users({ users: length }: TenantSize): List {
  return {
    length,
    item: (at) => ({
      id: userId(at),
      displayName: `Person ${at}`,
      userPrincipalName: `person.${at}@contoso.example`,
      userType: at % 50 === 7 ? 'Guest' : 'Member',
      accountEnabled: at % 33 !== 5,
      createdDateTime: CREATED,
      lastPasswordChangeDateTime: CREATED,
      onPremisesSyncEnabled: at % 3 === 0 ? true : null,
      onPremisesImmutableId: at % 3 === 0 ? `immutable-${at}` : null,
      employeeId: at % 2 === 0 ? String(at) : null,
      externalUserState: at % 50 === 7 ? 'Accepted' : null,
      signInSessionsValidFromDateTime: CREATED,
      isResourceAccount: null,
      signInActivity: { lastSuccessfulSignInDateTime: '2026-11-20T08:00:00Z', lastSignInDateTime: '2026-11-20T08:00:00Z' },
    }),
  };
}

export function groups(size: TenantSize): List {
  return {
    length: size.groups,
    item: (at) => ({
      id: groupId(at),
      displayName: `Group ${at}`,
      createdDateTime: CREATED,
      isAssignableToRole: isAssignable(size, at) ? true : null,
      groupTypes: at % 10 === 9 ? ['Unified'] : [],
      membershipRule: null,
      onPremisesSyncEnabled: null,
      securityEnabled: at % 10 !== 9,
      mailEnabled: at % 10 === 9,
      visibility: at % 10 === 9 ? 'Public' : null,
    }),
  };
}

const MEMBERS = 40;
export function membersOf(size: TenantSize, group: number): List {
  return {
    length: MEMBERS,
    item: (at) => ({ '@odata.type': '#microsoft.graph.user', id: userId((group * 37 + at * 101) % size.users) }),
  };
}

/** Roles of the directory: an assignment or an eligibility to every assignable group, and some to users. */
export function roleRows(size: TenantSize, of: 'assignment' | 'eligibility', form: 'instance' | 'schedule' | 'assignment'): List {
  const all = assignableGroups(size);
  const half = Math.floor(all / 2);
  return {
    length: half,
    item: (at) => {
      const group = of === 'assignment' ? at : half + at;
      const common = {
        id: `${of}-${at}${form === 'instance' ? '-instance' : ''}`,
        principalId: groupId(group),
        roleDefinitionId: roles[group % roles.length]?.[0] ?? '',
        directoryScopeId: '/',
        appScopeId: null,
      };
      if (form === 'assignment') return { ...common, condition: null };
      const lasting =
        of === 'assignment'
          ? {
              assignmentType: 'Assigned',
              roleAssignmentOriginId: `assignment-${at}`,
              roleAssignmentScheduleId: `assignment-${at}`,
              activatedUsing: null,
            }
          : { roleEligibilityScheduleId: `eligibility-${at}` };
      if (form === 'instance') return { ...common, ...lasting, memberType: 'Direct', startDateTime: CREATED, endDateTime: null };
      const scheduleInfo = {
        startDateTime: CREATED,
        recurrence: null,
        expiration: { type: 'noExpiration', endDateTime: null, duration: null },
      };
      return {
        ...common,
        ...(of === 'assignment' ? { assignmentType: 'Assigned' } : {}),
        memberType: 'Direct',
        status: 'Provisioned',
        createdDateTime: CREATED,
        createdUsing: `request-${at}`,
        scheduleInfo,
      };
    },
  };
}

const roles: readonly (readonly [string, string])[] = [
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
  ['4a5d8f65-41da-4de4-8968-e035b65339cf', 'Reports Reader'],
];

export const roleDefinitions: List = {
  length: roles.length,
  item: (at) => ({
    id: roles[at]?.[0],
    templateId: roles[at]?.[0],
    displayName: roles[at]?.[1],
    isBuiltIn: true,
    isEnabled: true,
    isPrivileged: at < 4,
    rolePermissions: [{ allowedResourceActions: ['microsoft.directory/users/password/update'], condition: null }],
  }),
};

export function applications({ apps: length, users: people }: TenantSize): List {
  return {
    length,
    item: (at) => ({
      id: applicationId(at),
      appId: appId(at),
      displayName: `App ${at}`,
      createdDateTime: CREATED,
      signInAudience: 'AzureADMyOrg',
      disabledByMicrosoftStatus: null,
      passwordCredentials:
        at % 2 === 0
          ? [{ keyId: guid(6, at), displayName: 'secret', startDateTime: CREATED, endDateTime: '2027-03-04T09:00:00Z', hint: 'abc' }]
          : [],
      keyCredentials: [],
      servicePrincipalLockConfiguration: null,
      federatedIdentityCredentials:
        at % 20 === 1
          ? [
              {
                id: guid(7, at),
                name: 'ci',
                issuer: 'https://token.actions.githubusercontent.com',
                subject: `repo:contoso/app-${at}:ref:refs/heads/main`,
                audiences: ['api://AzureADTokenExchange'],
              },
            ]
          : [],
      owners: at % 4 === 0 ? [{ '@odata.type': '#microsoft.graph.user', id: userId((at * 13) % people) }] : [],
    }),
  };
}

export function servicePrincipals({ apps }: TenantSize): List {
  return {
    length: apps + 1,
    item: (at) => ({
      id: at === apps ? GRAPH : servicePrincipalId(at),
      appId: at === apps ? '00000003-0000-0000-c000-000000000000' : appId(at),
      displayName: at === apps ? 'Microsoft Graph' : `App ${at}`,
      servicePrincipalType: 'Application',
      accountEnabled: true,
      appOwnerOrganizationId: at === apps ? 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' : TENANT,
      alternativeNames: [],
      appRoles:
        at === apps
          ? [
              [READ_USERS, 'User.Read.All'],
              [WRITE_ROLES, 'RoleManagement.ReadWrite.Directory'],
            ].map(([id, value]) => ({ id, value, isEnabled: true, allowedMemberTypes: ['Application'] }))
          : [],
      appRoleAssignmentRequired: false,
      verifiedPublisher: { displayName: null },
      passwordCredentials: [],
      keyCredentials: [],
      tags: [],
      owners: [],
    }),
  };
}

/** A third of the applications read users, and one in five hundred hands out roles. */
export function grants({ apps }: TenantSize): List {
  return {
    length: Math.floor(apps / 3),
    item: (at) => ({
      id: `grant-${at}`,
      appRoleId: at % 500 === 0 ? WRITE_ROLES : READ_USERS,
      createdDateTime: CREATED,
      principalId: servicePrincipalId(at * 3),
      principalType: 'ServicePrincipal',
      resourceId: GRAPH,
    }),
  };
}
