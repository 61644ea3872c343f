import { parse } from 'valibot';
import { expect, it } from 'vitest';
import { memoryCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { captureDumps } from '../../src/run/import.ts';
import { scan } from '../../src/run/scan.ts';
import type { Report } from '../../src/model/report.ts';
import { settings, tableConnector } from './live-organization.ts';

/*
 * One account in which every rule that files can feed has something to say, as the AWS CLI would print it, and an organization for the
 * rules that need a live scan: so none can go quiet unnoticed.
 */
const account = '111122223333';
const old = '2023-01-01T00:00:00+00:00';
const allow = (action: unknown, more: object = {}): object => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: action, Resource: '*', ...more },
});
const trust = (principal: unknown, action = 'sts:AssumeRole'): object => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: principal, Action: action },
});
const before = (date: string): object => ({ Condition: { DateLessThan: { 'aws:CurrentTime': date } } });
let made = 0;
const id = (prefix: string): string => `${prefix}EVERYRULE${String(++made).padStart(8, '2')}`;

function user(name: string, policy?: object): object {
  return {
    Path: '/',
    UserName: name,
    UserId: id('AIDA'),
    Arn: `arn:aws:iam::${account}:user/${name}`,
    CreateDate: old,
    UserPolicyList: policy === undefined ? [] : [{ PolicyName: 'p', PolicyDocument: policy }],
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [],
  };
}

function role(name: string, trusted: object, lastUsed: string | null, policy?: object): object {
  return {
    Path: '/',
    RoleName: name,
    RoleId: id('AROA'),
    Arn: `arn:aws:iam::${account}:role/${name}`,
    CreateDate: old,
    AssumeRolePolicyDocument: trusted,
    InstanceProfileList: [],
    RolePolicyList: policy === undefined ? [] : [{ PolicyName: 'p', PolicyDocument: policy }],
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: lastUsed === null ? {} : { LastUsedDate: lastUsed, Region: 'eu-west-1' },
  };
}

