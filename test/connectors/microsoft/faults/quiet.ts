import type { WorldInput } from '../world/description.ts';

const approved = { approvers: ['approvers'] };

/** A tenant in good order: nobody holds what is powerful for longer than a day, and each answer decides that it is so. */
export const quiet: WorldInput = {
  users: { ann: {}, bob: {}, cleo: {}, dora: {}, eve: {}, finn: {}, gina: { guest: true } },
  groups: {
    admins: { assignable: true },
    approvers: { assignable: true, members: ['ann', 'bob'] },
    owners: { members: ['nested'] },
    nested: { members: ['dora'] },
    plain: { members: ['eve', 'finn', 'gina'] },
  },
  groupAccess: [{ group: 'admins', who: 'cleo', as: 'eligible' }],
  groupPolicies: { admins: { member: approved, owner: approved } },
  roles: [
    { who: 'ann', role: 'Global Administrator', as: 'eligible' },
    { who: 'bob', role: 'Global Administrator', as: 'eligible' },
    { who: 'admins', role: 'Privileged Role Administrator', as: 'eligible' },
    { who: 'finn', role: 'Reports Reader', as: 'assigned' },
    { who: 'eve', role: 'Helpdesk Administrator', as: 'eligible', at: 'unit' },
  ],
  rolePolicies: { 'Global Administrator': approved, 'Privileged Role Administrator': approved },
  units: { unit: { members: ['finn'] } },
  apps: {
    reader: { owners: ['eve'], permissions: ['User.Read.All'], federated: [{ subject: 'repo:contoso/infra:environment:prod' }] },
    vendor: { home: 'vendor' },
  },
  packages: {
    help: { gives: [{ group: 'plain' }, { group: 'admins', as: 'eligible-member' }], to: [{ who: 'eve', until: '2026-12-01T08:00:00Z' }] },
  },
  managedIdentities: { machine: {}, shared: { at: 'prod/web', federated: [{ subject: 'system:serviceaccount:a:b' }] } },
  consents: [{ client: 'reader', scopes: ['User.Read'] }],
  azure: {
    managementGroups: { platform: {} },
    subscriptions: { prod: { in: 'platform' }, lab: {} },
    access: [
      { who: 'owners', role: 'Owner', at: 'prod', as: 'eligible' },
      { who: 'machine', role: 'Reader', at: 'prod', as: 'assigned' },
      { who: 'shared', role: 'Reader', at: 'mg:platform', as: 'assigned' },
      { who: 'gina', role: 'Reader', at: 'lab', as: 'assigned' },
    ],
    denies: [{ who: ['finn'], at: 'lab', actions: ['Microsoft.Authorization/*/write'] }],
    policies: [{ role: 'Owner', at: 'prod', ...approved }],
    resources: [
      { at: 'prod/web', type: 'Microsoft.Compute/virtualMachines', name: 'vm', system: 'machine' },
      { at: 'prod/web', type: 'Microsoft.Compute/virtualMachines', name: 'other', user: ['shared'] },
    ],
    vaults: [{ at: 'prod/web', name: 'vault' }],
  },
};
