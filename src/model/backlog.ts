import type { Instant } from '../base/instant.ts';
import type { EntityId, BoundaryId, RuleId } from './ids.ts';
import type { AssuranceLevel } from './ending.ts';
import type { PersistenceClass } from './persistence.ts';
import type { Severity } from './question.ts';

/** `open`: to be done. `returned`: it was done and is there again. `unconfirmed`: no finding tells it any more, and nothing shows that it is gone. `closed`: it is gone, at the level that is shown. `accepted`: every finding of it is excepted. */
export type BacklogState = 'open' | 'returned' | 'unconfirmed' | 'closed' | 'accepted';

/** What a person would work on: one thing to change, one who answers for it, and every finding that goes with it. */
export interface BacklogItem {
  /** `VST-` and 12 hex digits of SHA-256 over what is to be changed: the same between exports. */
  readonly id: string;
  readonly state: BacklogState;
  readonly title: string;
  readonly severity: Severity;
  readonly severityReasons: readonly string[];
  /** From 1: the first is to be done first. */
  readonly rank: number;
  /** What the rank is made of, the greatest weight first. */
  readonly rankBecause: readonly string[];
  readonly owner: string | null;
  readonly boundary: BoundaryId | null;
  readonly rootCause: { readonly id: string; readonly kind: string; readonly name: string };
  readonly tierZero: boolean;
  readonly persistence: PersistenceClass | null;
  /** When the oldest of its findings began; `null`: no history tells. */
  readonly since: Instant | null;
  /** By severity, from the moment it was first told. */
  readonly due: Instant | null;
  /** How many identities reach something by it. */
  readonly reach: number;
  readonly lastUsed: Instant | null;
  readonly findings: readonly {
    readonly fingerprint: string;
    readonly rule: RuleId;
    readonly title: string;
    readonly severity: Severity;
    readonly subject: EntityId;
    readonly subjectName: string;
  }[];
  readonly controls: readonly string[];
  /** What to do; one line for each different advice. */
  readonly fix: readonly string[];
  readonly commands: readonly string[];
  /** Only where a state file names the thing: what to change in the code, by its address there. */
  readonly terraform: readonly { readonly address: string; readonly file: string | null; readonly text: string }[];
  /** What would stop working, and what would not be helped by it: of a what-if; `null`: none was asked. */
  readonly breaks: { readonly loses: readonly string[]; readonly keeps: readonly string[]; readonly lastUse: string | null } | null;
  readonly verify: readonly string[];
  /** Of one that is closed: how sure it is, and what it lacks. */
  readonly closed: { readonly at: Instant; readonly level: AssuranceLevel; readonly lacks: readonly string[] } | null;
  /** Of one that is `unconfirmed` because its findings are told under others now: the ids of those; else empty. */
  readonly movedTo: readonly string[];
}

export interface Backlog {
  readonly schema: 1;
  readonly asOf: Instant;
  readonly items: readonly BacklogItem[];
  /** What was not read, so that the list may be too short. */
  readonly caveats: readonly string[];
}
