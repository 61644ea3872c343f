import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../../src/model/access.ts';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import { objectId } from '../world/identifiers.ts';
import type { WorldInput } from '../world/description.ts';
import { cores } from '../matrix/scan.ts';
import { asked, nearOf, planFor, refusing } from './ask.ts';
import { readOf } from './read.ts';

const azure = {
  subscriptions: { prod: {} },
  access: [
    { who: 'ann', role: 'Owner', at: 'prod', as: 'assigned' },
    { who: 'bob', role: 'Owner', at: 'prod', as: 'assigned' },
    { who: 'ann', role: 'Contributor', at: 'prod', as: 'eligible' },
    { who: 'bob', role: 'Contributor', at: 'prod', as: 'eligible' },
  ],
  vaults: [{ at: 'prod/build', name: 'keys', policies: [{ who: 'ann', secrets: ['get'] }] }],
} satisfies WorldInput['azure'];

const before: WorldInput = {
  users: { ann: {}, bob: {} },
  groups: { admins: { members: ['ann', 'bob'], owners: ['ann', 'bob'] } },
  groupAccess: [
    { group: 'admins', who: 'bob', as: 'eligible' },
    { group: 'admins', who: 'ann', as: 'eligible' },
  ],
  roles: [
    { who: 'ann', role: 'Global Administrator', as: 'assigned' },
    { who: 'bob', role: 'Global Administrator', as: 'assigned' },
    { who: 'ann', role: 'User Administrator', as: 'eligible' },
    { who: 'bob', role: 'User Administrator', as: 'eligible' },
  ],
  apps: {
    pipeline: {
      owners: ['ann', 'bob'],
      secrets: [{ until: '2027-01-01T00:00:00Z' }],
      federated: [{ subject: 'repo:contoso/app:ref:refs/heads/main' }],
      permissions: ['RoleManagement.ReadWrite.Directory'],
    },
    vendor: { home: 'fabrikam' },
  },
  consents: [{ client: 'vendor', scopes: ['Directory.ReadWrite.All'] }],
  partners: { reseller: { roles: ['Global Administrator'] }, other: { roles: ['User Administrator'] } },
  azure,
};

const pipeline = before.apps?.['pipeline'];

/** What became of it, and of nothing else. */
const after: readonly (readonly [name: string, find: (access: Access) => boolean, world: WorldInput])[] = [
  [
    'a directory role',
    of('directory-role|', 'ann'),
    { ...before, roles: before.roles?.filter((each) => each.who !== 'ann' || each.as !== 'assigned') ?? [] },
  ],
  [
    'an eligible role',
    of('eligible-role|', 'ann'),
    { ...before, roles: before.roles?.filter((each) => each.who !== 'ann' || each.as !== 'eligible') ?? [] },
  ],
  ['a membership', of('group-membership|', 'ann'), { ...before, groups: { admins: { members: ['bob'], owners: ['ann', 'bob'] } } }],
  ['an ownership of a group', of('group-owner|', 'ann'), { ...before, groups: { admins: { members: ['ann', 'bob'], owners: ['bob'] } } }],
  [
    'an eligible membership',
    of('eligible-membership|', 'ann'),
    { ...before, groupAccess: [{ group: 'admins', who: 'bob', as: 'eligible' }] },
  ],
  [
    'an ownership of an application',
    of('owner|', 'ann'),
    { ...before, apps: { ...before.apps, pipeline: { ...pipeline, owners: ['bob'] } } },
  ],
  ['a secret', ({ kind }) => kind === 'credential', { ...before, apps: { ...before.apps, pipeline: { ...pipeline, secrets: [] } } }],
  [
    'a federated credential',
    of('federated-credential|'),
    { ...before, apps: { ...before.apps, pipeline: { ...pipeline, federated: [] } } },
  ],
  ['an application permission', of('app-role|'), { ...before, apps: { ...before.apps, pipeline: { ...pipeline, permissions: [] } } }],
  ['a consent', of('consent|'), { ...before, consents: [] }],
  ['a partner', ({ name }) => name.includes('partner reseller'), { ...before, partners: { other: { roles: ['User Administrator'] } } }],
  ['an account that was disabled', of('', 'ann', 'account'), { ...before, users: { ann: { disabled: true }, bob: {} } }],
  ['an account that was deleted', of('', 'ann', 'account'), { ...before, users: { ann: { deleted: '2026-11-20T08:00:00Z' }, bob: {} } }],
  [
    'a role in Azure',
    of('azure-role|', 'ann'),
    { ...before, azure: { ...azure, access: azure.access.filter((each) => each.who !== 'ann' || each.as !== 'assigned') } },
  ],
  [
    'an eligible role in Azure',
    of('azure-eligible-role|', 'ann'),
    { ...before, azure: { ...azure, access: azure.access.filter((each) => each.who !== 'ann' || each.as !== 'eligible') } },
  ],
  [
    'an access policy of a vault',
    of('vault|'),
    { ...before, azure: { ...azure, vaults: [{ at: 'prod/build', name: 'keys', policies: [] }] } },
  ],
];

