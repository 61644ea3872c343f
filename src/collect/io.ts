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
}
