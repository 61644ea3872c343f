import type { Family, Finding } from '../../model/finding.ts';
import type { RuleId } from '../../model/ids.ts';

/**
 * What kind of work mends a finding. `change`: take the thing away, narrow or replace it. `own`: name who answers for it. `decide`: somebody has to decide
 * on it. `setting`: a policy says too much. `ways`: other ways to what ended have to be closed. `practice`: nothing is left to be taken away; how things are
 * done has to change. `prove`: a proof is missing. `read`: the reader needs a right.
 */
export type FixKind = 'change' | 'own' | 'decide' | 'setting' | 'ways' | 'practice' | 'prove' | 'read';

/** What the work on the thing itself comes to; of several the first here says it. */
export const acts = ['delete', 'narrow', 'replace', 'take'] as const;
export type Act = (typeof acts)[number];

const byFamily: Readonly<Record<Family, FixKind>> = {
  standing: 'change',
  'long-lived': 'change',
  residual: 'change',
  unused: 'change',
  shared: 'change',
  'third-party': 'change',
  'jit-integrity': 'setting',
  ownership: 'own',
  'break-glass': 'decide',
  'blind-spot': 'read',
};

const byRule: Readonly<Record<RuleId, FixKind>> = {
  'application-owner-not-administrator': 'change',
  'another-way-remains': 'ways',
  'approved-never-activated': 'decide',
  'approver-is-requester': 'decide',
  'assigned-outside-broker': 'change',
  'bundle-breadth': 'practice',
  'end-late': 'practice',
  'end-unproven': 'prove',
  'end-without-reason': 'practice',
  'expiry-only-production': 'practice',
  'grant-without-request': 'change',
  'granted-beyond-request': 'decide',
  'log-not-watching': 'setting',
  'manual-revocation': 'practice',
  'overlapping-authorisations': 'decide',
  'password-without-mfa': 'change',
  'record-gap': 'prove',
  'record-unmatched': 'prove',
  'renewed-without-approval': 'decide',
  'request-without-grant': 'decide',
  'review-overdue': 'decide',
  'root-used': 'decide',
  'root-without-mfa': 'setting',
  'separation-of-duties': 'decide',
  'serial-activation': 'decide',
  'shorter-than-review': 'practice',
  'window-over-long': 'change',
};

const narrowing: ReadonlySet<RuleId> = new Set([
  'federated-issuer-foreign',
  'role-assumable-by-many',
  'trust-open-to-any-subject',
  'trust-to-deleted-principal',
  'trust-to-foreign-account',
  'trust-without-external-id',
  'unused-privilege',
  'window-over-long',
]);

/** Of rules nobody here knows by the family they say they are of. */
export function fixOf({ rule, family }: Pick<Finding, 'rule' | 'family'>): FixKind {
  return (Object.hasOwn(byRule, rule) ? byRule[rule] : undefined) ?? byFamily[family];
}

export function actOf({ rule, family }: Pick<Finding, 'rule' | 'family'>): Act {
  if (narrowing.has(rule)) return 'narrow';
  if (family === 'residual' || family === 'unused') return 'delete';
  return family === 'long-lived' ? 'replace' : 'take';
}
