import type { KeyState } from '../match/truth.ts';

/** One thing that is not known, and what stands for every way it may be. */
export interface Unknown {
  /** As an answer tells it. */
  readonly name: string;
  /** What each sample puts in for each key; in lower case. */
  readonly samples: readonly ReadonlyMap<string, KeyState>[];
}
