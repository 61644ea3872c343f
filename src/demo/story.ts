/** What the sample estate is made to show: who, by which rule. Anything else the demo finds is a fault, as is anything missing. */
export interface StoryLine {
  readonly rule: string;
  /** Names of the subjects. */
  readonly subjects: readonly string[];
}

const anyRepository = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com|repo:*';
const vendorAccount = 'arn:aws:iam::999988887777:root';
const ann = 'ann.keller@kestrel-freight.example';
const noor = 'noor.haddad@kestrel-freight.example';
const sven = 'sven.dahl@kestrel-freight.example';
const provisionedRole = 'AWSReservedSSO_AdministratorAccess_6987a1b2c3d4e5f6';
const pipeline = 'token.actions.githubusercontent.com|repo:kestrel-freight/infra:ref:refs/heads/main';
const tokens =
  'arn:aws:iam::111122223333:oidc-provider/sts.windows.net/f26afd8a-f28d-420c-a0d7-4e6ccf0c697e/|ba98df74-af44-42e1-a123-048f263a7765';

export const findingsTold: readonly StoryLine[] = [
  // Standing: a person through a group, an on-call chain across two accounts, and two that no policy calls administrators: a pipeline any
  // repository may enter and a bot may each give themselves any right.
  {
    rule: 'standing-administrator',
    subjects: [
      ...['ann.keller', 'incident-responder', 'on-call', 'farah.aziz', 'deploy-bot', 'github-release', anyRepository],
      // Of the tenant: for good, by an application's permission, by owning that application; and of AWS by a copy that was left.
      ...[ann, 'freight-sync', noor, sven, provisionedRole],
      // Which organization the account is in was not read, so that who else comes in by its provider is not known.
      'arn:aws:iam::111122223333:saml-provider/AWSSSO_6987a1b2c3d4e5f6_DO_NOT_DELETE|*',
    ],
  },
  {
    rule: 'standing-read-secrets',
    subjects: [
      ...['vendor-audit', vendorAccount],
      // An application of the tenant that a role of AWS lets in, and what may do so in a subscription.
      ...['ledger-export', 'ledger-bridge', tokens, 'infra-pipeline', pipeline, ann, 'freight-sync', noor],
    ],
  },
  { rule: 'standing-grant-privilege', subjects: [ann, 'freight-sync', noor] },
  { rule: 'standing-change-guardrail', subjects: [ann, 'freight-sync', noor] },
  { rule: 'standing-disable-audit', subjects: ['infra-pipeline', pipeline, ann, 'freight-sync', noor] },
  { rule: 'standing-mint-credential', subjects: ['infra-pipeline', pipeline, ann, 'freight-sync', noor] },
  // The directory: who should switch it on and need not, who may without being asked, who may and should not.
  { rule: 'permanent-privileged-role', subjects: [ann] },
  { rule: 'root-scope-assignment', subjects: [ann] },
  { rule: 'activation-without-approval', subjects: ['Kestrel Freight'] },
  { rule: 'eligible-holder-blocked', subjects: ['lena.vogt@kestrel-freight.example'] },
  { rule: 'guest-privileged', subjects: ['omar.reyes_partner.example#EXT#@kestrel-freight.example'] },
  { rule: 'client-secret-long-lived', subjects: ['freight-sync'] },
  { rule: 'application-owner-not-administrator', subjects: ['freight-sync'] },
  { rule: 'consent-for-everyone', subjects: ['meeting-notes'] },
  // Switched on for a day, and in the other directory ever since.
  { rule: 'provisioned-copy-left', subjects: ['aws-administrators'] },
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
  // Should have ended: by the personnel records, and by a review. It still works.
  { rule: 'expected-end-not-observed', subjects: ['dana.frost', 'farah.aziz'] },
  // Had ended, and is there again with nothing that allows it; a role under an old name among them.
  { rule: 'access-reappeared', subjects: ['deploy-bot', 'log-archive', 'firehose.amazonaws.com'] },
  // Ended late, by the log of the provider; and not shown to be gone by more than a record.
  { rule: 'end-late', subjects: ['greta.holm', 'deploy-bot', 'kai.brandt'] },
  { rule: 'end-unproven', subjects: ['kai.brandt', sven] },
  // Gone, and the same is had otherwise; given for longer than was asked.
  { rule: 'another-way-remains', subjects: ['deploy-bot', sven, 'firehose.amazonaws.com'] },
  { rule: 'granted-beyond-request', subjects: ['deploy-bot'] },
  // Secrets whose tokens can only run out.
  { rule: 'expiry-only-production', subjects: ['freight-sync', 'ledger-bridge'] },
  // Never switched on in two months of the log.
  {
    rule: 'eligible-dormant',
    subjects: [
      'omar.reyes_partner.example#EXT#@kestrel-freight.example',
      'hana.sato@kestrel-freight.example',
      'lena.vogt@kestrel-freight.example',
    ],
  },
  // No log of the accounts was read for the whole time, and one review is not all.
  {
    rule: 'record-gap',
    subjects: ['aws:111122223333', 'aws:444455556666', 'aws:identity-center/ssoins-6987a1b2c3d4e5f6', 'life-cycle:access-review'],
  },
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
  'chidi.obi',
  'AWSServiceRoleForSupport',
  // Eligible, and asked for approval.
  'bo.lindqvist@kestrel-freight.example',
];

