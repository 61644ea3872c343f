import { instantOf } from '../../src/base/instant.ts';
import type { Access } from '../../src/model/access.ts';
import type { Ending, Lingering } from '../../src/model/ending.ts';

const home = 'aws:111122223333';
const tenant = 'entra:3f6c0000-1111-4222-8333-444455556666';
const arn = 'arn:aws:iam::111122223333';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const page = (digit: string): string => digit.repeat(64);
const HOUR = 3_600_000;

const attachment: Access = {
  id: `assignment|${home}|AIDAEXAMPLEANN0000001|${admin}|`,
  kind: 'assignment',
  boundary: home,
  subject: `${arn}:user/ann`,
  objects: [admin, 'AdministratorAccess'],
  name: 'AdministratorAccess',
  scope: home,
  source: `attached-policy|${arn}:user/ann|${admin}`,
  from: null,
  until: null,
  activated: false,
};

const roleSession: Lingering = {
  what: 'role session',
  longestMs: 12 * HOUR,
  source: 'AWS IAM User Guide, revoking temporary credentials',
  midSession: 'on-command',
  cutBy: ['session-revoked', 'account-deleted'],
  until: '2025-12-30T21:14:00.000Z',
  state: 'passed',
  cut: null,
};

/** Ended with all there is to say of it: late, by a person, seen by two reads, and nothing left. */
const verified: Ending = {
  id: '1e0a'.repeat(16),
  access: attachment,
  kind: 'assignment',
  boundary: home,
  subject: `${arn}:user/ann`,
  subjectName: 'ann',
  nature: 'human',
  person: 'person-10442',
  tierZero: true,
  capabilities: [
    { capability: 'administer', scope: home },
    { capability: 'read-data', scope: 'arn:aws:s3:::invoices/*' },
  ],
  owner: 'platform@example.com',
  controlOwner: 'cloud-operations@example.com',
  authorised: 'yes',
  authorisations: ['jira|OPS-77', 'reviews|q4-ann'],
  authorisedUntil: '2025-12-29T18:00:00.000Z',
  trigger: {
    kind: 'left',
    at: '2025-12-29T18:00:00.000Z',
    events: [{ source: 'workday', id: 'leaver-10442' }],
    text: 'last day of work',
  },
  due: '2025-12-29T19:00:00.000Z',
  allowedMs: HOUR,
  firstSeen: '2025-10-01T06:00:00.000Z',
  lastSeen: '2025-12-30T02:00:00.000Z',
  ended: {
    how: 'absent',
    after: '2025-12-30T09:13:00.000Z',
    before: '2025-12-30T09:15:00.000Z',
    recorded: { source: 'aws:cloudtrail', id: 'detach-4711' },
  },
  lag: { lower: 15 * HOUR + 13 * 60_000, upper: 15 * HOUR + 15 * 60_000, open: false },
  lateness: { lower: 14 * HOUR + 13 * 60_000, upper: 14 * HOUR + 15 * 60_000, open: false },
  lingering: [roleSession],
  otherWays: {
    state: 'none',
    ways: [
      {
        identity: `${arn}:role/break-glass`,
        capability: 'administer',
        scope: home,
        source: `inline-policy|${arn}:role/break-glass|all`,
        text: 'inline policy all of break-glass',
        authorised: true,
        knownSecret: false,
      },
    ],
    because: [],
  },
  outcome: 'ended',
  because: ['two reads lack it, and the log tells of its end'],
  level: 3,
  lacks: [],
  endsBy: 'person',
  endedBy: { actor: `${arn}:user/operator`, by: 'person' },
  pattern: 'JITP',
  midSession: 'on-command',
  tests: { ephemeral: 'no', revokedAtOnce: 'no', nothingLeft: 'yes' },
  events: [
    { source: 'workday', id: 'leaver-10442' },
    { source: 'aws:cloudtrail', id: 'detach-4711' },
  ],
  evidence: [{ page: page('a'), pointer: '/UserDetailList/2/AttachedManagedPolicies/0' }],
  runs: { first: page('3'), last: page('4'), ended: page('5') },
  probes: [page('6')],
  exception: null,
};

