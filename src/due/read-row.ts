import type { LifeCycleEvent } from '../model/life-cycle.ts';

/** What a row of a file came to. `line`: where it begins, from 1. `unzoned`: one of its times names no zone. `last`: nothing after it can be read. */
export type MappedRow =
  | { readonly line: number; readonly events: readonly LifeCycleEvent[]; readonly unzoned: boolean }
  | { readonly line: number; readonly ignored: string }
  | { readonly line: number; readonly bad: string; readonly unzoned: boolean; readonly last?: true };
