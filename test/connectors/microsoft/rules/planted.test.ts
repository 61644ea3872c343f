import { describe, expect, it } from 'vitest';
import { rules } from '../../../../connectors/microsoft/rules/list.ts';
import type { Report } from '../../../../src/model/report.ts';
import { scanned } from '../matrix/scan.ts';
import type { WorldInput } from '../world/description.ts';

/*
 * Tenants in which one thing is wrong that a rule on applications, consents or Azure is about, read by the real connectors over literal
 * answers: what the rules look for is what the connectors yield.
 */

const asked = new Set([
  ...rules.map(({ id }) => id),
  ...[
    'client-secret-long-lived',
    'certificate-long-lived',
    'credential-expired-kept',
    'credentials-many',
    'federation-available',
    'trust-open-to-any-subject',
    'guest-privileged',
  ],
]);

/** Rules with findings, each with how grave the gravest is; sorted. */
async function findings(world: WorldInput): Promise<readonly string[]> {
  return of((await scanned(world)).report.findings);
}

function of(found: Report['findings']): readonly string[] {
  return [...new Set(found.filter(({ rule }) => asked.has(rule)).map(({ rule, severity }) => `${rule} ${severity}`))].sort();
}

const strong = { permissions: ['RoleManagement.ReadWrite.Directory'] };
const short = { from: '2026-11-01T00:00:00Z', until: '2027-02-01T00:00:00Z' } as const;

