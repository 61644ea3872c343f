import { describe, expect, it } from 'vitest';
import type { Access } from '../../../../src/model/access.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { objectId, tenantId } from '../world/identifiers.ts';
import { azureCore } from '../../../../connectors/microsoft/azure/core.ts';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import { assigned, boundary, id, instance, member, groupInstance, person, role, schedule, told } from '../entra/resolve/tenant.ts';
import * as azure from '../azure/resolve/world.ts';
import { readOf } from './read.ts';

function accesses(...facts: readonly Fact[]): readonly Access[] {
  return facts.flatMap((fact) => [...(entraCore.accesses?.(fact) ?? [])]);
}

const noon = '2026-06-01T12:00:00.000Z';

describe('a role of somebody', () => {
  it('is one access however often it is told, and what Privileged Identity Management tells knows the end', () => {
    const [row, inForce, planned] = accesses(
      assigned('ann', role.global),
      instance('ann', role.global, { assignment: 'activated', from: '2026-06-01T10:00:00.000Z', until: noon }),
      schedule('ann', role.global, { until: noon }),
    );
    expect(row).toMatchObject({ kind: 'assignment', from: null, until: null, activated: false });
    expect(inForce).toMatchObject({ id: row?.id, source: row?.source, from: '2026-06-01T10:00:00.000Z', until: noon, activated: true });
    expect(planned).toMatchObject({ id: row?.id, source: row?.source, until: noon });
    expect(row?.id).toBe(`assignment|${boundary}|${id('ann')}|${role.global}|${boundary}`);
    expect(row?.objects).toEqual([role.global, 'Global Administrator']);
  });

  it('that has to be switched on is another one than the same role switched on', () => {
    const [eligible, active] = accesses(instance('ann', role.global, { of: 'eligibility' }), instance('ann', role.global));
    expect(eligible).toMatchObject({ kind: 'eligibility', activated: false });
    expect(eligible?.id).not.toBe(active?.id);
  });

  it('at a unit is another one than at the tenant', () => {
    const [here, there] = accesses(assigned('ann', role.global), assigned('ann', role.global, id('north')));
    expect(here?.id).not.toBe(there?.id);
    expect(there?.scope).toBe(id('north'));
  });

  it('by a group, refused or waiting is none of its own', () => {
    expect(
      accesses(
        instance('ann', role.global, { member: 'group' }),
        schedule('ann', role.global, { status: 'PendingApproval' }),
        schedule('ann', role.global, { status: 'Revoked' }),
      ),
    ).toEqual([]);
  });
});

describe('a membership', () => {
  it('is one access told by the list and by what switched it on; owning and being able to are others', () => {
    const all = accesses(
      member('ann', 'admins'),
      groupInstance('ann', 'admins', { assignment: 'activated', until: noon }),
      groupInstance('ann', 'admins', { access: 'owner' }),
      groupInstance('ann', 'admins', { of: 'eligibility' }),
      groupInstance('ann', 'admins', { of: 'eligibility', access: 'owner' }),
      told({ type: 'owner', of: id('admins'), owner: id('ann'), sort: 'group' }),
    );
    expect(all.map(({ kind }) => kind)).toEqual(['membership', 'membership', 'ownership', 'eligibility', 'eligibility', 'ownership']);
    expect(new Set(all.map((each) => each.id)).size).toBe(4);
    expect(all[0]?.id).toBe(all[1]?.id);
    expect(all[2]).toMatchObject({ id: all[5]?.id, source: all[5]?.source });
  });
});

describe('an account', () => {
  const value = person('ann').value as object;
  const account = (more: object): number => accesses({ ...person('ann'), value: { ...value, ...more } } as Fact).length;

  it.each([
    ['that is enabled', {}, 1],
    ['of which it is not told whether it is', { enabled: null }, 1],
    ['that is disabled', { enabled: false }, 0],
    ['in the recycle bin', { deletedAt: noon, enabled: true }, 0],
    ['that is a group', { kind: 'group' }, 0],
    ['of Microsoft’s own', { kind: 'service-principal', providerManaged: true }, 0],
  ])('%s', (_, more, count) => {
    expect(account(more)).toBe(count);
  });
});

