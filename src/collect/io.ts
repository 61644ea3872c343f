import type { SurfaceId } from '../model/ids.ts';

/** Time, sleep and chance come from the caller: nothing here looks at a global clock. */
export interface CollectIo {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects when the signal aborts first. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Ends the collecting when any of these is used up; what was not reached becomes a gap of cause `budget`. */
export interface Budget {
  /** Calls to sessions, retries and polls included. */
  readonly calls?: number;
  readonly milliseconds?: number;
}

export interface Progress {
  readonly calls: number;
  readonly pages: number;
  readonly tasksDone: number;
  /** Tasks known so far; more may come. */
  readonly tasksKnown: number;
  /** Answers that asked us to slow down. */
  readonly throttled: number;
  /** Questions that ended in a refusal. */
  readonly refused: number;
  /** Of the connectors' plans; 0 = the roots and what they lead to. */
  readonly stage: number;
  /** What was asked last. */
  readonly reading: SurfaceId | null;
  /** Of the kind that there are most of (`account`; `null` = no page told yet), with those whose kind was not told. */
  readonly boundaries: {
    readonly kind: string | null;
    readonly known: number;
    /** Nothing more is being asked of them now. */
    readonly done: number;
    /** Of the done ones, those that answered nothing at all. */
    readonly silent: number;
  };
  /** What is there and was not asked, in the connectors' words; known when a connector has asked all. */
  readonly leftOut: readonly string[];
}