describe('what is planted is found, and nothing else', () => {
  it('nothing, in a tenant where all is well kept', async () => {
    const world: WorldInput = {
      users: { ann: {}, olga: {} },
      roles: [{ who: 'ann', role: 'Global Administrator', as: 'eligible' }],
      apps: { deployer: { ...strong, owners: ['ann'], secrets: [short] }, viewer: { secrets: [short] } },
      consents: [{ client: 'viewer', scopes: ['User.Read'] }],
      azure: { subscriptions: { prod: {} } },
    };
    expect(await findings(world)).toEqual([]);
  });

  it('a secret of three years', async () => {
    const secrets = [{ from: '2026-01-01T00:00:00Z', until: '2029-01-01T00:00:00Z' }];
    const world: WorldInput = { users: { ann: {} }, apps: { viewer: { owners: ['ann'], secrets } } };
    expect(await findings(world)).toEqual(['client-secret-long-lived high']);
  });

  it('three live secrets on an application and its service principal, and one that ended last year', async () => {
    const secrets = [
      short,
      short,
      { ...short, on: 'service-principal' as const },
      { from: '2024-01-01T00:00:00Z', until: '2025-01-01T00:00:00Z' },
    ];
    expect(await findings({ apps: { viewer: { secrets } } })).toEqual(['credential-expired-kept low', 'credentials-many low']);
  });

  it('a certificate of two years, and none of a year', async () => {
    const ofYears = (until: string) => ({ apps: { viewer: { certificates: [{ from: '2026-01-01T00:00:00Z', until }] } } });
    expect(await findings(ofYears('2028-01-01T00:00:00Z'))).toEqual(['certificate-long-lived medium']);
    expect(await findings(ofYears('2027-01-01T00:00:00Z'))).toEqual([]);
  });

  it('a secret beside a federated credential', async () => {
    const federated = [{ subject: 'repo:acme/app:environment:production' }];
    expect(await findings({ apps: { viewer: { secrets: [short], federated } } })).toEqual(['federation-available low']);
  });

  it('a federated credential of an issuer nobody knows', async () => {
    const federated = [{ issuer: 'https://idp.evil.example', subject: 'anything' }];
    expect(await findings({ apps: { viewer: { federated } } })).toEqual(['federated-issuer-foreign medium']);
  });

  it('mail of everyone, and files of one user', async () => {
    const apps = { mailer: {}, filer: {} };
    expect(await findings({ apps, consents: [{ client: 'mailer', scopes: ['Mail.Read'] }] })).toEqual(['consent-for-everyone medium']);
    const byAnn = [{ client: 'filer', who: 'ann', scopes: ['Files.ReadWrite.All'] }];
    expect(await findings({ users: { ann: {} }, apps, consents: byAnn })).toEqual(['consent-by-user medium']);
  });

  it('an application of another tenant that may give any role', async () => {
    const found = await findings({ apps: { connector: { ...strong, home: 'vendor' } } });
    expect(found).toContain('foreign-application-privileged high');
  });

  it('a user without a role owns an application that may give any', async () => {
    const world: WorldInput = { users: { olga: {} }, apps: { deployer: { ...strong, owners: ['olga'] } } };
    expect(await findings(world)).toEqual(['application-owner-not-administrator high']);
  });

  it('nobody owns an application that may give any role', async () => {
    expect(await findings({ apps: { deployer: strong } })).toEqual(['application-without-owner medium']);
  });

  it('a synchronized account is Global Administrator for good', async () => {
    const world: WorldInput = {
      users: { ann: { synced: true } },
      roles: [{ who: 'ann', role: 'Global Administrator', as: 'assigned' }],
    };
    expect(await findings(world)).toEqual(['on-premises-account-privileged high', 'permanent-privileged-role high']);
  });

  it('a role that leads to control by what it can change is as grave', async () => {
    const world: WorldInput = {
      users: { ann: {}, olga: {} },
      roles: [
        { who: 'ann', role: 'Application Administrator', as: 'assigned' },
        { who: 'olga', role: 'Global Administrator', as: 'eligible' },
      ],
      apps: { deployer: { ...strong, owners: ['olga'] } },
    };
    expect(await findings(world)).toEqual(['permanent-privileged-role high']);
  });

  it('an administrator who has not signed in for a quarter of a year, and none who only could switch the role on', async () => {
    const world = (as: 'assigned' | 'eligible'): WorldInput => ({
      users: { ann: { signedIn: '2026-08-01T00:00:00Z' }, olga: {} },
      roles: [
        { who: 'ann', role: 'Helpdesk Administrator', as },
        { who: 'olga', role: 'Reports Reader', as: 'assigned' },
      ],
    });
    expect(await findings(world('assigned'))).toEqual(['permanent-privileged-role medium', 'privileged-account-unused medium']);
    expect(await findings(world('eligible'))).toEqual([]);
  });

  it('a guest who resets passwords, and one who reads a subscription’s data', async () => {
    const helpdesk: WorldInput = {
      users: { gil: { guest: true } },
      roles: [{ who: 'gil', role: 'Helpdesk Administrator', as: 'eligible' }],
    };
    expect(await findings(helpdesk)).toEqual(['guest-privileged low']);
    const vault: WorldInput = {
      users: { gil: { guest: true } },
      azure: {
        subscriptions: { prod: {} },
        vaults: [{ at: 'prod/web', name: 'vault-one' }],
        access: [{ who: 'gil', role: 'Key Vault Secrets User', at: 'prod/web', as: 'assigned' }],
      },
    };
    expect(await findings(vault)).toEqual(['guest-privileged medium']);
  });

  it('elevated access of one who may only switch the directory role on, himself or by a group', async () => {
    const azure: NonNullable<WorldInput['azure']> = {
      subscriptions: { prod: {} },
      access: [{ who: 'ann', role: 'User Access Administrator', at: '/', as: 'assigned' }],
    };
    const himself: WorldInput = { users: { ann: {} }, roles: [{ who: 'ann', role: 'Global Administrator', as: 'eligible' }], azure };
    expect(await findings(himself)).toEqual(['root-scope-assignment critical']);
    const byGroup: WorldInput = {
      users: { ann: {}, olga: {} },
      groups: { admins: { assignable: true } },
      groupAccess: [{ group: 'admins', who: 'ann', as: 'eligible' }],
      roles: [{ who: 'admins', role: 'Global Administrator', as: 'assigned' }],
      azure,
    };
    expect(await findings(byGroup)).toContain('root-scope-assignment critical');
  });

  it('elevated access that outlived the directory role, and such of a Global Administrator', async () => {
    const azure = (who: string): WorldInput => ({
      users: { ann: {}, olga: {} },
      roles: [{ who: 'olga', role: 'Global Administrator', as: 'activated', until: '2026-11-22T18:00:00Z' }],
      azure: { subscriptions: { prod: {} }, access: [{ who, role: 'User Access Administrator', at: '/', as: 'assigned' }] },
    });
    expect(await findings(azure('ann'))).toEqual(['root-scope-assignment critical']);
    expect(await findings(azure('olga'))).toEqual(['root-scope-assignment high']);
  });
});

describe('what was refused leaves the question open', () => {
  it.each([
    ['applications', 'client-secret-long-lived'],
    ['applications', 'federated-issuer-foreign'],
    ['service-principals', 'application-without-owner'],
    ['service-principals', 'application-owner-not-administrator'],
    ['consents', 'consent-for-everyone'],
    ['consents', 'consent-by-user'],
    ['role-assignments', 'permanent-privileged-role'],
  ])('%s: %s', async (route, rule) => {
    const { report } = await scanned({ users: { ann: {} }, apps: { deployer: strong }, refuse: { [route]: 'denied' } });
    expect(report.findings.filter((each) => each.rule === rule)).toEqual([]);
    expect(report.undetermined.map((each) => each.rule)).toContain(rule);
    expect(report.totals.rules.find((each) => each.rule === rule)?.clear).toBe(0);
  });
});