// Ids of the tenant and of what it provisions, as history names them.
const annId = '0a555989-e689-4e5a-a37f-64d99fd864d5';
const noorId = '48a1c78e-96ea-480a-a984-8880fa5d6b62';
const syncId = '92af5c16-fc6a-4a6f-a01e-7870e268b965';
const svenId = '41da8bae-5e6f-4a51-a48a-9a11fbf2c9cd';
const svenCopyId = '424a0f62-ff01-41e1-a616-dad5fbc0750b';
const groupId = 'dd3a265a-04e2-485a-a640-0f81da8be908';
const groupCopyId = '04ef78ae-ce9b-44a2-a603-6a1cce7d6722';

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
  // Elevated her access over all subscriptions, and left it; before, only her role in the directory led there.
  `right of ${annId}: first seen 2026-10-15`,
  `root-scope-assignment of ${annId}: first seen 2026-10-15`,
  `standing-grant-privilege of ${annId}: first seen 2026-10-15`,
  `standing-grant-privilege of ${annId}: missing since 2026-09-30`,
  ...[annId, noorId, syncId].map((id) => `standing-change-guardrail of ${id}: first seen 2026-10-15`),
  // A membership was switched on for eight hours, its copy followed, and stayed when they were over.
  `right of ${groupId}: first seen 2026-10-16`,
  `right of ${groupId}: missing since 2026-10-16`,
  `right of ${groupCopyId}: first seen 2026-10-16`,
  `right of ${groupCopyId}: missing since 2026-10-16`,
  `right of ${groupCopyId}: first seen 2026-11-01`,
  `provisioned-copy-left of ${groupCopyId}: first seen 2026-11-01`,
  ...[svenId, svenCopyId].map((id) => `standing-administrator of ${id}: first seen 2026-11-01`),
  // What the records of the last day brought to light, and what the log did.
  'access-reappeared of deploy-bot: first seen 2026-11-01',
  'access-reappeared of firehose.amazonaws.com: first seen 2026-11-01',
  'access-reappeared of log-archive: first seen 2026-11-01',
  `another-way-remains of ${svenId}: first seen 2026-11-01`,
  'another-way-remains of deploy-bot: first seen 2026-11-01',
  'another-way-remains of firehose.amazonaws.com: first seen 2026-10-15',
  'eligible-dormant of 95617da3-6b39-4f66-a750-d8555f097736: missing since 2026-10-16',
  `eligible-dormant of ${groupId}: cleared between 2026-10-15 and 2026-11-01`,
  'eligible-dormant of ec71fcc2-f2b5-4502-a7d7-18f53d1faf0e: cleared between 2026-10-16 and 2026-11-01',
  'end-late of deploy-bot: first seen 2026-11-01',
  'end-late of greta.holm: first seen 2026-11-01',
  'end-late of kai.brandt: first seen 2026-11-01',
  `end-unproven of ${svenId}: first seen 2026-11-01`,
  'end-unproven of kai.brandt: first seen 2026-11-01',
  'expected-end-not-observed of dana.frost: first seen 2026-11-01',
  'expected-end-not-observed of farah.aziz: first seen 2026-11-01',
  `expiry-only-production of ${svenId}: first seen 2026-10-16`,
  `expiry-only-production of ${svenId}: missing since 2026-10-16`,
  'granted-beyond-request of deploy-bot: first seen 2026-11-01',
  'record-gap of access-review@records: first seen 2026-11-01',
];

