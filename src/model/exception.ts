import type { Instant } from '../base/instant.ts';

export const exceptionKinds = ['break-glass', 'batch', 'legacy', 'vendor'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** Which findings an exception is about. All that is given has to hold; a text ends in `*` for any that begins so. At least one of rule and subject. */
export interface ExceptionMatcher {
  readonly rule: string | null;
  readonly subject: string | null;
  readonly boundary: string | null;
  readonly capability: string | null;
  readonly scope: string | null;
  readonly fingerprint: string | null;
}

/** That a finding is accepted, by whom and until when. Explicit, owned, and it expires. */
export interface PrivilegeException {
  /** Kebab-case, given by whoever makes it; unique. */
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly matcher: ExceptionMatcher;
  readonly maxMatches: number;
  readonly owner: string;
  readonly approver: string;
  /** Of the decision: a ticket, a minute. */
  readonly reference: string;
  readonly reason: string;
  readonly compensating: readonly string[];
  readonly approvedAt: Instant;
  readonly reviewedAt: Instant | null;
  readonly testedAt: Instant | null;
  readonly start: Instant;
  readonly end: Instant;
  /** Fingerprints of the findings it matched when it was approved, sorted. New matches are findings. */
  readonly frozen: readonly string[];
  /** Withdrawn since; `null`: in force. */
  readonly revokedAt: Instant | null;
}

/** An exception as it stands at the moment of the report. */
export interface ExceptionStanding {
  readonly exception: PrivilegeException;
  readonly state: 'in-force' | 'not-begun' | 'expired' | 'revoked' | 'invalid';
  /** Why it is invalid: `approver is owner`. Of one in force: which of what it matches it may not cover, and why. */
  readonly faults: readonly string[];
  /**
   * Fingerprints of the findings that it moves aside; that it matches, were not there when it was approved and nothing else moves aside; and that it
   * was approved for and were not found, which says that they are gone only where all was read. Sorted.
   */
  readonly covers: readonly string[];
  readonly fresh: readonly string[];
  readonly gone: readonly string[];
}

/** What was done to an exception, by whom and why. Each makes another version of it, and all are kept. */
export interface ExceptionChange {
  readonly what: 'approved' | 'reviewed' | 'tested' | 'revoked';
  readonly by: string;
  readonly at: Instant;
  /** Of a revocation why; else what was noted, or `null`. */
  readonly note: string | null;
}

/** An exception as a store keeps it: the value of a journal entry of the sort `exception`, under its id. */
export interface KeptException {
  readonly exception: PrivilegeException;
  readonly change: ExceptionChange;
}