/** The same person's right in another system: there, and should be gone. */
const overdue: Ending = {
  ...verified,
  id: '2e0b'.repeat(16),
  access: {
    ...attachment,
    id: `eligibility|${tenant}|ann|62e90394|/`,
    kind: 'eligibility',
    boundary: tenant,
    subject: 'entra/3f6c/ann',
    objects: ['62e90394-69f5-4237-9190-012177145e10'],
    name: 'Global Administrator',
    scope: null,
    source: 'role-eligibility|ann|62e90394',
    from: '2025-11-01T00:00:00.000Z',
    until: '2026-05-01T00:00:00.000Z',
    activated: true,
  },
  kind: 'eligibility',
  boundary: tenant,
  subject: 'entra/3f6c/ann',
  subjectName: 'ann@example.com',
  capabilities: [{ capability: 'administer', scope: tenant }],
  owner: null,
  allowedMs: 0,
  due: '2025-12-29T18:00:00.000Z',
  lastSeen: '2025-12-31T23:00:00.000Z',
  ended: null,
  lag: { lower: 53 * HOUR, upper: 54 * HOUR, open: true },
  lateness: { lower: 53 * HOUR, upper: 54 * HOUR, open: true },
  lingering: [],
  otherWays: {
    state: 'some',
    ways: [
      {
        identity: 'entra/3f6c/ann-admin',
        capability: 'administer',
        scope: tenant,
        source: 'role-assignment|ann-admin|62e90394',
        text: 'role assignment of ann-admin',
        authorised: false,
        knownSecret: false,
      },
      {
        identity: 'entra/3f6c/deployment-app',
        capability: 'grant-privilege',
        scope: tenant,
        source: 'app-role|deployment-app',
        text: 'client secret of deployment-app',
        authorised: false,
        knownSecret: true,
      },
    ],
    because: [],
  },
  outcome: 'overdue',
  because: ['it was read after it was due'],
  level: null,
  endedBy: null,
  pattern: 'JITA',
  midSession: 'on-signal',
  tests: { ephemeral: 'yes', revokedAtOnce: 'no', nothingLeft: 'no' },
  events: [{ source: 'workday', id: 'leaver-10442' }],
  runs: { first: page('3'), last: page('4'), ended: null },
  probes: [],
  exception: 'legacy-directory',
};

const contradicted: Ending = {
  ...overdue,
  id: '3e0c'.repeat(16),
  access: {
    ...attachment,
    id: `membership|${home}|AROAEXAMPLEBATCH00001|operators|`,
    kind: 'membership',
    subject: `${arn}:role/batch`,
    objects: [`${arn}:group/operators`],
    name: 'operators',
    scope: null,
    source: 'membership|batch|operators',
  },
  kind: 'membership',
  boundary: home,
  subject: `${arn}:role/batch`,
  subjectName: 'batch',
  nature: 'non-human',
  person: null,
  tierZero: false,
  capabilities: [],
  controlOwner: null,
  authorised: 'never',
  authorisations: [],
  authorisedUntil: null,
  trigger: {
    kind: 'revocation-claimed',
    at: '2025-12-20T10:00:00.000Z',
    events: [{ source: 'jira', id: 'OPS-90' }],
    text: 'ticket OPS-90 says it was taken away',
  },
  due: '2025-12-20T10:00:00.000Z',
  lag: { lower: 14 * 24 * HOUR, upper: 14 * 24 * HOUR, open: true },
  lateness: { lower: 14 * 24 * HOUR, upper: 14 * 24 * HOUR, open: true },
  otherWays: { state: 'none', ways: [], because: [] },
  outcome: 'contradicted',
  because: ['jira claims its end, and it is there'],
  level: 0,
  lacks: ['a provider record of the end'],
  endsBy: 'nothing',
  pattern: 'standing',
  midSession: 'unknown',
  events: [{ source: 'jira', id: 'OPS-90' }],
  exception: null,
};

const reappeared: Ending = {
  ...contradicted,
  id: '4e0d'.repeat(16),
  access: { ...contradicted.access, id: `membership|${home}|AROAEXAMPLEBATCH00001|auditors|`, name: 'auditors', objects: ['auditors'] },
  authorised: 'unknown',
  trigger: { ...verified.trigger!, kind: 'review-denied', text: 'review q4 said no' },
  outcome: 'reappeared',
  because: ['it ended on 2025-12-21 and is there again'],
  level: null,
  lacks: [],
};

const undetermined: Ending = {
  ...verified,
  id: '5e0e'.repeat(16),
  access: {
    ...attachment,
    id: `credential|${home}|ci-runner#access-key-1`,
    kind: 'credential',
    name: 'access-key-1 of ci-runner',
    scope: null,
  },
  kind: 'credential',
  subject: `${arn}:user/ci-runner`,
  subjectName: 'ci-runner',
  nature: 'non-human',
  person: null,
  tierZero: false,
  owner: null,
  authorisedUntil: null,
  ended: null,
  due: '2025-12-31T18:00:00.000Z',
  lag: { lower: 0, upper: 6 * HOUR, open: true },
  lateness: { lower: 0, upper: 5 * HOUR, open: true },
  lingering: [
    { ...roleSession, what: 'session of a key', until: null, longestMs: null, state: 'unknown', midSession: 'unknown', cutBy: [] },
  ],
  otherWays: {
    state: 'undetermined',
    ways: [],
    because: [
      {
        boundary: home,
        surface: 'aws:resource-policies',
        subject: `${arn}:user/ci-runner`,
        cause: 'denied',
        detail: 's3:GetBucketPolicy: AccessDenied',
        others: { boundaries: 3, first: ['aws:202020202020'] },
      },
    ],
  },
  outcome: 'undetermined',
  because: ['no read since it was due', 'aws:access-keys unread'],
  level: 1,
  lacks: ['a second read', 'use-logs us-east-1'],
  endsBy: 'automation',
  endedBy: { actor: null, by: 'unknown' },
  pattern: 'standing',
  tests: { ephemeral: 'undetermined', revokedAtOnce: 'undetermined', nothingLeft: 'undetermined' },
};

