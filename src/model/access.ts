import type { Instant } from '../base/instant.ts';
import type { Evidence } from './fact.ts';
import type { EndHow, Missing } from './history.ts';
import type { BoundaryId, EntityId, ScopeId } from './ids.ts';

/**
 * `assignment`: a role, policy or permission given to somebody. `eligibility`: one that has to be switched on. `trust`: who may become a role.
 * `account`: that somebody can sign in at all.
 */
export const accessKinds = [
  'assignment',
  'eligibility',
  'membership',
  'ownership',
  'consent',
  'trust',
  'policy',
  'credential',
  'account',
] as const;
export type AccessKind = (typeof accessKinds)[number];

/** One thing that gives somebody access and that one act takes away, as the system that holds it has it. */
export interface Access {
  /** Of immutable native ids: `<kind>|<boundary>|<subject>|<object>|<scope>`. The same one given again has the same. */
  readonly id: string;
  readonly kind: AccessKind;
  readonly boundary: BoundaryId;
  readonly subject: EntityId;
  /** What was given, by every name that logs, brokers and tickets call it: the native id first. At least one. */
  readonly objects: readonly string[];
  /** In a reader's words: `AdministratorAccess`. */
  readonly name: string;
  /** What it is given on; `null`: what it is given for says it (a membership, a credential). */
  readonly scope: ScopeId | null;
  /** The `source.id` of the grants and links it makes; of a credential and an account its own id. */
  readonly source: string;
  /** The provider's own words of when it begins and ends; `null`: it has no such end. */
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** An eligible right that is now on: it ends by itself at `until`. */
  readonly activated: boolean;
  /** The record does not tell whether it has an end of its own; another one of the same access may. */
  readonly endUntold?: true;
}

/** A contiguous time in which one access was there, as far as reads tell. */
export interface Holding {
  readonly access: Access;
  /** It was surely not there at this moment; `null`: when it began is not known. */
  readonly notBefore: Instant | null;
  /** By this moment it was there. */
  readonly firstSeen: Instant;
  /** The latest moment it is known to have been there. */
  readonly lastSeen: Instant;
  /** It ended after the one and not later than the other; clocks' uncertainty and the provider's delay are counted in. `null`: it is not known to have ended. */
  readonly end: { readonly how: EndHow; readonly after: Instant; readonly before: Instant; readonly run: string } | null;
  /** Reads lack it, and that is not yet enough. */
  readonly missing: Missing | null;
  /** The ids of the runs that saw it first and last. */
  readonly runs: { readonly first: string; readonly last: string };
  readonly evidence: readonly Evidence[];
}

/** What may go on working after an access was taken away, by the provider's own documents. */
export interface Linger {
  /** `role session`, `access token`, `cached membership` */
  readonly what: string;
  /** Milliseconds at the longest; `null`: no document sets a limit. */
  readonly longestMs: number | null;
  /** Where that is said. */
  readonly source: string;
  /** Whether and how it can be cut before its end. `on-signal`: by an event the resource listens to; `on-command`: by a call somebody makes. */
  readonly midSession: MidSession;
  /** Types of events about the subject that cut it, when they come after the end. */
  readonly cutBy: readonly ('session-revoked' | 'account-disabled' | 'account-deleted' | 'credential-revoked')[];
}

export type MidSession = 'on-signal' | 'on-command' | 'expiry-only' | 'unknown';
