import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/streams.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { Report } from '../../src/model/report.ts';
import { microsoftServer, type MicrosoftServer, type Served } from '../support/live/microsoft.ts';
import { fakeTerminal } from '../support/live/terminal.ts';
import { appIdOf, objectId, subscriptionId, tenantId } from '../connectors/microsoft/world/identifiers.ts';
import type { WorldInput } from '../connectors/microsoft/world/description.ts';

let folder: string;
let server: MicrosoftServer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-microsoft-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

const world: WorldInput = {
  users: { boss: {}, ann: {} },
  groups: { admins: { members: ['ann'], assignable: true, onboarded: true } },
  roles: [{ who: 'boss', role: 'Global Administrator', as: 'assigned' }],
  apps: { vestige: {} },
  azure: { subscriptions: { prod: {}, dev: {} }, access: [{ who: 'ann', role: 'Owner', at: 'prod', as: 'assigned' }] },
};

async function serve(change: Partial<WorldInput> = {}, served: Served = {}, settings = ''): Promise<void> {
  server = await microsoftServer({ ...world, ...change }, served);
  writeFileSync(join(folder, 'vestige.yaml'), `${server.configuration}${settings}`);
}

async function run(
  args: readonly string[],
  change: Partial<Terminal> = {},
): Promise<{ readonly exit: number; readonly out: string; readonly err: string; readonly words: string }> {
  const { terminal, out, err } = fakeTerminal(folder, { ...server.terminal, ...change });
  const exit = await main([...args, '--quiet'], terminal, wiring);
  // Ids of scopes are copied whole, whatever the terminal's width.
  const wide = out()
    .split('\n')
    .filter((line) => line.length > 80 && !line.includes('--scope '));
  if (!args.includes('json') && args[0] !== 'permissions') expect(wide).toEqual([]);
  expect(server.tenant.notUnderstood).toEqual([]);
  return { exit, out: out(), err: err(), words: out().replaceAll(/\s+/g, ' ') };
}

describe('doctor entra', () => {
  it('says who signed in, and ends with 0 where all is answered', async () => {
    await serve();
    const { exit, words } = await run(['doctor', 'entra']);
    expect(words).toContain(`ok signed in to tenant ${tenantId} as application ${appIdOf('vestige')} (object ${objectId('vestige')})`);
    expect(words).toMatch(/ok\s+entra: 1 boundary of 1 can be read: (\d+) of \1 kinds of questions answered/);
    expect([exit, words.includes('fails')]).toEqual([0, false]);
  });

  it('names the permission that is missing and the command that grants it to this application', async () => {
    await serve({ refuse: { 'audit-log': 'denied' } });
    const { exit, words } = await run(['doctor', 'entra']);
    expect(exit).toBe(3);
    expect(words).toContain(`entra:audit-log in entra:${tenantId}: denied; missing: AuditLog.Read.All: Insufficient privileges`);
    expect(words).toContain(
      `az ad app permission add --id ${appIdOf('vestige')} \\ --api 00000003-0000-0000-c000-000000000000 \\ --api-permissions \\ b0afded3-3588-46d8-8b3d-9842eff778da=Role`,
    );
    expect(words).toContain(`az ad app permission admin-consent \\ --id ${appIdOf('vestige')}`);
  });

  it('gives app roles to a managed identity, which has no registration', async () => {
    await serve({ refuse: { 'audit-log': 'denied' } });
    writeFileSync(join(folder, 'vestige.yaml'), server.configuration.replace('  entra:\n', '  entra:\n    credential: managed-identity\n'));
    // The identity library looks at the process's own environment for it.
    const machine = { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: 'x' };
    for (const [name, value] of Object.entries(machine)) vi.stubEnv(name, value);
    const { words } = await run(['doctor', 'entra'], { environment: { ...server.terminal.environment, ...machine } });
    expect(words).toContain(`ME=${objectId('vestige')} ROLE=b0afded3-3588-46d8-8b3d-9842eff778da az rest --method POST`);
    expect(words).not.toContain('az ad app permission');
  });

  it('does not blame a permission that the token holds', async () => {
    await serve({ refuse: { groups: 'denied' } }, { roles: ['GroupMember.Read.All'] });
    const { words } = await run(['doctor', 'entra']);
    expect(words).toContain('denied: Insufficient privileges to complete the operation.');
    expect(words).toContain('hint: the token holds what is needed, so something else refuses');
    expect(words).not.toContain('az ad app permission');
  });

  it('warns of permissions that may change things, and notes those that these settings do not need', async () => {
    await serve({}, { roles: ['Application.ReadWrite.All', 'Directory.Read.All', 'Mail.Read', 'Sites.FullControl.All'] });
    const { exit, words } = await run(['doctor', 'entra']);
    expect(words).toContain('warn it may change things, and no scan needs that: Application.ReadWrite.All, Sites.FullControl.All');
    expect(words).toContain('note not needed with these settings: Mail.Read');
    expect(exit).toBe(0);
  });

  it('tells a refused licence, which no permission mends, from a refused permission', async () => {
    await serve({ licence: 'free', roles: [], refuse: { groups: 'denied' } });
    const { exit, words } = await run(['doctor', 'entra']);
    expect(words).toContain('fails not licensed (The tenant needs to have Microsoft Entra ID P2');
    expect(words).toContain('hint: no permission mends this');
    expect(words).toContain('denied; missing: GroupMember.Read.All');
    expect(exit).toBe(3);
  });

  it('names both tenants where the credentials are of another than the settings name', async () => {
    await serve();
    const other = '11111111-2222-4333-8444-555555555555';
    writeFileSync(join(folder, 'vestige.yaml'), server.configuration.replaceAll('    endpoints', `    tenant: ${other}\n    endpoints`));
    for (const source of ['entra', 'azure']) {
      const { exit, words } = await run(['doctor', source]);
      expect([exit, words.includes(other), words.includes(tenantId)]).toEqual([3, true, true]);
    }
  });

  it('ends with 2 where there is nothing to sign in with', async () => {
    await serve();
    const { exit, err } = await run(['doctor', 'entra'], { environment: { CI: 'true' } });
    expect([exit, err.includes('the environment holds no credential')]).toEqual([2, true]);
  });
});