const lingering: Ending = {
  ...verified,
  id: '6e0f'.repeat(16),
  access: {
    ...attachment,
    id: `trust|${home}|AROAEXAMPLEDEPLOY0001|ci`,
    kind: 'trust',
    name: 'trust of deploy',
    scope: `${arn}:role/deploy`,
  },
  kind: 'trust',
  tierZero: false,
  trigger: { ...verified.trigger!, kind: 'task-ended', at: '2025-12-31T22:00:00.000Z', text: 'pipeline run 812 ended' },
  due: '2025-12-31T22:00:00.000Z',
  allowedMs: 0,
  lastSeen: '2025-12-31T21:00:00.000Z',
  ended: { how: 'probed', after: '2025-12-31T22:00:05.000Z', before: '2025-12-31T22:01:00.000Z', recorded: null },
  lag: { lower: 0, upper: 60_000, open: false },
  lateness: { lower: 0, upper: 60_000, open: false },
  lingering: [
    { ...roleSession, until: '2026-01-01T10:01:00.000Z', state: 'running' },
    { ...roleSession, what: 'cached token', state: 'cut', cut: { source: 'aws:cloudtrail', id: 'revoke-sessions-12' } },
  ],
  outcome: 'lingering',
  because: ['sessions made of it may live'],
  level: 2,
  lacks: ['linger until 2026-01-01 10:01'],
  endsBy: 'provider',
  endedBy: { actor: null, by: 'provider' },
  pattern: 'JITA, expiry-only',
  midSession: 'expiry-only',
};

const notDue: Ending = {
  ...verified,
  id: '7e10'.repeat(16),
  access: { ...attachment, id: `assignment|${home}|amélie`, subject: `${arn}:user/amélie`, name: 'ReadOnlyAccess' },
  subject: `${arn}:user/amélie`,
  subjectName: 'amélie',
  authorisedUntil: '2026-02-01T00:00:00.000Z',
  trigger: { kind: 'authorisation-ended', at: '2026-02-01T00:00:00.000Z', events: [], text: 'request OPS-101 ends' },
  due: '2026-02-01T00:00:00.000Z',
  allowedMs: 0,
  ended: null,
  lag: null,
  lateness: null,
  lingering: [],
  otherWays: { state: 'none', ways: [], because: [] },
  outcome: 'not-due',
  because: ['it is allowed until then'],
  level: null,
  endedBy: null,
  tests: { ephemeral: 'undetermined', revokedAtOnce: 'undetermined', nothingLeft: 'undetermined' },
  runs: { first: page('3'), last: page('4'), ended: null },
  probes: [],
};

const unallowed: Ending = {
  ...notDue,
  id: '8e11'.repeat(16),
  access: { ...attachment, id: `assignment|${home}|vendor`, subject: `${arn}:user/vendor`, name: 'PowerUserAccess' },
  subject: `${arn}:user/vendor`,
  subjectName: 'vendor',
  nature: 'unknown',
  authorised: 'never',
  authorisations: [],
  authorisedUntil: null,
  trigger: null,
  due: null,
  outcome: 'undetermined',
  because: ['nothing on record says when it should end'],
};

/** One of each outcome, with and without each member that may be missing. */
export const sampleEndings: readonly Ending[] = [verified, overdue, contradicted, reappeared, undetermined, lingering, notDue, unallowed];

/** `count` endings as a large estate gives them: of many subjects, with lists of any length, no two with the same id. */
export function largeEndings(count: number): readonly Ending[] {
  return Array.from({ length: count }, (_, index) => {
    const base = sampleEndings[index % sampleEndings.length] ?? verified;
    const number = String(index).padStart(5, '0');
    const account = `aws:${111122220000 + (index % 40)}`;
    const subject = `arn:aws:iam::${account.slice(4)}:user/person-${number}`;
    const seen = instantOf(Date.parse(base.lastSeen) - (index % 97) * 60_000);
    return {
      ...base,
      id: number.padStart(64, '0'),
      access: { ...base.access, id: `${base.access.kind}|${account}|${number}`, boundary: account, subject },
      boundary: account,
      subject,
      subjectName: `person-${number}`,
      capabilities: Array.from({ length: index % 23 }, (_, at) => ({
        capability: 'read-data' as const,
        scope: `arn:aws:s3:::bucket-${at}/*`,
      })),
      firstSeen: instantOf(Date.parse(base.firstSeen) + index * 61_000),
      lastSeen: seen,
      because: base.because.slice(0, index % 3),
      events: Array.from({ length: index % 13 }, (_, at) => ({ source: 'aws:cloudtrail', id: `event-${number}-${at}` })),
      evidence: Array.from({ length: index % 7 }, (_, at) => ({ page: page(String(at)), pointer: `/UserDetailList/${index}` })),
    };
  });
}
