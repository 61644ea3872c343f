import type { RuleId } from '../../../model/ids.ts';
import { othersText } from '../../../model/gap.ts';
import { failed, testOf, undetermined, type Came, type Test } from './told.ts';

/**
 * What rules say at the end of the period. The population is what they were asked; a finding that an exception moves aside did not pass, and says so. A rule that was
 * not asked leaves the test undetermined.
 */
export function ruleTest(id: string, what: string, of: string, rules: readonly RuleId[]): Test {
  return {
    id,
    make({ known, findings }) {
      const { report } = known.input;
      const totals = report.totals.rules.filter(({ rule }) => rules.includes(rule));
      const asked = new Set(totals.map(({ rule }) => rule));
      const size = totals.reduce((sum, { questions }) => sum + questions, 0);
      const clear = totals.reduce((sum, each) => sum + each.clear, 0);
      const came: Came[] = rules.flatMap((rule) =>
        (findings.get(rule) ?? []).map((finding) => failed('finding', finding.fingerprint, `${finding.title}: ${finding.subject.name}`)),
      );
      for (const { exception, owner, until, finding } of report.excepted) {
        if (!rules.includes(finding.rule)) continue;
        const why = `${finding.title}: ${finding.subject.name}; accepted until ${until} by ${exception}, which ${owner} owns`;
        came.push(failed('finding', finding.fingerprint, why));
      }
      for (const { rule, subject, because } of report.undetermined) {
        if (!rules.includes(rule)) continue;
        const [gap] = because;
        const why = gap === undefined ? 'not told why' : `${gap.surface} of ${gap.boundary}${othersText(gap)}: ${gap.cause}; ${gap.detail}`;
        came.push(undetermined(`${rule} ${subject.id}`, why));
      }
      for (const rule of rules) if (!asked.has(rule)) came.push(undetermined(rule, 'the rule was not asked'));
      const told = testOf(id, what, { of, size }, came);
      return { ...told, tested: told.tested + clear, passed: clear };
    },
  };
}

const atEnd = 'at the end of the period';

export const notStanding = ruleTest(
  'privileged-is-not-standing',
  `${atEnd} nobody reaches the most privileged rights without a fresh decision`,
  'identities and privileged rights asked about',
  [
    'standing-administrator',
    'standing-grant-privilege',
    'standing-change-guardrail',
    'standing-disable-audit',
    'standing-impersonate',
    'standing-mint-credential',
    'standing-read-secrets',
  ],
);
export const reviewed = ruleTest(
  'reviewed-within-cadence',
  `${atEnd} each privileged access was looked at by a review within the time that the policy allows`,
  'accesses asked about',
  ['review-overdue'],
);
export const grantedAsRequested = ruleTest(
  'granted-as-requested',
  `${atEnd} what was given is what was asked for, and was asked for before it was given`,
  'requests and accesses asked about',
  ['granted-beyond-request', 'grant-without-request', 'end-without-reason'],
);
export const credentialAge = ruleTest(
  'credential-age',
  `${atEnd} no secret, key or certificate is older than the policy allows`,
  'credentials asked about',
  ['access-key-over-age', 'client-secret-long-lived', 'certificate-long-lived', 'api-key-long-lived', 'ssh-key-long-lived'],
);
export const unusedGone = ruleTest(
  'unused-is-removed',
  `${atEnd} no credential and no right is kept that was not used for longer than the policy allows`,
  'credentials and rights asked about',
  [
    'access-key-unused',
    'access-key-never-used',
    'password-unused',
    'credential-unused',
    'role-unused',
    'role-never-used',
    'application-unused',
    'privileged-account-unused',
  ],
);
export const thirdParties = ruleTest(
  'third-parties-are-bound',
  `${atEnd} no party outside reaches privileged rights without being named and bound`,
  'trusts and guests asked about',
  ['guest-privileged', 'trust-to-foreign-account', 'trust-open-to-any-subject', 'trust-to-deleted-principal'],
);
export const owned = ruleTest(
  'every-identity-owned',
  `${atEnd} each privileged identity that is not human has an owner`,
  'identities asked about',
  ['no-owner'],
);
export const shared = ruleTest(
  'not-shared',
  `${atEnd} no role and no secret is there for many to use as one`,
  'roles and secrets asked about',
  ['role-assumable-by-many', 'leaver-knew-secret'],
);
export const secondFactor = ruleTest(
  'second-factor',
  `${atEnd} nobody signs in, or switches a privileged right on, with one factor alone`,
  'sign-ins and rights asked about',
  ['password-without-mfa', 'activation-without-second-factor'],
);
export const conflicting = ruleTest(
  'rights-held-apart',
  `${atEnd} nobody holds rights that the configuration says one person may not have together, or approves what is their own`,
  'identities, rights and requests asked about',
  ['separation-of-duties', 'approver-is-requester', 'approver-is-holder'],
);
export const deniedStaysDenied = ruleTest(
  'renewed-with-approval',
  `${atEnd} nothing that comes and goes was renewed without a fresh approval`,
  'rights asked about',
  ['renewed-without-approval', 'activation-without-approval'],
);
export const logsWatch = ruleTest(
  'logs-watch',
  `${atEnd} each boundary keeps a record of changes that cannot be altered unseen`,
  'logs asked about',
  ['log-not-watching', 'record-gap'],
);
export const disabledHoldNothing = ruleTest(
  'disabled-hold-nothing',
  `${atEnd} no account that was disabled or deleted can have its rights back by one act`,
  'accounts asked about',
  ['disabled-with-privilege', 'deleted-restorable', 'orphaned-assignment'],
);
export const federated = ruleTest(
  'no-secret-where-none-is-needed',
  `${atEnd} no lasting secret is used where a federated identity is at hand`,
  'credentials asked about',
  ['federation-available'],
);
export const breakGlass = ruleTest(
  'break-glass-explained',
  `${atEnd} each use of an emergency account has its incident`,
  'uses asked about',
  ['break-glass-used'],
);
