import type { Json } from '../base/json.ts';
import type { Evidence } from './fact.ts';
import type { ConditionNote } from './grant.ts';

/** One statement that bears on an element, and what it comes to. */
export interface ExplainedStatement {
  /** `allows`: the element rests on it. `denies`, `limits`: looked at, and what it takes away. */
  readonly says: 'allows' | 'denies' | 'limits';
  /** In a reader's words: `inline policy ops of role deploy`. */
  readonly document: string;
  /** How it comes to bear: `attached to group admins, of which ann is a member`; empty where the document's name says it. */
  readonly attached: string;
  /** `statement 2, Sid AllowIam`; `null` = the document as a whole. */
  readonly statement: string | null;
  /** The statement as it was read; `null` where the document as a whole is told of. */
  readonly text: Json | null;
  /** What it comes to for this element: `allows iam:PutRolePolicy on arn:…`, `is of other actions`. */
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