describe('doctor azure', () => {
  it('gives the role once, above all subscriptions, and says so for whatever needs the same', async () => {
    await serve({ refuse: { lighthouse: 'denied', 'azure-policies': 'denied' } });
    const { exit, words } = await run(['doctor', 'azure']);
    expect(exit).toBe(3);
    expect(words).toContain(`azure:role-policies in `);
    expect(words).toContain('missing: Microsoft.Authorization/roleManagementPolicyAssignments/read');
    expect(words.split('az role definition create').length).toBe(2);
    expect(words).toContain('hint: the same commands give it');
    expect(words).toContain(
      `az role assignment create --role "Vestige Privilege Audit Reader" \\ --assignee-object-id ${objectId('vestige')} \\ --assignee-principal-type ServicePrincipal \\ --scope /providers/Microsoft.Management/managementGroups/${tenantId}`,
    );
  });

  it('gives it at the subscriptions that the settings name, where they name some', async () => {
    await serve({ refuse: { lighthouse: 'denied' } }, {}, `    subscriptions: [${subscriptionId('prod')}]\n`);
    const { words } = await run(['doctor', 'azure']);
    expect(words).toContain(`--scope /subscriptions/${subscriptionId('prod')}`);
    expect(words).not.toContain('managementGroups/');
  });

  it('warns where the identity may do more than read', async () => {
    const owner = { value: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }] };
    await serve({}, { meddle: (_, url) => (url.includes('Microsoft.Authorization/permissions?') ? { body: owner } : undefined) });
    expect((await run(['doctor', 'azure'])).words).toContain('warn it may do more than read, and no scan needs that: *');
  });
});

describe('scan entra azure', () => {
  it('reads the tenant and its subscriptions into one report', async () => {
    await serve();
    const { exit, out } = await run(['scan', 'entra', 'azure', '--format', 'json']);
    const report = JSON.parse(out) as Report;
    const boundaries = [...new Set(report.coverage.map((line) => line.boundary))].sort();
    expect(boundaries).toEqual(
      [
        'azure:signed-in',
        'entra:signed-in',
        `azure:${tenantId}`,
        `azure:${subscriptionId('prod')}`,
        `azure:${subscriptionId('dev')}`,
        `entra:${tenantId}`,
      ].sort(),
    );
    expect(report.coverage.filter((line) => line.status !== 'complete').map((line) => line.surface)).toEqual(
      expect.not.arrayContaining(['entra:role-assignments', 'azure:role-assignments']),
    );
    expect(report.findings.filter((each) => each.rule === 'standing-administrator').length).toBeGreaterThan(0);
    expect(exit).toBe(1);
  });

  it('goes on with a reading that was stopped, and asks nothing twice', async () => {
    let stop: (() => void) | null = null;
    const asked: string[] = [];
    await serve(
      {},
      {
        meddle(_, url) {
          asked.push(url);
          if (url.startsWith('/v1.0/groups?')) stop?.();
          return undefined;
        },
      },
    );
    const { terminal, interrupt, err } = fakeTerminal(folder, server.terminal);
    stop = interrupt;
    expect(await main(['scan', 'entra', '--quiet'], terminal, wiring)).toBe(2);
    expect(err()).toContain('vestige scan --resume');
    stop = null;
    const before = asked.splice(0);
    const { exit, out } = await run(['scan', '--resume', '--format', 'json']);
    const whole = (JSON.parse(out) as Report).coverage.filter((line) => line.status === 'complete').map((line) => line.surface);
    expect([exit, whole.includes('entra:groups'), whole.includes('entra:organization')]).toEqual([1, true, true]);
    expect(before.some((url) => url.startsWith('/v1.0/organization'))).toBe(true);
    expect(asked.some((url) => url.startsWith('/v1.0/organization'))).toBe(false);
  });

  it('captures without a report', async () => {
    await serve();
    const { exit, out } = await run(['capture', 'entra', '--surfaces', 'role-definitions']);
    expect([exit, /^[0-9a-f]{64}\n$/.test(out)]).toEqual([0, true]);
    expect((await run(['analyze', out.trim(), '--format', 'json'])).exit).toBe(3);
  });

  it('reads only the surfaces that are named, and leaves the others excluded', async () => {
    await serve();
    const { out } = await run(['scan', 'entra', '--surfaces', 'entra:role-definitions,users', '--format', 'json']);
    const lines = (JSON.parse(out) as Report).coverage;
    const read = lines.filter((line) => line.status === 'complete').map((line) => line.surface);
    expect([...new Set(read)].sort()).toEqual(['entra:organization', 'entra:role-definitions', 'entra:users']);
    expect(lines.filter((line) => line.surface === 'entra:groups').map((line) => line.status)).toEqual(['excluded']);
  });
});

describe('permissions', () => {
  it('prints one document, as it is saved to a file', async () => {
    await serve();
    const role = JSON.parse((await run(['permissions', 'azure', '--document', 'custom-role'])).out) as { readonly Name: string };
    expect(role.Name).toBe('Vestige Privilege Audit Reader');
    const access = JSON.parse((await run(['permissions', 'entra', '--document', 'required-resource-access'])).out) as readonly unknown[];
    expect(access).toHaveLength(1);
  });
});
