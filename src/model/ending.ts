import type { Instant } from '../base/instant.ts';
import type { Access, AccessKind, Linger, MidSession } from './access.ts';
import type { EventRef, TriggerKind } from './authorisation.ts';
import type { Capability } from './capability.ts';
import type { Nature } from './entity.ts';
import type { Evidence } from './fact.ts';
import type { Gap } from './gap.ts';
import type { EndHow } from './history.ts';
import type { BoundaryId, EntityId, ScopeId } from './ids.ts';
import type { EndsBy, Pattern } from './persistence.ts';
import type { Answer3 } from './answer3.ts';

/** A length of time that is not known to the moment, in milliseconds. `open`: the upper bound is the moment of looking, and still grows. */
export interface Span {
  readonly lower: number;
  readonly upper: number;
  readonly open: boolean;
}

export const outcomes = ['not-due', 'ended', 'lingering', 'overdue', 'contradicted', 'reappeared', 'undetermined'] as const;
/**
 * `not-due`: it is there, and may be. `ended`: it is gone, and nothing of it may still work. `lingering`: it is gone, and sessions made of it may live on.
 * `overdue`: it is there and should not be. `contradicted`: a source claims its end, and it is there. `reappeared`: it had ended and is there again, with nothing that allows it. `undetermined`: it cannot be said; `because` says why.
 */
export type Outcome = (typeof outcomes)[number];

/** How sure it is that something ended. 0 claimed, 1 recorded by the provider, 2 observed, 3 verified. */
export type AssuranceLevel = 0 | 1 | 2 | 3;

/** What may go on working after the end, and until when. */
export interface Lingering extends Linger {
  /** The latest moment it may work; `null`: no limit is known, or nothing ended. */
  readonly until: Instant | null;
  readonly state: 'running' | 'passed' | 'cut' | 'unknown';
  /** What cut it. */
  readonly cut: EventRef | null;
}

/** Another way to what the access gave. */
export interface OtherWay {
  /** Who has it: the subject itself, or an identity that it can act as, or another account of the same person. */
  readonly identity: EntityId;
  readonly capability: Capability;
  readonly scope: ScopeId;
  /** What gives it: the `source` of the grant at its end. */
  readonly source: string;
  readonly text: string;
  /** Covered by an authorisation that holds now, or by an exception. Such ways are listed and do not count. */
  readonly authorised: boolean;
  /** A secret that the subject knew and that was not changed since. */
  readonly knownSecret: boolean;
}

/**
 * What became of one access in one contiguous time it was there. Everything is as of the report's moment.
 */
export interface Ending {
  /** SHA-256 over the access's id, the subject's immutable id and when it was first seen: stable between scans. */
  readonly id: string;
  readonly access: Access;
  readonly kind: AccessKind;
  readonly boundary: BoundaryId;
  readonly subject: EntityId;
  readonly subjectName: string;
  readonly nature: Nature;
  /** Id of the person whose account it is, where the person has several. */
  readonly person: string | null;
  readonly tierZero: boolean;
  /** What it gave, by the last resolution that had it; empty where it was never resolved. By capability, scope. */
  readonly capabilities: readonly { readonly capability: Capability; readonly scope: ScopeId }[];
  readonly owner: string | null;
  /** Who answers for revocation in this boundary by this mechanism, by the configuration. */
  readonly controlOwner: string | null;
  /** `never`: nothing on record ever allowed it. `unknown`: it may have been, before the records that were read begin. */
  readonly authorised: 'yes' | 'never' | 'unknown';
  /** Ids of authorisations. */
  readonly authorisations: readonly string[];
  /** End of the union of what allows it; `null`: nothing does, or it has no end. */
  readonly authorisedUntil: Instant | null;
  readonly trigger: {
    readonly kind: TriggerKind;
    readonly at: Instant;
    readonly events: readonly EventRef[];
    readonly text: string;
  } | null;
  /** Trigger and the time that the policy in force then allows; `null` where nothing triggered. */
  readonly due: Instant | null;
  readonly allowedMs: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** It ended after the one and not later than the other. `null`: it is not known to have ended. `recorded`: what the provider's log says of it. */
  readonly ended: {
    readonly how: EndHow | 'probed' | 'recorded';
    readonly after: Instant;
    readonly before: Instant;
    readonly recorded: EventRef | null;
  } | null;
  /** From trigger, and from due, to the end; `null` where there is no trigger. */
  readonly lag: Span | null;
  readonly lateness: Span | null;
  readonly lingering: readonly Lingering[];
  readonly otherWays: {
    readonly state: 'none' | 'some' | 'undetermined';
    readonly ways: readonly OtherWay[];
    readonly because: readonly Gap[];
  };
  readonly outcome: Outcome;
  /** Why, in words: of `undetermined` what is missing. */
  readonly because: readonly string[];
  /** Of what ended or is claimed to have; else `null`. */
  readonly level: AssuranceLevel | null;
  /** What the next level lacks: `use-logs us-east-1`. */
  readonly lacks: readonly string[];
  readonly endsBy: EndsBy;
  /** Who ended it, where a log tells. */
  readonly endedBy: { readonly actor: string | null; readonly by: 'provider' | 'broker' | 'automation' | 'person' | 'unknown' } | null;
  readonly pattern: Pattern;
  readonly midSession: MidSession;
  /** Test 1 to 3 of this one use. */
  readonly tests: { readonly ephemeral: Answer3; readonly revokedAtOnce: Answer3; readonly nothingLeft: Answer3 };
  /** Every event about it, in the order of time. */
  readonly events: readonly EventRef[];
  /** Of what showed it; of an absence the reads that lack it are named by run. */
  readonly evidence: readonly Evidence[];
  readonly runs: { readonly first: string; readonly last: string; readonly ended: string | null };
  /** Ids of verifications by probe, in the order of time. */
  readonly probes: readonly string[];
  /** Exception that it falls under; its hours stay in debt, told apart. */
  readonly exception: string | null;
}
