import type { Json } from '../base/json.ts';
import type { Evidence } from './fact.ts';
import type { ConditionNote } from './grant.ts';

/**
 * What a statement or a document comes to for an element; stable, where the words beside it may change.
 *
 * Of what allows: `allows` (the statement does, now), `may-apply` (what decides it is not known), `other-times`, `by-nature` (no policy is asked), `recorded` (the provider's own record says so),
 * `not-listed` (a document that nobody listed may hold anything).
 * Of what denies: `takes-away` (all of it), `takes-part`, `may-apply` (what decides it is not known), `other-times`, `holder-escapes` (a
 * request of the holder's choosing is not denied), `older-sessions` (only sessions of the past are denied), `condition-false`,
 * `other-resources`, `other-principals`.
 * Of what limits: `lets-through`, `may-let-through`, `leaves-out`, `not-set` (there is no such limit), `exempt` (it does not bind).
 * Of any: `not-understood`.
 */
export const explainedReasons = [
  'allows',
  'by-nature',
  'recorded',
  'not-listed',
  'takes-away',
  'takes-part',
  'may-apply',
  'other-times',
  'holder-escapes',
  'older-sessions',
  'condition-false',
  'other-resources',
  'other-principals',
  'lets-through',
  'may-let-through',
  'leaves-out',
  'not-set',
  'exempt',
  'not-understood',
] as const;
export type ExplainedReason = (typeof explainedReasons)[number];

/** One statement that bears on an element, and what it comes to. */
export interface ExplainedStatement {
  /** `allows`: the element rests on it. `denies`, `limits`: looked at, and what it takes away. */
  readonly says: 'allows' | 'denies' | 'limits';
  readonly reason: ExplainedReason;
  /** In a reader's words: `inline policy ops of role deploy`. */
  readonly document: string;
  /** How it comes to bear: `attached to group admins, of which ann is a member`; empty where the document's name says it. */
  readonly attached: string;
  /** `statement 2, Sid AllowIam`; `null` = the document as a whole. */
  readonly statement: string | null;
  /** The statement as it was read; `null` where the document as a whole is told of. */
  readonly text: Json | null;
  /** What it comes to for this element: `allows iam:PutRolePolicy on arn:…`, `is of other resources`. */
  readonly outcome: string;
  readonly conditions: readonly ConditionNote[];
  readonly evidence: readonly Evidence[];
}

/** Why an element is there: what allows it first, then what was looked at and could have taken it away. */
export interface Explained {
  readonly statements: readonly ExplainedStatement[];
  /** What would bear on it and was not read, one sentence each. */
  readonly unread: readonly string[];
}
