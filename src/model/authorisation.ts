import type { Instant } from '../base/instant.ts';
import type { EventKey, EventSourceKind } from './life-cycle.ts';
import type { EntityId, ScopeId } from './ids.ts';

/** An event as it is kept: its source and its id there. */
export interface EventRef {
  readonly source: string;
  readonly id: string;
}

/** What an authorisation, a request or a trigger is about. `null` members: any. */
export interface Covered {
  readonly objects: readonly string[] | null;
  readonly scope: ScopeId | null;
  readonly kinds: readonly string[] | null;
}

/** That somebody was allowed something for a time. */
export interface Authorisation {
  /** `<source>|<correlation or event id>` */
  readonly id: string;
  /** `request`: asked for and approved by another. `review`: kept when it was reviewed. `standing-approval`: an owner's, with no request. */
  readonly kind: 'request' | 'review' | 'standing-approval';
  /** Every identity it is for: the accounts of one person are one. */
  readonly subjects: readonly EntityId[];
  readonly covers: Covered;
  readonly from: Instant;
  /** `null`: it has no end of its own. */
  readonly until: Instant | null;
  readonly requester: string | null;
  readonly approvers: readonly string[];
  readonly ticket: string | null;
  readonly events: readonly EventRef[];
}

/** What cuts authorisations short, or says that access is over. */
export const triggerKinds = [
  'authorisation-ended',
  'provider-end',
  'left',
  'moved',
  'review-denied',
  'incident',
  'signal',
  'task-ended',
  'environment-deleted',
  'revocation-claimed',
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

/** The moment from which somebody should have had an access no more. */
export interface Trigger {
  readonly kind: TriggerKind;
  readonly at: Instant;
  readonly subjects: readonly EntityId[];
  readonly covers: Covered;
  readonly events: readonly EventRef[];
  /** In a reader's words: `last day of work`. */
  readonly text: string;
}

/** One request, with all that came of it in every source. */
export interface RequestCase {
  /** `<source>|<correlation>` */
  readonly id: string;
  readonly source: string;
  readonly sourceKind: EventSourceKind;
  readonly subjects: readonly EntityId[];
  /** Whom it is about by other names, where nobody was found. */
  readonly unmatched: readonly EventKey[];
  /** What was asked for, one for each object and scope. */
  readonly asked: readonly { readonly object: string | null; readonly scope: ScopeId | null; readonly until: Instant | null }[];
  readonly requester: string | null;
  readonly approvers: readonly string[];
  readonly requestedAt: Instant | null;
  readonly approvedAt: Instant | null;
  readonly deniedAt: Instant | null;
  /** When it was switched on or given, by any source. */
  readonly grantedAt: Instant | null;
  /** When a source says that it is over: the ticket is closed, the task ended, the right expired or was revoked. */
  readonly endedAt: Instant | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly ticket: string | null;
  /** Ids of accesses that it led to, sorted. */
  readonly accesses: readonly string[];
  /** How often it was renewed, and how often of these with no approval of its own. */
  readonly renewals: number;
  readonly renewalsUnapproved: number;
  /** In the order of time. */
  readonly events: readonly EventRef[];
}

/** A row that is about somebody or something that nobody read. Never guessed at. */
export interface Unmatched {
  readonly source: string;
  readonly event: EventRef;
  readonly why: 'unknown' | 'ambiguous' | 'no-key';
  readonly keys: readonly EventKey[];
  /** The identities it may be, where it is ambiguous; at most ten. */
  readonly candidates: readonly EntityId[];
}

/** What was read of one source of events. */
export interface EventSource {
  readonly source: string;
  readonly sourceKind: EventSourceKind;
  readonly region: string | null;
  /** Of one boundary, or of none in particular. */
  readonly boundary: string | null;
  /** The spans it told of whole, joined; sorted. */
  readonly spans: readonly { readonly from: Instant; readonly to: Instant; readonly tells: 'changes' | 'use' }[];
  readonly events: number;
}