/** What the report of the last day says of the run before it; see `sinceTheRunBefore`. */
export const sinceTold: readonly string[] = [
  'standing-administrator of deploy-bot: came back',
  'standing-administrator of greta.holm: resolved',
  'standing-administrator of kai.brandt: not seen',
  `provisioned-copy-left of ${groupCopyId}: new`,
  ...[svenId, svenCopyId].map((id) => `standing-administrator of ${id}: new`),
  `standing-grant-privilege of ${annId}: not seen`,
  'expected-end-not-observed of dana.frost: new',
  'expected-end-not-observed of farah.aziz: new',
  'access-reappeared of deploy-bot: new',
  'another-way-remains of deploy-bot: new',
  `another-way-remains of ${svenId}: new`,
  'end-late of greta.holm: new',
  'granted-beyond-request of deploy-bot: new',
  'access-reappeared of log-archive: new',
  'access-reappeared of firehose.amazonaws.com: new',
  'end-late of deploy-bot: new',
  'end-late of kai.brandt: new',
  'end-unproven of kai.brandt: new',
  `end-unproven of ${svenId}: new`,
  'record-gap of access-review@records: new',
  `eligible-dormant of ${groupId}: resolved`,
  'eligible-dormant of ec71fcc2-f2b5-4502-a7d7-18f53d1faf0e: resolved',
  'eligible-dormant of 95617da3-6b39-4f66-a750-d8555f097736: not seen',
  `expiry-only-production of ${svenId}: not seen`,
  'record-gap of f26afd8a-f28d-420c-a0d7-4e6ccf0c697e: not seen',
];

/** What the pack of October says, and what the checker says of it; see `evidenceFacts`. */
export const evidenceTold: readonly string[] = [
  // Ended in personnel records, tickets and a review; in the logs of providers; in reads alone, among it what nobody asked for.
  'called for by source-row: 14',
  'called for by log-end: 11',
  'called for by state-difference: 8',
  // Greta, Kai and the bot, late; Dana and Farah, whose access goes on; the bot and a role under an old name, back; and what no read shows yet.
  'became ended-late: 5',
  'became ended-unasked: 2',
  'became overdue: 4',
  'became reappeared: 3',
  'became undetermined: 7',
  'CC4.1: cannot-tell',
  'CC6.1: does-not-support',
  'CC6.2: does-not-support',
  'CC6.3: does-not-support',
  'CC6.6: does-not-support',
  'CC6.7: does-not-support',
  'CC7.2: does-not-support',
  'CC7.3: cannot-tell',
  // Of the four runs the three that were of the period, and nobody who was asked for access, or gave it, keeps the log.
  'runs of the period ended: 3',
  'ida.quist: ran',
  'ida.quist: imported',
  'ida.quist: exported',
  'ida.quist: holds-key',
  'ann.keller: imported',
  'ann.keller: approved-request',
  'ann.keller: revoked',
  'arn:aws:iam::111122223333:user/chidi.obi: requested',
  `entra/f26afd8a-f28d-420c-a0d7-4e6ccf0c697e/${annId}: approved-request`,
  `entra/f26afd8a-f28d-420c-a0d7-4e6ccf0c697e/${svenId}: requested`,
  'entra/f26afd8a-f28d-420c-a0d7-4e6ccf0c697e/95617da3-6b39-4f66-a750-d8555f097736: requested',
  'entra/f26afd8a-f28d-420c-a0d7-4e6ccf0c697e/ec71fcc2-f2b5-4502-a7d7-18f53d1faf0e: requested',
  // Nobody outside has marked the log. Whoever has its key sees that the pack holds, and which file somebody touched.
  'claims to be logged',
  'holds, logged',
  'with one bit changed in csv/population.csv does not hold for csv/population.csv',
];
