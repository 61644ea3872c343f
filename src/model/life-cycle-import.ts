import type { Instant } from '../base/instant.ts';
import type { EventSourceKind } from './life-cycle.ts';

/** One file of events as it came in: what it is, who made it how, what it speaks for, and what became of its rows. */
export interface LifeCycleImport {
  /** SHA-256 of the file's bytes with that of the mapping it was read by. */
  readonly id: string;
  /** `jira`, `workday`, `pam`; the `source` of its events. */
  readonly system: string;
  readonly sourceKind: EventSourceKind;
  /** The query or report it was made with, and its parameters, as they were given. */
  readonly query: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly extractedBy: string | null;
  readonly extractedAt: Instant | null;
  /** What it speaks for whole; `null`: not told, and silence in it says nothing. */
  readonly covers: { readonly from: Instant; readonly to: Instant } | null;
  readonly name: string;
  readonly sha256: string;
  readonly mapping: { readonly name: string; readonly sha256: string };
  readonly rows: number;
  /** What the maker says the number of rows is; `null`: not told. */
  readonly controlTotal: number | null;
  readonly events: number;
  /** Rows that are told twice in it, that were here before, that came out of order, whose time lies ahead, whose time has no zone. */
  readonly duplicates: number;
  readonly replays: number;
  readonly disordered: number;
  readonly ahead: number;
  readonly unzoned: number;
  /** Rows that mean nothing for access, by the mapping's own word. */
  readonly ignored: number;
  /** Rows that could not be read: `<name>:<line>` and what was wrong. At most a hundred; `badRows` counts all. */
  readonly bad: readonly { readonly at: string; readonly why: string }[];
  readonly badRows: number;
}
