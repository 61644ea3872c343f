import type { LifeCycleImport } from '../../model/life-cycle-import.ts';

/** What became of one file: the JSON of `due import`, by schemas/due.schema.json. */
export interface ImportOutcome {
  readonly manifest: LifeCycleImport;
  /** `false`: it was only tried (`--dry-run`), and what was here before is not known. */
  readonly recorded: boolean;
  readonly events: { readonly added: number; readonly again: number; readonly corrected: number } | null;
  /** Since when the same file is here; `null`: it was not, or was only tried. */
  readonly before: string | null;
  /** It speaks for all of what it covers. */
  readonly speaksWhole: boolean;
  readonly notWhole: readonly string[];
}
