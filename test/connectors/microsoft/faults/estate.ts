import type { WorldInput } from '../world/description.ts';

/** A tenant and its subscriptions in which most rules find something, every sort of answer has rows, and lists go over pages. */
export const estate: WorldInput = {
  users: {
    ann: {},
    bob: {},
    cleo: {},
    dora: { disabled: true },
    eve: {},
    finn: {},
    gina: { guest: true },
    hugo: { synced: true },
    ivan: {},
    left: { deleted: '2026-11-10T08:00:00Z' },
  },
  groups: {
    admins: { assignable: true, members: ['eve', 'inner'], owners: ['finn'] },
    inner: { members: ['ivan'] },
    operators: { members: ['hugo', 'bob'] },
    approvers: { assignable: true, members: ['ann'] },
    plain: { members: ['cleo'] },
  },
  groupAccess: [
    { group: 'admins', who: 'cleo', as: 'eligible' },
    { group: 'admins', who: 'hugo', as: 'activated', from: '2026-11-22T09:00:00Z', until: '2026-11-22T17:00:00Z' },
  ],
  groupPolicies: { admins: { member: { approvers: ['approvers'] } } },
  customRoles: { secrets: { actions: ['microsoft.directory/applications/credentials/update'] } },
  roles: [
    { who: 'ann', role: 'Global Administrator', as: 'assigned' },
    { who: 'bob', role: 'Global Administrator', as: 'eligible' },
    { who: 'finn', role: 'Global Administrator', as: 'activated', from: '2026-11-22T09:00:00Z', until: '2026-11-22T17:00:00Z' },
    { who: 'dora', role: 'Privileged Role Administrator', as: 'assigned' },
    { who: 'gina', role: 'Application Administrator', as: 'assigned', until: '2027-10-01T00:00:00Z' },
    { who: 'admins', role: 'Privileged Role Administrator', as: 'assigned' },
    { who: 'hugo', role: 'User Administrator', as: 'assigned', at: 'unit' },
    { who: 'gone:mia', role: 'Global Administrator', as: 'assigned' },
    { who: 'runner', role: 'secrets', as: 'assigned' },
  ],
  rolePolicies: {
    'Global Administrator': { approvers: ['approvers'], longest: 'PT12H', secondFactor: false },
    'Privileged Role Administrator': { permanentAssignment: true },
  },
  units: { unit: { members: ['cleo', 'ivan'] } },
  apps: {
    deployer: {
      owners: ['ivan'],
      servicePrincipalOwners: ['cleo'],
      permissions: ['RoleManagement.ReadWrite.Directory', 'Mail.ReadWrite'],
      secrets: [{ from: '2022-01-01T00:00:00Z', until: '2030-01-01T00:00:00Z' }, { until: '2026-10-01T00:00:00Z' }],
      certificates: [{ from: '2023-01-01T00:00:00Z', until: '2033-01-01T00:00:00Z' }],
    },
    runner: { owners: ['ann'], federated: [{ subject: 'repo:contoso/infra:ref:refs/heads/main' }] },
    vendor: { home: 'vendor', permissions: ['Application.ReadWrite.All'] },
    idle: { disabled: true, permissions: ['AppRoleAssignment.ReadWrite.All'] },
    plainapp: {},
  },
  managedIdentities: {
    machine: {},
    shared: { at: 'prod/web', permissions: ['User.Read.All'], federated: [{ subject: 'system:serviceaccount:a:b' }] },
  },
  consents: [
    { client: 'deployer', scopes: ['Directory.ReadWrite.All'] },
    { client: 'vendor', who: 'bob', scopes: ['Mail.ReadWrite'] },
  ],
  packages: {
    operations: {
      gives: [{ group: 'operators' }, { group: 'admins', as: 'eligible-member' }],
      to: [
        { who: 'hugo', until: '2026-12-01T08:00:00Z' },
        { who: 'cleo', state: 'partiallyDelivered', until: '2026-12-01T08:00:00Z' },
      ],
    },
    approving: {
      gives: [{ group: 'approvers' }, { role: 'Global Administrator' }, { site: 'https://contoso.sharepoint.com/a' }],
      to: [
        { who: 'ann', state: 'expired', until: '2026-11-10T08:00:00Z', expired: '2026-11-10T08:00:00Z' },
        { who: 'bob', state: 'delivering' },
      ],
    },
    inside: { gives: [{ group: 'inner' }], to: [{ who: 'ivan', until: '2026-12-01T08:00:00Z' }] },
  },
  partners: { partner: { roles: ['Global Administrator'] } },
  azure: {
    managementGroups: { platform: {} },
    subscriptions: { prod: { in: 'platform' }, lab: {} },
    customRoles: { janitor: { actions: ['Microsoft.Compute/virtualMachines/*'] } },
    access: [
      { who: 'cleo', role: 'Owner', at: 'prod', as: 'assigned' },
      { who: 'operators', role: 'Owner', at: 'prod/web', as: 'assigned' },
      { who: 'bob', role: 'Owner', at: 'prod', as: 'eligible' },
      { who: 'finn', role: 'Contributor', at: 'lab', as: 'activated', from: '2026-11-22T09:00:00Z', until: '2026-11-22T17:00:00Z' },
      { who: 'machine', role: 'Owner', at: 'prod', as: 'assigned' },
      { who: 'shared', role: 'Contributor', at: 'mg:platform', as: 'assigned' },
      { who: 'ann', role: 'User Access Administrator', at: '/', as: 'assigned' },
      { who: 'gone:mia', role: 'Owner', at: 'lab', as: 'assigned' },
      { who: 'gina', role: 'janitor', at: 'prod', as: 'assigned' },
      { who: 'ivan', role: 'Key Vault Secrets User', at: 'prod', as: 'assigned' },
    ],
    denies: [{ who: ['finn'], at: 'lab', actions: ['Microsoft.Authorization/*/write'] }],
    policies: [{ role: 'Owner', at: 'prod', approvers: ['approvers'] }],
    resources: [
      { at: 'prod/web', type: 'Microsoft.Compute/virtualMachines', name: 'vm', system: 'machine' },
      { at: 'prod/web', type: 'Microsoft.Compute/virtualMachines', name: 'other', user: ['shared'] },
    ],
    vaults: [
      { at: 'prod/web', name: 'vault' },
      { at: 'prod/web', name: 'old', policies: [{ who: 'hugo', secrets: ['get'] }] },
    ],
    lighthouse: [{ at: 'lab', tenant: 'provider', who: 'ops', role: 'Contributor' }],
  },
};