describe('a credential', () => {
  const secret = (more: object): readonly Access[] =>
    accesses({
      ...person('app'),
      kind: 'credential',
      key: `${id('app')}#k1`,
      value: {
        id: `${id('app')}#k1`,
        identity: id('app'),
        kind: 'client-secret',
        name: 'deploy',
        state: 'active',
        createdAt: null,
        rotatedAt: null,
        expiresAt: noon,
        lastUsed: 'unknown',
        secondFactor: null,
        ...more,
      },
    } as unknown as Fact);

  it('ends when it says so, and is called by its key as logs do', () => {
    expect(secret({})).toMatchObject([{ kind: 'credential', until: noon, objects: [`${id('app')}#k1`, 'k1', 'deploy'] }]);
  });

  it('of what is in the recycle bin opens nothing; the directory’s own sign-in is the account', () => {
    expect([...secret({ state: 'inactive' }), ...secret({ kind: 'sign-in' })]).toEqual([]);
  });
});

describe('what gives nobody anything', () => {
  const federated = {
    type: 'federated-credential',
    id: 'f',
    of: id('app'),
    name: 'ci',
    issuer: 'https://token.actions.githubusercontent.com',
  };
  it.each([
    [
      'a consent without a scope',
      { type: 'delegated-grant', id: 'c', client: id('app'), resource: id('graph'), principal: null, scopes: [] },
    ],
    ['a package that is over', { ...packaged('Expired') }],
    ['a partner whose relationship ended', { ...partner('terminated') }],
    ['a subject that no token has', { ...federated, subject: 'repo:contoso/*', expression: null, audiences: [] }],
  ])('%s', (_, value) => {
    expect(accesses(told(value as never))).toEqual([]);
  });

  it('but one that was delivered in part, or goes on by itself, does', () => {
    expect(accesses(told(packaged('PartiallyDelivered') as never))).toMatchObject([{ until: noon }]);
    expect(accesses(told(partner('active') as never))).toMatchObject([{ subject: 'entra/p', until: null }]);
  });
});

function packaged(state: string): object {
  const shared = {
    type: 'package-assignment',
    id: 'a',
    target: id('ann'),
    package: 'p',
    packageName: 'Finance',
    status: null,
    expiredAt: null,
  };
  return { ...shared, state, until: noon };
}

function partner(status: string): object {
  return { type: 'partner', id: 'r', partner: 'p', name: 'reseller', status, roles: [role.global], until: noon, extends: true };
}

describe('a role in Azure', () => {
  it('is one access of one source, told by the assignment and by what switched it on', () => {
    const facts = [
      azure.assignment('ann', azure.owner, azure.sub),
      azure.instance('assignment', 'ann', azure.owner, azure.sub),
      azure.instance('eligibility', 'ann', azure.owner, azure.sub),
    ];
    const [row, inForce, eligible] = facts.flatMap((fact) => [...(azureCore.accesses?.(fact as unknown as Fact) ?? [])]);
    expect(inForce).toMatchObject({ id: row?.id, source: row?.source });
    expect(eligible).toMatchObject({ kind: 'eligibility' });
    expect(row?.objects.slice(0, 2)).toEqual([azure.owner, 'Owner']);
    expect(row?.objects[2]).toContain('/providers/microsoft.authorization/roledefinitions/');
  });

  it('is told beside what vaults, delegations, resources and trusts give', async () => {
    const { accesses: all } = await readOf({
      users: { ann: {}, bob: {} },
      managedIdentities: { runner: { at: 'prod/build', federated: [{ subject: 'repo:contoso/app:ref:refs/heads/main' }] } },
      azure: {
        subscriptions: { prod: {} },
        access: [{ who: 'ann', role: 'Owner', at: 'prod', as: 'assigned' }],
        resources: [{ at: 'prod/build', type: 'Microsoft.Compute/virtualMachines', name: 'builder', user: ['runner'] }],
        vaults: [{ at: 'prod/build', name: 'keys', policies: [{ who: 'bob', secrets: ['get'] }] }],
        lighthouse: [{ at: 'prod', tenant: 'fabrikam', who: 'operators', role: 'Contributor' }],
      },
    });
    const names = new Set(
      all.filter(({ fact }) => fact.boundary.startsWith('azure:')).map(({ access }) => `${access.kind} ${access.name}`),
    );
    expect([...names].sort()).toEqual([
      'assignment Contributor by Azure Lighthouse',
      'assignment Owner',
      'policy access policy of keys',
      expect.stringMatching(/^trust federated credential /),
      'trust managed identity of builder',
    ]);
    const account = all.find(({ access }) => access.kind === 'account' && access.subject.endsWith(objectId('ann')));
    expect(account?.access.id).toBe(`account|entra:${tenantId}|entra/${tenantId}/${objectId('ann')}|entra/${tenantId}/${objectId('ann')}|`);
  });
});
