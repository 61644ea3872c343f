import { counted } from '../../base/text/count.ts';
import type { RuleId } from '../../model/ids.ts';

export interface TitleWords {
  /** The thing. */
  readonly name: string;
  /** The same without whose it is. */
  readonly thing: string;
  /** The boundary, by the name people know it by. */
  readonly where: string;
  /** How many findings, and about how many. */
  readonly count: number;
  readonly subject: string;
  readonly subjects: number;
}

/** What there is to do where nothing is taken away, by rule. Of a rule that is not here the kind of work says it. */
export const titlesOfRules: Readonly<Record<RuleId, (words: TitleWords) => string>> = {
  'activation-over-long': ({ name }) => `Shorten how long ${name} stays on once activated`,
  'activation-without-approval': ({ name }) => `Require another person's approval to activate ${name}`,
  'activation-without-second-factor': ({ name }) => `Require a second factor to activate ${name}`,
  'another-way-remains': ({ thing, subject }) => `Close the other ways by which ${subject} still has what ended: ${thing}`,
  'application-without-owner': ({ name }) => `Name an owner for ${name}`,
  'approved-never-activated': ({ name }) => `Withdraw ${name}, approved and never used, or say why it is kept`,
  'approver-is-holder': ({ name }) => `Name approvers for ${name} who do not hold it themselves`,
  'approver-is-requester': ({ name }) => `Have another person decide on ${name}, approved by who asked for it`,
  'approvers-missing': ({ name }) => `Name approvers for ${name}: nobody can approve it now`,
  'approvers-too-many': ({ name }) => `Cut down the approvers of ${name} to the few who answer for it`,
  'break-glass-used': ({ subject }) => `Find out why break-glass account ${subject} was used`,
  'bundle-breadth': ({ where, count }) => `Split ${counted(count, 'approval')} that opened too much at once in ${where}`,
  'end-late': ({ where, count }) =>
    `Find why ${counted(count, 'access', 'accesses')} in ${where} ended late, and have the provider end them`,
  'end-unproven': ({ where, count }) => `Prove ${counted(count, 'end')} in ${where} that so far ${count === 1 ? 'is' : 'are'} only claimed`,
  'end-without-reason': ({ where, count }) => `Find who ended ${counted(count, 'access', 'accesses')} in ${where}, and why no log tells`,
  'exception-expired': ({ name }) => `Decide exception ${name} anew, or revoke it`,
  'exception-never-tested': ({ name }) => `Try out the break-glass account of exception ${name}`,
  'exception-outgrown': ({ name }) => `Decide on what fell under exception ${name} after its approval`,
  'exception-unmatched': ({ name }) => `Revoke exception ${name}: it covers nothing`,
  'exception-unowned': ({ name }) => `Have exception ${name} approved by somebody else than its owner`,
  'expiry-only-production': ({ where, subjects }) =>
    `Make sessions of ${counted(subjects, 'identity', 'identities')} in ${where} end at a signal or a command`,
  'granted-beyond-request': ({ name, subject }) => `Take from ${subject} what goes beyond request ${name}, or have it approved`,
  'log-not-watching': ({ where }) => `Turn on a trail that keeps every change in ${where}`,
  'manual-revocation': ({ where, count }) => `Have ${counted(count, 'end')} in ${where} act by itself that a person had to make`,
  'no-owner': ({ name }) => `Name an owner for ${name}, or delete it`,
  'overlapping-authorisations': ({ name }) => `End one of the two approvals of ${name}`,
  'permanent-assignment-allowed': ({ name }) => `Demand an end for active assignments of ${name}`,
  'permission-set-session-over-long': ({ name }) => `Shorten the sessions of permission set ${name}`,
  'record-gap': ({ where }) => `Close the gaps in the logs and exports of ${where}`,
  'record-unmatched': ({ where }) => `Say whom the records are about that nobody is known for (${where})`,
  'renewed-without-approval': ({ name }) => `Have ${name} approved anew, or take it away: it was renewed without a decision`,
  'request-without-grant': ({ name }) => `Find what became of ${name}: said to be given, and not seen`,
  'review-overdue': ({ name }) => `Review ${name} now: keep it with a reason, or take it away`,
  'role-session-over-long': ({ name }) => `Shorten the sessions of role ${name}`,
  'root-used': ({ where }) => `Find out who used the root user of ${where}`,
  'root-without-mfa': ({ where }) => `Give the root user of ${where} a second factor, or remove its credentials centrally`,
  'separation-of-duties': ({ subject }) => `Take one of two duties from ${subject} that take two people`,
  'serial-activation': ({ subject, name }) => `Give ${subject} a lesser daily right than ${name}`,
  'shorter-than-review': ({ where, count }) =>
    `Have ${counted(count, 'short access', 'short accesses')} in ${where} approved when given: no review sees them`,
};
