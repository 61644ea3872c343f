import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { BulkTable, Tables } from './tables.ts';

export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = readonly SqlValue[];

/**
 * A transaction in one of the databases, with what the two do differently. `build` makes queries and never runs them. Whatever fails is a
 * `HistoryError`.
 */
export interface SqlSession {
  readonly build: Kysely<Tables>;
  /** Sorts large results in the reader's memory, and asks fast: it is asked for one section after another. */
  readonly sortsHere: boolean;
  all<T>(query: CompiledQuery<T>): Promise<readonly T[]>;
  /** Rows as lists, in the order of the columns selected, in portions. The portions may be left early. */
  stream(query: CompiledQuery): AsyncIterable<readonly SqlRow[]>;
  /** That a column, or what is made of one, is one of these; any number of them. */
  readonly among: (column: string | RawBuilder<number>, numbers: readonly number[]) => RawBuilder<boolean>;
  /**
   * Adds rows, columns in the order of `columns`; no key comes twice among them. It may answer before they are there: what fails then fails
   * the next call, or the end of the transaction.
   */
  insert(table: BulkTable, rows: readonly SqlRow[], how?: InsertHow): Promise<void>;
  /** Sets columns of intervals: lists of an id, each once, and a value for each column. Answers how many there were. */
  update(named: readonly IntervalColumn[], rows: readonly SqlRow[]): Promise<number>;
}

/**
 * What is done about rows whose key is there already. `new`: those stay. `replace`: they are replaced. `latest`: they are replaced where the
 * new one's `at` is later, or as late and its `value` greater. Left out: it is an error.
 */
export type InsertHow = 'new' | 'replace' | 'latest';

export type IntervalColumn = keyof Tables['intervals'];
