import type { Instant } from '../../src/base/instant.ts';

/** A moment, so that a spreadsheet can be given a date and not a text. */
export interface Moment {
  readonly at: Instant;
}

/** `null`: not known, or without meaning for the row. A list has one item a line. */
export type Cell = string | number | Moment | readonly string[] | null;

/** One part of a pack with a row for each thing in it, in the pack's order. */
export interface Table {
  /** Kebab-case; name of its CSV file. */
  readonly id: string;
  /** Name of its sheet: at most 31 characters, none of `\ / ? * [ ] :`. */
  readonly sheet: string;
  /** What a row is. */
  readonly says: string;
  /** Snake case; what ends in `_ms` is in milliseconds. New ones are added at the end. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** How each cell of a row is made, by the column's name, in the order of the columns. */
export type Columns<T> = Readonly<Record<string, (item: T) => Cell>>;

export function tableOf<T>(name: Pick<Table, 'id' | 'sheet' | 'says'>, columns: Columns<T>, items: readonly T[]): Table {
  const makers = Object.values(columns);
  return { ...name, columns: Object.keys(columns), rows: items.map((item) => makers.map((make) => make(item))) };
}

export function momentOf(at: Instant | null): Moment | null {
  return at === null ? null : { at };
}

export function isMoment(cell: Cell): cell is Moment {
  return typeof cell === 'object' && cell !== null && 'at' in cell && !Array.isArray(cell);
}
