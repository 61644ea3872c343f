import { sha256Hex } from '../../src/base/bytes/hash.ts';
import type { Excepted, Finding, Undetermined } from '../../src/model/finding.ts';
import type { SurfaceCoverage } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { sampleAssurance, sampleMetrics } from './report-assurance.ts';
import { sampleEndings } from './report-endings.ts';
import { adminUser, deployRole, oldKey, vendorTrust } from './report-findings.ts';

const home = 'aws:111122223333';
const arn = 'arn:aws:iam::111122223333';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const page = (digit: string): string => digit.repeat(64);

const coverage: readonly SurfaceCoverage[] = [
  {
    boundary: home,
    surface: 'aws:authorization-details',
    status: 'complete',
    cause: null,
    detail: null,
    permission: 'iam:GetAccountAuthorizationDetails',
    ifUnread: 'which roles, users and policies exist',
    pages: 4,
    facts: 1234,
  },
  {
    boundary: home,
    surface: 'aws:credential-report',
    status: 'partial',
    cause: 'malformed',
    detail: 'report.csv, row 9: password_last_used is not a time: "soon"',
    permission: 'iam:GetCredentialReport',
    ifUnread: 'how old passwords and keys are, and when they were used',
    pages: 1,
    facts: 37,
  },
  {
    boundary: home,
    surface: 'aws:service-control-policies',
    status: 'unread',
    cause: 'unsupported',
    detail: 'not in the files given',
    permission: 'organizations:ListPolicies',
    ifUnread: 'whether the organization denies what is reported here',
    pages: 0,
    facts: 0,
  },
  {
    boundary: 'aws:444455556666',
    surface: 'aws:access-keys',
    status: 'excluded',
    cause: 'excluded',
    detail: 'not asked for',
    permission: 'iam:ListAccessKeys',
    ifUnread: 'the ids of access keys',
    pages: 0,
    facts: 0,
  },
];

const undetermined: readonly Undetermined[] = [
  {
    rule: 'password-without-mfa',
    subject: { id: home, uid: null, kind: 'boundary', nature: 'unknown', name: 'production', boundary: home },
    capability: null,
    scope: null,
    questions: 12,
    because: [
      {
        boundary: home,
        surface: 'aws:credential-report',
        cause: 'malformed',
        detail: 'report.csv, row 9: password_last_used is not a time: "soon"',
      },
    ],
  },
  {
    rule: 'standing-read-secrets',
    subject: { id: `${arn}:role/batch`, uid: 'AROAEXAMPLEBATCH00001', kind: 'role', nature: 'non-human', name: 'batch', boundary: home },
    capability: 'read-secrets',
    scope: home,
    questions: 1,
    because: [
      {
        boundary: home,
        surface: 'aws:authorization-details',
        subject: `${arn}:role/batch`,
        cause: 'vanished',
        detail: 'attached policy team-secrets was not listed',
      },
      {
        boundary: home,
        surface: 'aws:resource-policies',
        cause: 'denied',
        detail: 'secretsmanager:GetResourcePolicy: AccessDenied',
        others: { boundaries: 41, first: ['aws:202020202020', 'aws:303030303030', 'aws:404040404040'] },
      },
    ],
  },
];

const excepted: readonly Excepted[] = [
  {
    exception: 'EX-2026-004',
    owner: 'platform@example.com',
    until: '2026-03-31T00:00:00.000Z',
    finding: {
      ...deployRole,
      fingerprint: '5c01'.repeat(16),
      subject: {
        id: `${arn}:role/break-glass`,
        uid: 'AROAEXAMPLEBREAK00001',
        kind: 'role',
        nature: 'human',
        name: 'break-glass',
        boundary: home,
      },
      rootCause: { id: `inline-policy|${arn}:role/break-glass|all`, kind: 'inline-policy', name: 'all' },
    },
  },
];

