import type { Instant } from '../base/instant.ts';
import type { EntityId, ScopeId } from './ids.ts';

/**
 * What was done. From `requested` to `consented`: to a right, a credential or a session. `policy-changed`: to what governs them. `reviewed`:
 * somebody looked and kept it; `review-denied`: and did not. `left`, `moved`: a person's employment ended or changed. `incident`: opened about
 * somebody. `signal`: a security event about an account (CAEP, RISC, SCIM). `task-ended`: the task, job or pipeline run that access was given
 * for is over; `environment-deleted`: what it was given on is gone. `account-…`: what became of an account itself. `log-stopped`,
 * `log-started`: of a log that tells all this.
 */
export const lifeCycleEventTypes = [
  'requested',
  'approved',
  'denied',
  'activated',
  'granted',
  'renewed',
  'used',
  'expired',
  'revoked',
  'credential-issued',
  'credential-revoked',
  'session-revoked',
  'consented',
  'policy-changed',
  'reviewed',
  'review-denied',
  'left',
  'moved',
  'incident',
  'signal',
  'task-ended',
  'environment-deleted',
  'account-created',
  'account-disabled',
  'account-enabled',
  'account-deleted',
  'log-stopped',
  'log-started',
] as const;
export type LifeCycleEventType = (typeof lifeCycleEventTypes)[number];

/** Who tells it. Only a `provider-log` records what a system did; all others claim it. */
export const eventSourceKinds = ['provider-log', 'broker', 'ticket', 'hr', 'review', 'ci', 'signal'] as const;
export type EventSourceKind = (typeof eventSourceKinds)[number];

/** A name under which somebody or something is known outside of the systems that were read: `employee-id` `10442`. */
export interface EventKey {
  /** `employee-id`, `user-name`, `mail`, `aws-arn`, or any other that the configuration joins by. Compared without regard to case, as the value. */
  readonly kind: string;
  readonly value: string;
}

/** The one canonical form of what logs, brokers, tickets, personnel records, reviews, pipelines and signals tell. */
export interface LifeCycleEvent {
  /** The source's own id of the entry; unique in its source. */
  readonly id: string;
  readonly type: LifeCycleEventType;
  /** When it happened, by the source. Of what is announced (a last day of work) it may be in the future. */
  readonly at: Instant;
  /** When the source wrote it down, or handed it out; `null` = not told. */
  readonly arrivedAt: Instant | null;
  readonly succeeded: boolean;
  /** Whose right, credential or session; `null` where the entry does not tell, or tells it by {@link LifeCycleEvent.about} alone. */
  readonly subject: EntityId | null;
  /** Whom it is about by other names. Which identities these are is worked out when endings are: it may not be known yet. */
  readonly about: readonly EventKey[];
  /** Who did it; `null` where the entry does not tell. */
  readonly actor: EntityId | null;
  /** Who did it, by other names. */
  readonly actedBy: readonly EventKey[];
  readonly by: 'provider' | 'broker' | 'automation' | 'person' | 'unknown';
  /** What was given, taken or switched on: the id or name of a role definition, a policy, a group, an application, a credential; `null` = not told. */
  readonly object: string | null;
  readonly scope: ScopeId | null;
  /** When it begins to hold, where that is later than `at`; `null` = at once, or not told. */
  readonly from: Instant | null;
  /** The end that goes with it (of an activation, an approval, a review); `null` where none is told. */
  readonly until: Instant | null;
  /** Eligible or active, where the entry is about one of them. */
  readonly what:
    'eligibility' | 'assignment' | 'membership' | 'ownership' | 'consent' | 'credential' | 'session' | 'policy' | 'account' | 'other';
  /** It went round the broker that gives such rights (a role assigned outside of PIM). */
  readonly outsideBroker: boolean;
  /** Entries of one request have the same; `null` where the source has none. */
  readonly correlation: string | null;
  readonly justification: string | null;
  /** As it was typed in: nobody verified it. */
  readonly ticket: string | null;
  /** The source's own name of what happened. */
  readonly activity: string;
  /** The surface that tells it, or the `system` of the import: `entra:directory-audits`, `jira`. */
  readonly source: string;
  readonly sourceKind: EventSourceKind;
  /** Where it happened, of sources that are read by region; `null` = of no one region. */
  readonly region: string | null;
  /** SHA-256 of the record as the source gave it; `null` where the page it is on says it. */
  readonly raw: string | null;
}

/** What a source of events told of, whole: outside of it silence says nothing. Kept in facts of kind `log-span`, and of reviews in `review-span`. */
export interface LogSpan {
  /** {@link LifeCycleEvent.source} */
  readonly source: string;
  readonly sourceKind: EventSourceKind;
  readonly region: string | null;
  readonly from: Instant;
  /** Not after the moment of reading less the time the source takes to write. */
  readonly to: Instant;
  /** `changes`: of rights, credentials and accounts. `use`: also what was done with them. */
  readonly tells: 'changes' | 'use';
}