const callers = Array.from({ length: 40 }, (_, n) => `caller-${n}`);
const details = {
  UserDetailList: [
    user('admin', allow('*')),
    // each without a way to give itself everything, which would be an administrator's
    user('groups', allow('iam:PutGroupPolicy')),
    user('minting', allow('iam:CreateServiceSpecificCredential')),
    user('limits', allow('iam:DeleteRolePermissionsBoundary')),
    user('trusts', allow('iam:UpdateAssumeRolePolicy')),
    user('audit-off', allow(['cloudtrail:StopLogging', 'secretsmanager:GetSecretValue'])),
    user('ended', allow('*', before('2024-01-01T00:00:00Z'))),
    user('long', allow('*', before('2030-01-01T00:00:00Z'))),
    user('keys'),
    user('password'),
    ...callers.map((name) => user(name)),
  ],
  GroupDetailList: [],
  RoleDetailList: [
    role('gone', trust({ AWS: 'AIDAGONEGONEGONE23456' }), null),
    role('vendor', trust({ AWS: 'arn:aws:iam::999988887777:root' }), '2026-01-01T00:00:00+00:00'),
    role(
      'open',
      trust({ Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` }, 'sts:AssumeRoleWithWebIdentity'),
      null,
    ),
    role('popular', trust({ AWS: callers.map((name) => `arn:aws:iam::${account}:user/${name}`) }), '2026-10-30T00:00:00+00:00'),
  ],
  Policies: [],
};

const columns = ['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed', 'password_next_rotation', 'mfa_active',
  ...[1, 2].flatMap((n) => ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((each) => `access_key_${n}_${each}`)),
  ...[1, 2].flatMap((n) => [`cert_${n}_active`, `cert_${n}_last_rotated`])]; // prettier-ignore

function row(name: string, values: Readonly<Record<string, string>>): string {
  const arn = name === '<root_account>' ? `arn:aws:iam::${account}:root` : `arn:aws:iam::${account}:user/${name}`;
  const rest: Readonly<Record<string, string>> = {
    user: name,
    arn,
    user_creation_time: old,
    password_enabled: 'false',
    mfa_active: 'false',
    ...values,
  };
  return columns.map((column) => rest[column] ?? (column.endsWith('_active') ? 'false' : 'N/A')).join(',');
}

const report = [
  columns.join(','),
  row('<root_account>', {
    password_enabled: 'not_supported',
    password_last_used: '2026-10-30T00:00:00+00:00',
    access_key_1_active: 'true',
    access_key_1_last_rotated: old,
    access_key_1_last_used_date: '2026-10-30T00:00:00+00:00',
  }),
  row('keys', {
    access_key_1_active: 'true',
    access_key_1_last_rotated: old,
    access_key_1_last_used_date: '2024-01-01T00:00:00+00:00',
    access_key_2_active: 'true',
    access_key_2_last_rotated: old,
    cert_1_active: 'true',
    cert_1_last_rotated: old,
  }),
  row('admin', { access_key_1_active: 'false', access_key_1_last_rotated: old, access_key_1_last_used_date: '2024-01-01T00:00:00+00:00' }),
  row('password', { password_enabled: 'true', password_last_used: '2024-01-01T00:00:00+00:00', password_last_changed: old }),
].join('\n');

/** Rules about what no file tells. */
const liveOnly = [
  'api-key-long-lived',
  'assignment-removal-failed',
  'kms-grant-to-outsider',
  'permission-set-not-provisioned',
  'permission-set-session-over-long',
  'reserved-role-unassigned',
  'role-session-over-long',
  'ssh-key-long-lived',
  'unused-privilege',
];

/** Rules about what only a directory has: who may switch a right on, who is a guest, what applications may do, what is left of those who are gone. */
const directoryOnly = [
  'activation-over-long',
  'activation-without-approval',
  'activation-without-second-factor',
  'application-owner-not-administrator',
  'application-unused',
  'application-without-owner',
  'approver-is-holder',
  'approvers-missing',
  'approvers-too-many',
  'assigned-outside-broker',
  'classic-administrator-left',
  'client-secret-long-lived',
  'consent-by-user',
  'consent-for-everyone',
  'credential-expired-kept',
  'credential-unused',
  'credentials-many',
  'deleted-restorable',
  'disabled-with-privilege',
  'eligible-dormant',
  'eligible-holder-blocked',
  'federated-issuer-foreign',
  'federation-available',
  'foreign-application-privileged',
  'guest-privileged',
  'on-premises-account-privileged',
  'orphaned-assignment',
  'package-ended-access-left',
  'permanent-assignment-allowed',
  'permanent-privileged-role',
  'privileged-account-unused',
  'provisioned-copy-left',
  'root-scope-assignment',
  'serial-activation',
];

/**
 * About records of life cycles, exceptions and logs, or about what the configuration names: each of their examples fires in the suite of rules, and those of an
 * estate where much should have ended in `test/demo`.
 */
const recordsOnly: readonly string[] = wiring.rules
  .filter(
    ({ id, examples }) =>
      id === 'log-not-watching' || examples.fires.some(({ life, settings }) => life !== undefined || settings !== undefined),
  )
  .map(({ id }) => id);

function quietIn({ totals }: Report): readonly string[] {
  return totals.rules.filter((each) => each.findings === 0).map((each) => each.rule);
}

function isWellKept({ totals, findings: all }: Report): void {
  expect(totals.rules.length).toBe(wiring.rules.length);
  // Each finding can be told from every other.
  expect(new Set(all.map((finding) => finding.fingerprint)).size).toBe(all.length);
  for (const { questions, findings, clear, undetermined } of totals.rules) expect(findings + clear + undetermined).toBe(questions);
}

it('every rule but those about what no file tells finds something in an account where everything is wrong', async () => {
  const configuration = readConfiguration({ crownJewels: [{ name: 'the account', scope: `aws:${account}` }] }, wiring);
  const file = (format: string, text: string): { format: string; name: string; open: () => AsyncIterable<Uint8Array> } => ({
    format,
    name: format,
    open: async function* () {
      yield new TextEncoder().encode(text);
    },
  });
  const files = [file('aws-authorization-details', JSON.stringify(details)), file('aws-credential-report', report)];
  const capture = await captureDumps(memoryCapture(), files, wiring.connectors, configuration);
  const { report: told } = await analyze({
    capture,
    connectors: wiring.connectors,
    configuration,
    asOf: '2026-11-01T00:00:00Z',
    clock: () => 0,
  });
  expect([...quietIn(told)].sort()).toEqual([...liveOnly, ...directoryOnly, ...recordsOnly].sort());
  expect(recordsOnly.length).toBeGreaterThan(30);
  isWellKept(told);
});

it('the others find something in an organization that is scanned', async () => {
  const asOf = '2026-11-01T00:00:00.000Z';
  let now = Date.parse(asOf);
  const { report: told, view } = await scan({
    connectors: [tableConnector(asOf)],
    configuration: readConfiguration({ connectors: { aws: settings } }, wiring),
    writer: memoryCapture(),
    io: {
      now: () => now,
      sleep: async (milliseconds) => void (now += milliseconds),
      random: () => 0,
      signal: new AbortController().signal,
      environment: {},
    },
    asOf,
  });
  // Whatever is missing from the table would be refused; resource policies come from files alone.
  const unread = told.coverage.filter(({ status }) => status !== 'complete' && status !== 'excluded');
  expect(unread.map(({ boundary, surface, cause }) => `${boundary} ${surface} ${cause ?? ''}`)).toEqual([]);
  const quiet = new Set(quietIn(told));
  expect(liveOnly.filter((rule) => quiet.has(rule))).toEqual([]);
  isWellKept(told);
  // Keys of one service do not open the identity.
  for (const user of ['coder', 'model'])
    expect(view.entry(`arn:aws:iam::444455556666:user/${user}`)).toMatchObject({
      state: 'none-seen',
      ways: [expect.stringMatching('one service only')],
    });
});

it('and those about a directory find something in one where everything is wrong', () => {
  const [tenant, cloud, subscription] = ['entra:t', 'azure:t', 'azure:s'];
  const of = (name: string): string => `entra/t/${name}`;
  const standing = { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' } as const;
  const eligible = { bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'approved', endsBy: 'provider', scope: tenant } as const;
  const role = (name: string, gate: 'self' | 'approved', approvers: readonly string[]) => ({
    ...{ id: `policy-${name}`, governs: name, name, scope: tenant, gate, approvers: approvers.map(of) },
    ...{ secondFactor: false, longestActivationMs: 86_400_000, allowsPermanentAssignment: true },
  });
  const crowd = Array.from({ length: 11 }, (_, at) => `approver-${at}`);
  const source = (id: string) => ({ id, kind: 'eligible-role', name: id, boundary: tenant });
  const by = (kind: string, id: string) => ({ ...source(id), kind });
  const consent = { subject: of('app'), capability: 'read-data', scope: 'entra/t/mail', presence: 'possible' } as const;
  const secrets = [{ lastUsed: '2025-01-01T00:00:00.000Z' }, {}, {}, { expiresAt: '2025-01-01T00:00:00.000Z' }] as const;
  const view = viewOfSmallGraph({
    name: 'a directory',
    boundaries: [{ id: tenant }, { id: cloud, kind: 'azure-tenant' }, { id: subscription, kind: 'subscription' }],
    identities: [
      { id: of('app'), kind: 'app' },
      { id: of('crm'), kind: 'service-principal' },
      { id: of('synced'), kind: 'user', tags: { 'on-premises-sync': 'true' } },
      ...['ann', 'ben', 'cas', 'left', ...crowd].map((name) => ({ id: of(name), kind: 'user' as const, name })),
      { id: of('off'), kind: 'user', enabled: false },
      { id: of('was-eligible'), kind: 'user', enabled: false },
      { id: of('binned'), kind: 'user', deletedAt: '2025-12-01T00:00:00.000Z' },
      { id: of('visitor'), kind: 'guest' },
      { id: of('copy'), kind: 'group' },
    ],
    grants: [
      { ...standing, subject: of('app'), capability: 'administer', scope: tenant, source: by('app-role', 'i') },
      { ...standing, subject: of('crm'), capability: 'administer', scope: tenant, source: by('app-role', 'j') },
      { ...standing, subject: of('synced'), capability: 'administer', scope: tenant, source: by('directory-role', 'k') },
      { ...standing, subject: of('left'), capability: 'grant-privilege', scope: cloud, boundary: cloud, source: by('azure-role', 'l') },
      { ...standing, subject: of('left'), capability: 'administer', scope: subscription, source: by('classic-administrator', 'm') },
      { ...consent, source: by('consent-for-everyone', 'n') },
      {
        ...{ subject: of('left'), capability: 'ordinary', scope: tenant, presence: 'refuted' },
        source: by('access-package-over', 'access-package-over|q|m'),
      },
      { ...consent, source: by('consent-of-user', 'o') },
      { ...eligible, subject: of('ann'), capability: 'administer', gatedBy: 'policy-a', source: source('a|ann') },
      { ...eligible, subject: of('ben'), capability: 'administer', gatedBy: 'policy-b', source: source('b|ben') },
      { ...eligible, subject: of('cas'), capability: 'administer', gatedBy: 'policy-c', gate: 'self', source: source('c|cas') },
      { ...eligible, subject: of('was-eligible'), capability: 'administer', gatedBy: 'policy-d', source: source('d|was') },
      ...['off', 'binned', 'visitor', 'gone', 'left'].map((name) => ({
        ...{ ...standing, subject: of(name), capability: 'administer' as const, scope: tenant, boundary: tenant },
        source: source(`e|${name}`),
      })),
    ],
    credentials: secrets.map((each, at) => ({ id: `${of('app')}#${at}`, identity: of('app'), kind: 'client-secret' as const, ...each })),
    usage: ['crm', 'synced'].map((name) => ({ identity: of(name), lastUsed: '2025-01-01T00:00:00.000Z' })),
    links: [
      { from: of('approver-0'), to: of('crm'), how: 'owns', source: by('service-principal-owner', 'f') },
      { from: 'entra/vendor', to: of('crm'), how: 'can-mint', source: by('foreign-application', 'g') },
      {
        from: 'federated:idp.example|s',
        to: of('app'),
        how: 'federates',
        detail: { issuer: 'idp.example' },
        source: by('federated-credential', 'h'),
      },
      { from: of('ann'), to: of('copy'), how: 'member-of', detail: { originalGone: true } },
      { from: of('original'), to: of('copy'), how: 'member-of', source: { ...source('scim'), kind: 'provisioned-group' } },
    ],
    activationPolicies: [role('a', 'approved', ['ann']), role('b', 'approved', []), role('c', 'self', []), role('d', 'approved', crowd)],
    lifeCycleEvents: [
      { id: 'first', type: 'policy-changed', at: '2025-12-01T00:00:00.000Z', subject: of('ann') },
      { id: 'round', type: 'granted', subject: of('left'), object: 'e', outsideBroker: true, at: '2025-12-20T00:00:00.000Z' },
      { id: 'on', type: 'activated', subject: of('ben'), object: 'b', at: '2025-12-10T00:00:00.000Z', until: '2025-12-20T00:00:00.000Z' },
    ],
  });
  const rules = wiring.rules.map((rule) => ({ rule, settings: parse(rule.settings, {}) }));
  const { totals } = judge({ view, rules, remedy: () => [] });
  const quiet = new Set(totals.filter((each) => each.findings === 0).map((each) => each.rule));
  expect(directoryOnly.filter((rule) => quiet.has(rule))).toEqual([]);
});
