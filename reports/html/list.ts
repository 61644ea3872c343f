import type { Fragment } from './markup.ts';

/** A long list in groups. Rows are made when asked for: none of it is held as markup. */
export interface List {
  readonly id: 'findings' | 'undetermined' | 'excepted' | 'identities' | 'endings';
  /** What a row is called, in the plural. */
  readonly things: string;
  readonly groupedBy: string;
  /** What the reader can narrow it by; `values` in the order in which they sort. */
  readonly facets: readonly { readonly label: string; readonly values: readonly string[] }[];
  readonly groups: readonly Group[];
  readonly count: number;
  /** What stands there when there is no row. */
  readonly none: string;
}
export interface Group {
  readonly head: () => Fragment;
  readonly rows: readonly Row[];
}
export interface Row {
  /** What it is sorted by when the reader sorts by subject. */
  readonly subject: string;
  /** Its value of each facet. */
  readonly facets: readonly string[];
  readonly head: () => Fragment;
  /** The same in as few bytes as will do. */
  readonly line: () => Fragment;
  readonly body: () => Fragment;
}

/** Stands for a facet that is `null`. */
export const NONE = '(none)';
