import type { Finding } from '../../src/model/finding.ts';

const home = 'aws:111122223333';
const arn = 'arn:aws:iam::111122223333';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const page = (digit: string): string => digit.repeat(64);

export const deployRole: Finding = {
  fingerprint: '1f0c'.repeat(16),
  rule: 'standing-administrator',
  title: 'Standing administrator',
  family: 'standing',
  severity: 'critical',
  reasons: ['administer on the whole account with no end', 'reached by a non-human identity with a live access key'],
  subject: { id: `${arn}:role/ci/deploy`, uid: 'AROAEXAMPLEDEPLOY0001', kind: 'role', nature: 'non-human', name: 'deploy', boundary: home },
  object: { type: 'grant', id: `${arn}:role/ci/deploy|${admin}`, name: 'AdministratorAccess on deploy' },
  capability: 'administer',
  scope: home,
  persistence: 'standing',
  bounds: { lo: 'standing', hi: 'standing' },
  rootCause: { id: `attached-policy|${admin}`, kind: 'attached-policy', name: 'AdministratorAccess' },
  caveats: ['unless an unread service control policy denies it'],
  path: [
    { step: 'entry', state: 'live', text: 'access-key-1 of ci-runner, active' },
    { step: 'identity', id: `${arn}:user/ci-runner`, name: 'ci-runner' },
    {
      step: 'link',
      how: 'can-assume',
      from: `${arn}:user/ci-runner`,
      to: `${arn}:role/ci/deploy`,
      persistence: 'standing',
      text: 'trust policy of deploy names ci-runner without a condition',
    },
    { step: 'identity', id: `${arn}:role/ci/deploy`, name: 'deploy' },
    { step: 'grant', capability: 'administer', scope: home, persistence: 'standing', text: 'AdministratorAccess allows * on *' },
  ],
  evidence: [
    { page: page('a'), pointer: '/RoleDetailList/0/AttachedManagedPolicies/0' },
    { page: page('b'), pointer: '/Policies/3/PolicyVersionList/0' },
  ],
  controls: [
    { framework: 'owasp-nhi', id: 'NHI5:2025', title: 'Overprivileged NHI' },
    { framework: 'nist-800-53', id: 'AC-6(5)', title: 'Least privilege: privileged accounts' },
  ],
  remediation: {
    summary: 'Detach the policy, or move it behind a request that ends by itself.',
    commands: [`aws iam detach-role-policy --role-name deploy --policy-arn ${admin}`],
    mayBreak: 'the role was last used 2025-12-30',
    verify: 'The next scan no longer lists the attachment, and no other path gives administer.',
  },
  seen: {
    first: '2025-11-02T06:00:00.000Z',
    last: '2026-01-01T00:00:00.000Z',
    runs: 9,
    since: '2025-12-20T06:00:00.000Z',
    reappeared: 1,
  },
};

export const adminUser: Finding = {
  ...deployRole,
  fingerprint: '2b7e'.repeat(16),
  severity: 'high',
  reasons: ['administer on the whole account with no end', 'held by a person with a second factor'],
  subject: {
    id: `${arn}:user/amélie`,
    uid: 'AIDAEXAMPLEAMELIE0001',
    kind: 'user',
    nature: 'human',
    name: 'amélie',
    boundary: home,
    accounts: [`${arn}:user/amélie`, 'entra/3f6c/amélie'],
  },
  object: null,
  caveats: [],
  path: [
    { step: 'entry', state: 'none-seen', text: 'no live credential seen' },
    { step: 'identity', id: `${arn}:user/amélie`, name: 'amélie' },
    { step: 'grant', capability: 'administer', scope: home, persistence: 'standing', text: 'AdministratorAccess allows * on *' },
  ],
  evidence: [{ page: page('a'), pointer: '/UserDetailList/4/AttachedManagedPolicies/0' }],
  remediation: {
    ...deployRole.remediation,
    commands: [`aws iam detach-user-policy --user-name amélie --policy-arn ${admin}`],
    mayBreak: null,
  },
  seen: null,
};

