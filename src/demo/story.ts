/** What the sample estate is made to show: who, by which rule. Anything else the demo finds is a fault, as is anything missing. */
export interface StoryLine {
  readonly rule: string;
  /** Names of the subjects. */
  readonly subjects: readonly string[];
}

const anyRepository = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com|repo:*';
const vendorAccount = 'arn:aws:iam::999988887777:root';

export const findingsTold: readonly StoryLine[] = [
  // Standing: a person through a group, an on-call chain across two accounts, and two that no policy calls administrators: a pipeline any
  // repository may enter and a bot may each give themselves any right.
  {
    rule: 'standing-administrator',
    subjects: ['ann.keller', 'incident-responder', 'on-call', 'farah.aziz', 'deploy-bot', 'github-release', anyRepository],
  },
  { rule: 'standing-read-secrets', subjects: ['vendor-audit', vendorAccount] },
  // Long-lived and unused.
  { rule: 'access-key-over-age', subjects: ['deploy-bot'] },
  { rule: 'access-key-two-active', subjects: ['deploy-bot'] },
  { rule: 'access-key-never-used', subjects: ['deploy-bot'] },
  { rule: 'password-without-mfa', subjects: ['dana.frost'] },
  { rule: 'password-unused', subjects: ['dana.frost'] },
  { rule: 'role-unused', subjects: ['vendor-audit'] },
  { rule: 'role-never-used', subjects: ['batch-2023'] },
  // Residual: latent and debris.
  { rule: 'access-key-inactive-kept', subjects: ['emil.sorensen'] },
  { rule: 'expired-window-attached', subjects: ['dana.frost'] },
  { rule: 'trust-to-deleted-principal', subjects: ['batch-2023'] },
  // Third parties and ownership.
  { rule: 'trust-open-to-any-subject', subjects: ['github-release'] },
  { rule: 'trust-to-foreign-account', subjects: ['vendor-audit'] },
  { rule: 'trust-without-external-id', subjects: ['vendor-audit'] },
  { rule: 'no-owner', subjects: ['deploy-bot'] },
  // What the two files cannot hold, and the second account's missing credential report.
  {
    rule: 'blind-spot',
    subjects: [
      'aws:credential-report',
      'aws:resource-control-policies',
      'aws:resource-policies',
      'aws:role-settings',
      'aws:secrets',
      'aws:service-control-policies',
    ],
  },
];

/** Rules left open somewhere: a policy nobody listed, a report nobody gave, secrets' own policies. */
export const openTold: readonly string[] = [
  'standing-administrator',
  'standing-read-secrets',
  'access-key-over-age',
  'password-without-mfa',
  'root-access-key',
];

/** Kept clean: a reader, a young key, a narrow pipeline, a service, a window of eighteen days, a role of the provider's own. */
export const cleanTold: readonly string[] = [
  'bo.lindqvist',
  'invoice-export',
  'github-site',
  'log-archive',
  'chidi.obi',
  'AWSServiceRoleForSupport',
];

/** What the runs of the four days say happened, and nothing else; see `happenings`. */
export const happenedTold: readonly string[] = [
  // Its right to manage IAM was taken away, which two reads show, and came back; its keys were worth less in between.
  'right of deploy-bot: absent between 2026-09-30 and 2026-10-16',
  'right of deploy-bot: again 2026-11-01',
  'standing-administrator of deploy-bot: cleared between 2026-09-30 and 2026-10-16',
  'standing-administrator of deploy-bot: again 2026-11-01',
  ...['access-key-never-used', 'access-key-over-age', 'access-key-two-active', 'no-owner'].flatMap((rule) => [
    `${rule} of deploy-bot: changed between 2026-09-30 and 2026-10-15`,
    `${rule} of deploy-bot: changed between 2026-10-16 and 2026-11-01`,
  ]),
  // Left, which the second read without her confirms, and all she held with her.
  'identity of greta.holm: absent between 2026-09-30 and 2026-10-16',
  'right of greta.holm: absent between 2026-09-30 and 2026-11-01',
  'standing-administrator of greta.holm: cleared between 2026-09-30 and 2026-11-01',
  // Renamed is not gone.
  'identity of emil.berg: renamed between 2026-09-30 and 2026-10-15, now emil.sorensen',
  'identity of emil.sorensen: again 2026-10-15',
  'right of emil.berg: renamed between 2026-09-30 and 2026-10-15, now emil.sorensen',
  'right of emil.sorensen: first seen 2026-10-15',
  'access-key-inactive-kept of emil.berg: renamed between 2026-09-30 and 2026-10-15, now emil.sorensen',
  'access-key-inactive-kept of emil.sorensen: first seen 2026-10-15',
  // Another role under the old name.
  'identity of log-archive: re-created between 2026-09-30 and 2026-10-15',
  'identity of log-archive: again 2026-10-15',
  'right of log-archive: re-created between 2026-09-30 and 2026-10-15',
  'right of log-archive: again 2026-10-15',
  // Not in the last read, which is not yet proof.
  'identity of kai.brandt: missing since 2026-10-16',
  'right of kai.brandt: missing since 2026-10-16',
  'standing-administrator of kai.brandt: missing since 2026-10-16',
];

/** What the report of the last day says of the run before it; see `sinceTheRunBefore`. */
export const sinceTold: readonly string[] = [
  'standing-administrator of deploy-bot: came back',
  'standing-administrator of greta.holm: resolved',
  'standing-administrator of kai.brandt: not seen',
];
