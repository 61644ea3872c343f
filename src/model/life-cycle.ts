import type { Instant } from '../base/instant.ts';
import type { EntityId, ScopeId } from './ids.ts';

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
] as const;
export type LifeCycleEventType = (typeof lifeCycleEventTypes)[number];

/** What a provider's log, a broker or a ticket says was done to a right, a credential or a session. Kept in facts of kind `life-cycle-event`. */
export interface LifeCycleEvent {
  /** The source's own id of the entry; unique in the boundary. */
  readonly id: string;
  readonly type: LifeCycleEventType;
  readonly at: Instant;
  readonly succeeded: boolean;
  /** Whose right, credential or session; `null` where the entry does not tell. */
  readonly subject: EntityId | null;
  /** Who did it; `null` where the entry does not tell. */
  readonly actor: EntityId | null;
  readonly by: 'provider' | 'broker' | 'automation' | 'person' | 'unknown';
  /** What was given, taken or switched on: the id of a role definition, a group, an application, a credential; `null` where it is not told. */
  readonly object: string | null;
  readonly scope: ScopeId | null;
  /** The end that goes with it (of an activation); `null` where none is told. */
  readonly until: Instant | null;
  /** Eligible or active, where the entry is about one of them. */
  readonly what: 'eligibility' | 'assignment' | 'membership' | 'ownership' | 'consent' | 'credential' | 'session' | 'policy' | 'other';
  /** It went round the broker that gives such rights (a role assigned outside of PIM). */
  readonly outsideBroker: boolean;
  /** Entries of one request have the same; `null` where the source has none. */
  readonly correlation: string | null;
  readonly justification: string | null;
  /** As it was typed in: nobody verified it. */
  readonly ticket: string | null;
  /** The source's own name of what happened. */
  readonly activity: string;
}
