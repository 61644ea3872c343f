import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  DummyDriver,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type RawBuilder,
} from 'kysely';
import { impossible } from '../../base/errors.ts';
import type { InsertHow, IntervalColumn, SqlRow, SqlSession } from '../sql/session.ts';
import { columnNames, type BulkTable, type Tables } from '../sql/tables.ts';
import { onConflict } from '../sql/conflict.ts';
import { sqliteError } from './errors.ts';

/** Makes queries for SQLite. It has no connection: sessions run them. */
const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const PORTION = 500;

/** One transaction over a connection of `node:sqlite`, which its maker begins and ends. */
export class SqliteSession implements SqlSession {
  readonly build = build;
  readonly among = among;
  readonly sortsHere = true;
  readonly #database: DatabaseSync;
  readonly #attempted: string;
  readonly #statements = new Map<string, StatementSync>();
  #over = false;

  constructor(database: DatabaseSync, attempted: string) {
    this.#database = database;
    this.#attempted = attempted;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- another database answers later
  async all<T>({ sql: text, parameters }: CompiledQuery<T>): Promise<readonly T[]> {
    return this.#attempt(() => {
      const statement = this.#statement(text);
      return statement.all(...(parameters as readonly SQLInputValue[])) as unknown as readonly T[];
    });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- another database answers later
  async *stream({ sql: text, parameters }: CompiledQuery): AsyncGenerator<readonly SqlRow[]> {
    // A statement of its own: others may be gone through at the same time.
    const rows = this.#attempt(() => {
      const statement = this.#database.prepare(text);
      statement.setReturnArrays(true);
      return statement.iterate(...(parameters as readonly SQLInputValue[])) as unknown as IterableIterator<SqlRow>;
    });
    try {
      for (;;) {
        const portion = this.#attempt(() => {
          const taken: SqlRow[] = [];
          while (taken.length < PORTION) {
            const next: IteratorResult<SqlRow, unknown> = rows.next();
            if (next.done === true) break;
            taken.push(next.value);
          }
          return taken;
        });
        if (portion.length > 0) yield portion;
        if (portion.length < PORTION) return;
      }
    } finally {
      if (!this.#over) rows.return?.();
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- another database answers later
  async insert(table: BulkTable, rows: readonly SqlRow[], how?: InsertHow): Promise<void> {
    const names = columnNames(table);
    this.#each(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})${onConflict(table, how)}`, rows);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- another database answers later
  async update(named: readonly IntervalColumn[], rows: readonly SqlRow[]): Promise<number> {
    return this.#each(`UPDATE intervals SET ${named.map((name, i) => `${name} = ?${i + 2}`).join()} WHERE id = ?1`, rows);
  }

  /** Nothing is done through it any more. */
  end(): void {
    this.#over = true;
  }

  #each(text: string, rows: readonly SqlRow[]): number {
    return this.#attempt(() => {
      const statement = this.#statement(text);
      let changes = 0;
      for (const row of rows) changes += Number(statement.run(...(row as readonly SQLInputValue[])).changes);
      return changes;
    });
  }

  #statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  #attempt<T>(work: () => T): T {
    if (this.#over) impossible('a transaction of the history is used after its end');
    try {
      return work();
    } catch (error) {
      throw sqliteError(this.#attempted, error);
    }
  }
}

function among(column: string | RawBuilder<number>, numbers: readonly number[]): RawBuilder<boolean> {
  return sql<boolean>`${typeof column === 'string' ? sql.ref(column) : column} in (select value from json_each(${JSON.stringify(numbers)}))`;
}
