import type { Instant } from '../base/instant.ts';
import type { AccessKind } from '../model/access.ts';
import type { TriggerKind } from '../model/authorisation.ts';
import type { LongestDays } from './exceptions.ts';

/** What a life-cycle record calls somebody, and where accounts say the same. */
export interface KeyRule {
  /** {@link EventKey.kind} of the record. */
  readonly record: string;
  /** Where accounts have it: a {@link Handle.kind} (`handle`), a tag by its name (`tag`), the account's name (`name`) or its id or immutable id (`id`). */
  readonly account: { readonly in: 'handle' | 'tag'; readonly name: string } | { readonly in: 'name' | 'id' };
  /** Only accounts of boundaries that begin so; `null`: of all. */
  readonly boundaries: string | null;
}

/** How long access may go on after it should have ended. Of those that apply the one given last in force at the trigger holds. */
export interface AllowedTime {
  /** From when it is in force; `null`: always. */
  readonly from: Instant | null;
  readonly ms: number;
  /** Boundaries that begin so; `null`: all. */
  readonly boundaries: string | null;
  readonly triggers: readonly TriggerKind[] | null;
  readonly tierZero: boolean | null;
}

export interface ControlOwner {
  readonly boundaries: string;
  readonly kinds: readonly AccessKind[] | null;
  readonly owner: string;
}

/** Of the configuration (`assurance:`), defaults filled in. */
export interface AssuranceSettings {
  /** Days before the moment of the report in which endings are told; what is still open is told whenever it began. */
  readonly lookBackDays: number;
  /** By how much clocks of logs and brokers may be wrong, in milliseconds. */
  readonly clockUncertaintyMs: number;
  readonly allowed: readonly AllowedTime[];
  /** How long a session may go on after its access was taken away before it counts as late, in milliseconds. */
  readonly lingerAllowedMs: number;
  /** How long a review allows what it kept, where it tells no end, in days. */
  readonly reviewDays: number;
  readonly keys: readonly KeyRule[];
  readonly controlOwners: readonly ControlOwner[];
  /** Tags that name an owner, without regard to case, the first that is there. */
  readonly ownerTags: readonly string[];
  /** How many days an exception may last, by kind (`exceptions.longestDays` of the configuration). */
  readonly longestExceptionDays: LongestDays;
}

/**
 * By immutable ids alone, and the names by which AWS's own log calls its users; nothing allowed; ninety days. Exceptions are decided anew once a year for
 * break-glass, twice for what is worked on, each quarter for what others use.
 */
export const usualAssurance: AssuranceSettings = {
  lookBackDays: 90,
  clockUncertaintyMs: 60_000,
  allowed: [],
  lingerAllowedMs: 0,
  reviewDays: 90,
  keys: [{ record: 'aws-name', account: { in: 'handle', name: 'aws-name' }, boundaries: 'aws:' }],
  controlOwners: [],
  ownerTags: ['owner', 'owner-email', 'team'],
  longestExceptionDays: { 'break-glass': 366, batch: 184, legacy: 184, vendor: 92 },
};
