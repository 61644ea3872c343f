import type { Json, JsonObject } from '../../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../../src/base/json.ts';
import type { Task } from '../../../../../../src/model/page.ts';
import { event, rules } from './rows.ts';

/** One tenant: two subscriptions, one of them in a management group, and one object of each sort that the connector reads. */
export const T = '11111111-aaaa-4bbb-8ccc-000000000001';
export const PROD = '22222222-aaaa-4bbb-8ccc-000000000001';
export const TEST = '22222222-aaaa-4bbb-8ccc-000000000002';
export const ann = '33333333-aaaa-4bbb-8ccc-000000000001';
export const ops = '33333333-aaaa-4bbb-8ccc-000000000002';
export const robot = '33333333-aaaa-4bbb-8ccc-000000000003';
export const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const CUSTOM = '44444444-aaaa-4bbb-8ccc-000000000001';

/** Scopes as Azure writes them, in the case it happens to use. */
export const prod = `/subscriptions/${PROD.toUpperCase()}`;
export const payments = `${prod}/resourceGroups/Payments`;
export const corp = '/providers/Microsoft.Management/managementGroups/Corp';

export const since = '2026-10-02T00:00:00.000Z';

const authorization = '/providers/Microsoft.Authorization';

export function assignment(name: string, scope: string, principalId: string, role: string, more: JsonObject = {}): JsonObject {
  const at = scope === '/' ? '' : scope;
  const roleDefinitionId = `${at}${authorization}/roleDefinitions/${role}`;
  return {
    id: `${at}${authorization}/roleAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: { scope, roleDefinitionId, principalId, principalType: 'User', condition: null, ...more },
  };
}

export function definition(id: string, type: string, actions: readonly string[]): JsonObject {
  const permissions = [{ actions: [...actions], notActions: [], dataActions: [], notDataActions: [] }];
  return {
    id: `${prod}${authorization}/roleDefinitions/${id.toUpperCase()}`,
    name: id,
    properties: { roleName: `Role ${id}`, type, permissions },
  };
}

function pim(kind: string, name: string, scope: string, more: JsonObject): JsonObject {
  const properties = {
    scope,
    roleDefinitionId: `${scope}${authorization}/roleDefinitions/${OWNER}`,
    principalId: ann.toUpperCase(),
    principalType: 'User',
    status: 'Provisioned',
    memberType: 'Direct',
    startDateTime: '2026-10-31T10:00:00.1234567Z',
    endDateTime: null,
    ...more,
  };
  return { id: `${scope}${authorization}/${kind}/${name}`, name, properties };
}

export function instance(name: string, scope: string, more: JsonObject = {}): JsonObject {
  return pim('roleAssignmentScheduleInstances', name, scope, { assignmentType: 'Assigned', ...more });
}
export function eligibility(name: string, scope: string, more: JsonObject = {}): JsonObject {
  return pim('roleEligibilityScheduleInstances', name, scope, { endDateTime: '9999-12-31T23:59:59.9999999Z', ...more });
}

/** The answer to a task of the estate, page by page; `undefined` where nothing is there. */
export function answersOf(task: Task): readonly Json[] {
  const { call, subscription, group } = isJsonObject(task.args) ? task.args : {};
  const isProd = subscription === PROD;
  switch (call) {
    case 'subscriptions':
      return [{ value: [subscriptionRow(PROD, 'Production', 'Enabled')] }, { value: [subscriptionRow(TEST, 'Test', 'Disabled')] }];
    case 'descendants':
      return [{ value: [node(corp, 'Corp', T), node(`/subscriptions/${PROD}`, 'Production', 'Corp')] }];
    case 'roleAssignments':
      if (group === 'corp') return [{ value: [assignment('mg', corp, ops, OWNER, { principalType: 'Group' })] }];
      if (group !== undefined) return [{ value: [] }];
      if (!isProd) return [{ value: [] }];
      return [
        { value: [assignment('sub', prod, ann, OWNER), assignment('mg', corp, ops, OWNER, { principalType: 'Group' })] },
        {
          value: [
            assignment('rg', payments, robot, CUSTOM, { principalType: 'ServicePrincipal', createdOn: '2026-01-02T03:04:05.1234567Z' }),
          ],
        },
      ];
    case 'rootAssignments':
      return [{ value: [assignment('root', '/', ann, OWNER)] }];
    case 'callerRights':
    case 'callerReads':
      return [{ value: [{ actions: ['*/read'], notActions: [] }] }];
    case 'roleDefinitions':
      if (subscription === undefined && group === undefined) return [{ value: [definition(OWNER, 'BuiltInRole', ['*'])] }];
      return [{ value: isProd ? [definition(CUSTOM, 'CustomRole', ['Microsoft.Compute/*'])] : [] }];
    case 'denyAssignments':
      return [{ value: isProd ? [deny()] : [] }];
    case 'classicAdministrators':
      return [isProd ? { value: [{ properties: { emailAddress: 'Old@contoso.test', role: 'CoAdministrator' } }] } : retired];
    case 'assignmentIndex':
      return [{ totalRecords: 1, count: 1, resultTruncated: 'false', data: [assignment('sub', prod, ann, OWNER)] }];
    case 'roleAssignmentScheduleInstances':
      return [{ value: isProd ? [instance('i1', prod), instance('i2', corp, { memberType: 'Inherited' })] : [] }];
    case 'roleEligibilityScheduleInstances':
      return [{ value: isProd ? [eligibility('e1', payments)] : [] }];
    case 'roleAssignmentSchedules':
      return [
        {
          value: isProd
            ? [pim('roleAssignmentSchedules', 's1', prod, { assignmentType: 'Assigned', createdOn: '2026-10-01T00:00:00Z' })]
            : [],
        },
      ];
    case 'roleEligibilitySchedules':
      return [{ value: isProd ? [pim('roleEligibilitySchedules', 's2', prod, { createdOn: '2026-10-01T00:00:00Z' })] : [] }];
    case 'roleManagementPolicyAssignments':
      return [{ value: isProd ? [policy()] : [] }];
    case 'carriers':
      return [{ totalRecords: 1, count: 1, resultTruncated: 'false', data: isProd ? [carrier()] : [] }];
    case 'userAssignedIdentities':
      return [
        { value: isProd ? [{ id: identityId, name: 'deploy', properties: { principalId: robot, clientId: CUSTOM, tenantId: T } }] : [] },
      ];
    case 'federatedIdentityCredentials':
      return [{ value: [federated] }];
    case 'vaults':
      return [{ value: isProd ? [vault] : [] }];
    case 'clusters':
      return [{ value: isProd ? [cluster] : [] }];
    case 'registrationAssignments':
      return [{ value: isProd ? [registration] : [] }];
    case 'activity':
      return [{ value: isProd ? [event({ eventDataId: 'E1' })] : [] }];
    default:
      return [];
  }
}

export function subscriptionRow(id: string, displayName: string, state: string, tenantId = T): JsonObject {
  return { id: `/subscriptions/${id}`, subscriptionId: id.toUpperCase(), displayName, state, tenantId, managedByTenants: [] };
}

export function node(id: string, displayName: string, parent: string): JsonObject {
  return { id, properties: { displayName, parent: { id: `/providers/Microsoft.Management/managementGroups/${parent}` } } };
}

const retired: Json = { error: { code: 'InvalidResourceType', message: 'the type classicAdministrators is not there' } };

function deny(): JsonObject {
  return {
    id: `${payments}${authorization}/denyAssignments/d1`,
    properties: {
      denyAssignmentName: 'stack',
      scope: payments,
      doNotApplyToChildScopes: false,
      permissions: [{ actions: ['*/delete'], notActions: [], dataActions: [], notDataActions: [] }],
      principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
      excludePrincipals: [{ id: robot, type: 'ServicePrincipal' }],
    },
  };
}

export function policy(more: JsonObject = {}): JsonObject {
  return {
    id: `${prod}${authorization}/roleManagementPolicyAssignment/p1`,
    properties: {
      scope: prod,
      roleDefinitionId: `${prod}${authorization}/roleDefinitions/${OWNER}`,
      effectiveRules: rules(),
      policyAssignmentProperties: { roleDefinition: { displayName: 'Owner' } },
      ...more,
    },
  };
}

export const identityId = `${payments}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Deploy`;

export function carrier(identity: JsonObject = {}): JsonObject {
  return {
    id: `${payments}/providers/Microsoft.Compute/virtualMachines/VM1`,
    type: 'microsoft.compute/virtualMachines',
    name: 'VM1',
    identity: {
      type: 'SystemAssigned, UserAssigned',
      principalId: ops,
      tenantId: T,
      userAssignedIdentities: { [identityId]: { principalId: robot, clientId: CUSTOM } },
      ...identity,
    },
  };
}

export const federated: JsonObject = {
  id: `${identityId}/federatedIdentityCredentials/main`,
  name: 'main',
  properties: {
    issuer: 'https://token.actions.githubusercontent.com',
    subject: 'repo:contoso/shop:ref:refs/heads/main',
    audiences: ['api://AzureADTokenExchange'],
  },
};

export const cluster: JsonObject = {
  id: `${payments}/providers/Microsoft.ContainerService/managedClusters/Shop`,
  name: 'Shop',
  properties: {
    aadProfile: { managed: true },
    disableLocalAccounts: false,
    servicePrincipalProfile: { clientId: 'msi' },
    identityProfile: { kubeletidentity: { resourceId: identityId, clientId: CUSTOM, objectId: robot } },
    oidcIssuerProfile: { enabled: false },
  },
};

export const vault: JsonObject = {
  id: `${payments}/providers/Microsoft.KeyVault/vaults/Keys`,
  properties: {
    enableRbacAuthorization: false,
    accessPolicies: [{ tenantId: T, objectId: robot, permissions: { secrets: ['Get', 'list'], keys: [], certificates: ['all'] } }],
  },
};

export const registration: JsonObject = {
  id: `${prod}/providers/Microsoft.ManagedServices/registrationAssignments/r1`,
  properties: {
    registrationDefinitionId: `${prod}/providers/Microsoft.ManagedServices/registrationDefinitions/x`,
    provisioningState: 'Succeeded',
    registrationDefinition: {
      properties: {
        managedByTenantId: '55555555-aaaa-4bbb-8ccc-000000000001',
        managedByTenantName: 'Helpers',
        authorizations: [{ principalId: ops, principalIdDisplayName: 'Helpers Ops', roleDefinitionId: OWNER }],
        eligibleAuthorizations: [
          {
            principalId: ann,
            roleDefinitionId: CUSTOM,
            justInTimeAccessPolicy: { maximumActivationDuration: 'PT8H', managedByTenantApprovers: [{ principalId: robot }] },
          },
        ],
      },
    },
  },
};
