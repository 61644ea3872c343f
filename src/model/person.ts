import type { EntityId } from './ids.ts';

/** One human being with several accounts. */
export interface Person {
  /** Made of its accounts' ids: stable as long as they are. */
  readonly id: string;
  /** At least two, each of another directory; sorted. */
  readonly accounts: readonly EntityId[];
  /** What joined them, in words. */
  readonly because: readonly string[];
}

/** Accounts of two connectors are one person's where a handle of the one is a handle of the other. */
export interface PersonRule {
  readonly left: PersonHandle;
  readonly right: PersonHandle;
}

export interface PersonHandle {
  readonly connector: string;
  /** {@link Handle.kind} */
  readonly handle: string;
}