export const oldKey: Finding = {
  fingerprint: '30d5'.repeat(16),
  rule: 'access-key-over-age',
  title: 'Access key older than policy allows',
  family: 'long-lived',
  severity: 'medium',
  reasons: ['created 2021-04-01, 1,736 days before the audit; the policy allows 90'],
  subject: { id: `${arn}:user/ci-runner`, uid: null, kind: 'user', nature: 'unknown', name: 'ci-runner', boundary: home },
  object: { type: 'credential', id: `${arn}:user/ci-runner#access-key-1`, name: 'access-key-1' },
  capability: null,
  scope: null,
  persistence: null,
  bounds: null,
  rootCause: { id: `credential|${arn}:user/ci-runner#access-key-1`, kind: 'access-key', name: 'access-key-1 of ci-runner' },
  caveats: ['the key id is not in the credential report'],
  path: [],
  evidence: [{ page: page('c'), pointer: '/rows/7' }],
  controls: [{ framework: 'owasp-nhi', id: 'NHI7:2025', title: 'Long-lived secrets' }],
  remediation: {
    summary: 'Replace the key with a role, or rotate it.',
    commands: ['aws iam list-access-keys --user-name ci-runner', 'aws iam delete-access-key --user-name ci-runner --access-key-id AKIA…'],
    mayBreak: 'last used 2025-12-31 in eu-west-1 by s3',
    verify: 'The next credential report shows the key inactive or gone.',
  },
  seen: { first: '2026-01-01T00:00:00.000Z', last: '2026-01-01T00:00:00.000Z', runs: 1, since: '2026-01-01T00:00:00.000Z', reappeared: 0 },
};

export const vendorTrust: Finding = {
  fingerprint: '47aa'.repeat(16),
  rule: 'trust-to-foreign-account',
  title: 'Role trusted to an account outside the estate',
  family: 'third-party',
  severity: 'high',
  reasons: ['999988887777 is in no organization that was read and not among the trusted accounts'],
  subject: {
    id: 'arn:aws:iam::999988887777:root',
    uid: null,
    kind: 'external-party',
    nature: 'unknown',
    name: '999988887777',
    boundary: null,
  },
  object: { type: 'link', id: `999988887777|can-assume|${arn}:role/vendor-backup`, name: 'trust of vendor-backup' },
  capability: 'read-data',
  scope: 'arn:aws:s3:::invoices/*',
  persistence: 'time-bound',
  bounds: { lo: 'session', hi: 'time-bound' },
  rootCause: { id: `trust-policy|${arn}:role/vendor-backup`, kind: 'trust-policy', name: 'trust policy of vendor-backup' },
  caveats: [],
  path: [
    { step: 'entry', state: 'unread', text: 'account 999988887777 was not read' },
    {
      step: 'link',
      how: 'federates',
      from: 'arn:aws:iam::999988887777:root',
      to: `${arn}:role/vendor-backup`,
      persistence: 'time-bound',
      text: 'until 2026-06-30T00:00:00.000Z by aws:CurrentTime',
    },
    {
      step: 'grant',
      capability: 'read-data',
      scope: 'arn:aws:s3:::invoices/*',
      persistence: 'standing',
      text: 'inline policy backup-read',
    },
  ],
  evidence: [{ page: page('d'), pointer: '/RoleDetailList/12/AssumeRolePolicyDocument/Statement/0' }],
  controls: [{ framework: 'soc2', id: 'CC9.2', title: 'Vendor and business partner risk' }],
  remediation: {
    summary: 'Remove the trust, or record the account as trusted.',
    commands: [],
    mayBreak: null,
    verify: 'The trust policy no longer names it.',
  },
  seen: { first: '2025-10-01T06:00:00.000Z', last: '2026-01-01T00:00:00.000Z', runs: 12, since: '2025-10-01T06:00:00.000Z', reappeared: 0 },
};
