import { isNonEmpty, type Json } from '../../../src/base/json.ts';
import { collect } from '../../../src/collect/collect.ts';
import type { ConnectorCore, Session } from '../../../src/contract/connector.ts';
import type { ConnectorScenario } from '../../contract/connector-suite.ts';
import { MemoryCapture } from '../../support/unfriendly/memory-capture.ts';
import { asOf, sessionOf } from './matrix/scan.ts';
import type { WorldInput } from './world/description.ts';
import { microsoftOf } from './world/respond.ts';

/** Shows all that the connectors can read of one tenant, a few of each. */
const world: WorldInput = {
  users: { ann: {}, bob: {}, eve: { guest: true }, kim: { disabled: true }, lee: {}, old: { deleted: '2026-11-10T08:00:00Z' } },
  groups: {
    admins: { members: ['ann', 'nested'], owners: ['bob'], assignable: true, onboarded: true },
    nested: { members: ['lee'] },
    approvers: { members: ['bob', 'kim'] },
  },
  groupAccess: [
    { group: 'admins', who: 'ann', as: 'assigned' },
    { group: 'admins', who: 'lee', as: 'eligible' },
  ],
  groupPolicies: { admins: { member: { approvers: ['approvers'] } } },
  roles: [
    { who: 'ann', role: 'Global Administrator', as: 'assigned' },
    { who: 'bob', role: 'Global Administrator', as: 'eligible' },
    { who: 'admins', role: 'Privileged Role Administrator', as: 'eligible', until: '2027-03-01T00:00:00Z' },
    { who: 'kim', role: 'User Administrator', as: 'assigned', at: 'north' },
    { who: 'lee', role: 'Application Administrator', as: 'eligible', from: '2027-01-01T00:00:00Z' },
  ],
  rolePolicies: { 'Global Administrator': { approvers: ['approvers'] } },
  units: { north: { members: ['eve'] } },
  apps: {
    pipeline: {
      owners: ['bob'],
      secrets: [{ until: '2027-01-01T00:00:00Z' }],
      federated: [{ subject: 'repo:contoso/app:ref:refs/heads/main' }],
      permissions: ['RoleManagement.ReadWrite.Directory'],
    },
    flexible: { federated: [{ expression: "claims['sub'] matches 'repo:contoso/*'" }] },
    vendor: { home: 'fabrikam' },
  },
  managedIdentities: { runner: { at: 'prod/build', federated: [{ subject: 'repo:contoso/app:ref:refs/heads/main' }] } },
  consents: [{ client: 'vendor', scopes: ['Directory.ReadWrite.All'] }],
  packages: { onboarding: { gives: [{ group: 'nested' }], to: [{ who: 'lee', until: '2027-03-01T00:00:00Z' }] } },
  partners: { reseller: { roles: ['Global Administrator'] } },
  azure: {
    managementGroups: { platform: {} },
    subscriptions: { prod: { in: 'platform' }, dev: {} },
    customRoles: { deployer: { actions: ['Microsoft.Web/sites/write'] } },
    access: [
      { who: 'ann', role: 'Owner', at: 'prod', as: 'assigned' },
      { who: 'admins', role: 'User Access Administrator', at: '/', as: 'assigned' },
      { who: 'lee', role: 'Contributor', at: 'mg:platform', as: 'eligible' },
      { who: 'runner', role: 'Contributor', at: 'dev', as: 'assigned' },
      { who: 'bob', role: 'Contributor', at: 'dev', as: 'eligible', from: '2027-01-01T00:00:00Z' },
      { who: 'kim', role: 'deployer', at: 'dev', as: 'assigned', from: '2027-01-01T00:00:00Z', until: '2027-02-01T00:00:00Z' },
    ],
    denies: [{ who: ['kim'], at: 'prod', actions: ['*/delete'] }],
    resources: [{ at: 'prod/build', type: 'Microsoft.Compute/virtualMachines', name: 'builder', user: ['runner'] }],
    vaults: [{ at: 'prod/build', name: 'keys', policies: [{ who: 'bob', secrets: ['get'] }] }],
    lighthouse: [{ at: 'dev', tenant: 'fabrikam', who: 'operators', role: 'Contributor' }],
  },
};

/** What the tenant above was asked, with settings that ask for all, and what it answered. */
export async function recorded(
  core: ConnectorCore<unknown>,
  surfaces: readonly string[],
  notShown: NonNullable<ConnectorScenario['notShown']>,
): Promise<ConnectorScenario> {
  const tenant = microsoftOf(world, { now: asOf, pageSize: 5 });
  const settings: Json = { surfaces, ...(core.id === 'entra' ? { auditDays: 1 } : { activityDays: 1 }) };
  const writer = new MemoryCapture();
  await collect({
    sources: [
      { connector: { core, open: () => Promise.resolve(asTheSuite(sessionOf(core.id, (request) => tenant.respond(request)))) }, settings },
    ],
    writer,
    io: { now: () => asOf, random: () => 0.5, sleep: () => Promise.resolve(), signal: new AbortController().signal, environment: {} },
  });
  if (tenant.notUnderstood.length > 0) throw new Error(`not understood: ${tenant.notUnderstood.join('; ')}`);
  const pages = [...writer.held.values()].map(({ envelope, body }) => ({ task: envelope.task, body }));
  if (!isNonEmpty(pages)) throw new Error('nothing was recorded');
  return { settings, pages, notShown };
}

/** The suite's own sessions answer at this moment, and what is asked of logs follows from it. */
const SUITE_TIME = '2026-11-01T00:00:00.000Z';

function asTheSuite(session: Session): Session {
  return {
    close: () => session.close(),
    async read(batch, signal) {
      const answer = await session.read(batch, signal);
      return { ...answer, wire: { ...answer.wire, sentAt: SUITE_TIME, receivedAt: SUITE_TIME, providerDate: null } };
    },
  };
}