/** A report with something in every section and every kind of member, `null` and filled. */
export const sampleReport: Report = {
  schema: 1,
  run: {
    version: '0.1.0',
    from: 'capture',
    asOf: '2026-01-01T00:00:00.000Z',
    asOfFrom: 'given',
    capture: page('e'),
    pages: 5,
    inputs: [
      { kind: 'aws-authorization-details', sha256: page('1') },
      { kind: 'aws-credential-report', sha256: page('2') },
    ],
    connectors: [{ id: 'aws', mapping: 1 }],
    rules: [
      { id: 'access-key-over-age', revision: 1 },
      { id: 'standing-administrator', revision: 2 },
    ],
    configuration: page('f'),
  },
  coverage,
  totals: {
    boundaries: [home, 'aws:444455556666'],
    identities: { total: 214, human: 31, nonHuman: 171, unknown: 12 },
    credentials: 88,
    grants: 1402,
    links: 639,
    surfaces: { complete: 1, partial: 1, unread: 1, excluded: 1 },
    findings: { critical: 1, high: 2, medium: 1, low: 0 },
    tierZero: { session: 3, eligible: 0, activated: 1, 'time-bound': 4, standing: 17 },
    rules: [
      { rule: 'access-key-over-age', questions: 40, findings: 1, clear: 39, undetermined: 0, excepted: 0 },
      { rule: 'password-without-mfa', questions: 12, findings: 0, clear: 0, undetermined: 12, excepted: 0 },
      { rule: 'standing-administrator', questions: 214, findings: 2, clear: 211, undetermined: 0, excepted: 1 },
      { rule: 'standing-read-secrets', questions: 214, findings: 0, clear: 213, undetermined: 1, excepted: 0 },
      { rule: 'trust-to-foreign-account', questions: 9, findings: 1, clear: 8, undetermined: 0, excepted: 0 },
    ],
  },
  findings: [deployRole, adminUser, vendorTrust, oldKey],
  undetermined,
  excepted,
  endings: sampleEndings,
  assurance: sampleAssurance,
  history: {
    runs: 12,
    since: '2025-10-01T06:00:00.000Z',
    previous: { run: page('7'), to: '2025-12-31T06:00:00.000Z' },
    began: 1,
    reappeared: 1,
    resolved: [
      {
        fingerprint: '51ed'.repeat(16),
        rule: 'access-key-unused',
        severity: 'low',
        subject: `${arn}:user/former-runner`,
        capability: null,
        scope: null,
        first: '2025-10-01T06:00:00.000Z',
        how: 'absent',
        after: '2025-12-30T06:00:00.000Z',
        before: '2026-01-01T00:00:00.000Z',
      },
    ],
    unconfirmed: [
      {
        fingerprint: '6c0f'.repeat(16),
        rule: 'standing-read-secrets',
        severity: 'high',
        subject: `${arn}:role/batch-loader`,
        capability: 'read-secrets',
        scope: home,
        first: '2025-11-15T06:00:00.000Z',
        last: '2025-12-31T06:00:00.000Z',
        wants: 'a second read',
      },
    ],
  },
  metrics: sampleMetrics,
  tests: {
    ephemeral: { yes: 3, no: 21, undetermined: 1 },
    revokedAtOnce: { yes: 0, no: 1, undetermined: 24 },
    nothingLeft: { yes: 1, no: 0, undetermined: 24 },
  },
};

const zero = { yes: 0, no: 0, undetermined: 0 };

/** A run that read nothing and asked nothing. */
export const emptyReport: Report = {
  schema: 1,
  run: { ...sampleReport.run, pages: 0, inputs: [], connectors: [], rules: [] },
  coverage: [],
  totals: {
    boundaries: [],
    identities: { total: 0, human: 0, nonHuman: 0, unknown: 0 },
    credentials: 0,
    grants: 0,
    links: 0,
    surfaces: { complete: 0, partial: 0, unread: 0, excluded: 0 },
    findings: { critical: 0, high: 0, medium: 0, low: 0 },
    tierZero: { session: 0, eligible: 0, activated: 0, 'time-bound': 0, standing: 0 },
    rules: [],
  },
  findings: [],
  undetermined: [],
  excepted: [],
  endings: [],
  assurance: null,
  history: null,
  metrics: null,
  tests: { ephemeral: zero, revokedAtOnce: zero, nothingLeft: zero },
};

/** `count` findings as a large estate gives them: few policies, many roles, some keys. No two have the same subject and fingerprint. */
export function largeReport(count: number): Report {
  const findings = Array.from({ length: count }, (_, index) => {
    const account = `aws:${111122220000 + (index % 40)}`;
    const number = String(index).padStart(5, '0');
    const base = [deployRole, adminUser, vendorTrust, oldKey][index % 4] ?? deployRole;
    const role = `arn:aws:iam::${account.slice(4)}:role/team-${index % 97}/service-${number}`;
    return {
      ...base,
      fingerprint: sha256Hex(number),
      subject: { ...base.subject, id: role, uid: `AROAEXAMPLE${number.padStart(10, '0')}`, name: `service-${number}`, boundary: account },
      rootCause:
        index % 4 === 3 ? { ...base.rootCause, id: `${role}#access-key-1`, name: `access-key-1 of service-${number}` } : base.rootCause,
      path: base.path.map((step) => (step.step === 'identity' ? { ...step, id: role, name: `service-${number}` } : step)),
      evidence: base.evidence.map((_, at) => ({
        page: page(String((index + at) % 10)),
        pointer: `/RoleDetailList/${index % 200}/AttachedManagedPolicies/${at}`,
      })),
      remediation: { ...base.remediation, commands: [`aws iam detach-role-policy --role-name service-${number} --policy-arn ${admin}`] },
    };
  });
  const bySeverity = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = { critical: bySeverity('critical'), high: bySeverity('high'), medium: bySeverity('medium'), low: bySeverity('low') };
  return { ...sampleReport, findings, totals: { ...sampleReport.totals, findings: counts } };
}
