/** One record of a file, whatever its format. */
export interface Row {
  /**
   * What a column or member says: texts without blanks around them, those that say nothing left out. `undefined`: there is no such column, or
   * the record has no such member. Throws `RowFault` where it is something that is no text.
   */
  values(column: string): readonly string[] | undefined;
  /** SHA-256 of the canonical JSON of the record: of CSV a list of [column, cell], of JSON the record itself. */
  raw(): string;
}

/** `line`: where it begins, from 1. `last`: nothing after it can be read. */
export type ReadRow = { readonly line: number; readonly row: Row } | { readonly line: number; readonly bad: string; readonly last?: true };

/** What the file says of itself beside its rows; `null`: nothing. */
export interface Told {
  /** How many rows there are where it was taken from. */
  readonly total: number | null;
  /** Where the next page of them begins: there are more. */
  readonly next: string | null;
}
export const nothingTold: Told = { total: null, next: null };

/** Rows in the order of the file, then what it says of itself. */
export type Rows = Generator<ReadRow, Told, undefined>;