function of(source: string, who?: string, kind?: Access['kind']): (access: Access) => boolean {
  return (access) =>
    access.source.startsWith(source) &&
    (who === undefined || access.subject.endsWith(objectId(who))) &&
    (kind === undefined || access.kind === kind);
}

const read = readOf(before, 'all');

async function planned(find: (access: Access) => boolean) {
  const known = await read;
  const access = known.accesses.map((each) => each.access).find(find);
  if (access === undefined) throw new Error('there is no such access');
  const plan = planFor(access, nearOf(known));
  if (plan === null) throw new Error(`${access.id} can't be asked for`);
  return { plan, connector: access.boundary.startsWith('entra:') ? 'entra' : 'azure' };
}

describe('asking for something by id', () => {
  it.each(after)('finds %s while it is there, and proves that it is gone', async (_, find, gone) => {
    const { plan, connector } = await planned(find);
    expect(await asked(plan, before, connector)).toMatchObject({ says: 'present', cause: null });
    const answer = await asked(plan, gone, connector);
    expect([answer.says, answer.because]).toEqual(['absent', expect.stringContaining('answered without')]);
    expect(plan.spacedByMs).toBe(connector === 'entra' ? 900_000 : 1_800_000);
  });

  it.each(after)('says nothing of %s where it was refused, throttled or broken, though it is gone', async (_, find, gone) => {
    const { plan, connector } = await planned(find);
    for (const [status, code] of [
      [403, 'Authorization_RequestDenied'],
      [429, 'TooManyRequests'],
      [503, 'ServiceUnavailable'],
    ] as const) {
      const answer = await asked(plan, gone, connector, refusing(/./, status, code));
      expect(answer).toMatchObject({ says: 'undetermined', cause: expect.any(String) });
    }
    const empty = await asked(plan, gone, connector, (__, answer) => ({ ...answer, status: 200, body: {} }));
    expect(empty.says).toBe('undetermined');
    expect(plan.says([]).says).toBe('undetermined');
  });

  it('does not believe that anything is gone where nothing that is known to be there is shown', async () => {
    const { plan } = await planned(of('directory-role|', 'ann'));
    const nothing = await asked(plan, { ...before, roles: [] }, 'entra', (request, answer) =>
      /\/role(?:Assign|Eligib)/.test(request.url) ? { ...answer, body: { value: [] } } : answer,
    );
    expect(nothing).toMatchObject({ says: 'undetermined', cause: 'denied' });
    const hidden = await planned(of('group-membership|', 'ann'));
    const unseen = await asked(hidden.plan, { ...before, groups: { admins: {} } }, 'entra', (request, answer) =>
      /\/groups\/[^/]+\?/.test(request.url) ? { ...answer, body: { ...(answer.body as object), visibility: 'HiddenMembership' } } : answer,
    );
    expect(unseen.says).toBe('undetermined');
  });

  it('does not take a secret for gone because its application is in the recycle bin', async () => {
    const { plan } = await planned(({ kind }) => kind === 'credential');
    const { pipeline: _, ...others } = before.apps ?? {};
    expect((await asked(plan, { ...before, apps: others }, 'entra')).says).toBe('undetermined');
  });

  it('does not believe a list of a subscription that shows nothing there or above to who may not read it', async () => {
    const { plan } = await planned(of('azure-role|', 'ann'));
    const none = { ...before, azure: { ...azure, access: [] } };
    expect(await asked(plan, none, 'azure')).toMatchObject({ says: 'absent' });
    const blind = await asked(plan, none, 'azure', (request, answer) =>
      request.url.includes('Microsoft.Authorization/permissions') ? { ...answer, body: { value: [] } } : answer,
    );
    expect(blind).toMatchObject({ says: 'undetermined', cause: 'denied' });
  });

  it('asks nothing of what only the index tells', async () => {
    const known = await readOf({
      users: { ann: {} },
      managedIdentities: { runner: { at: 'prod/build' } },
      azure: {
        subscriptions: { prod: {} },
        resources: [{ at: 'prod/build', type: 'Microsoft.Compute/virtualMachines', name: 'builder', user: ['runner'] }],
      },
    });
    const carried = known.accesses.find(({ access }) => access.source.startsWith('carrier|'))?.access;
    expect(carried).toBeDefined();
    expect(carried === undefined ? undefined : planFor(carried, nearOf(known))).toBeNull();
  });

  it('asks what the connectors may ask, and nothing that a scan does', async () => {
    const known = await read;
    const near = nearOf(known);
    const tasks = known.accesses.flatMap(({ access }) => {
      const plan = planFor(access, near);
      return plan === null ? [] : [...plan.target, ...plan.control];
    });
    expect(tasks.length).toBeGreaterThan(30);
    for (const task of tasks) {
      const core = cores.find(({ id }) => task.surface.startsWith(`${id}:`));
      expect(core?.asks?.(task).operation).toMatch(/^GET /);
      expect(core?.permissionOf?.(task).length).toBeGreaterThan(0);
    }
    expect(entraCore.expects(`entra:${objectId('ann')}`, v.parse(entraCore.settings, {}))).not.toContain('entra:probe');
    expect(known.facts.some(({ surface }) => surface === 'entra:probe')).toBe(false);
  });
});
