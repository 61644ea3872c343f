import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
  type RawBuilder,
} from 'kysely';
import type { PoolClient } from 'pg';
import { impossible } from '../../base/errors.ts';
import { onConflict } from '../sql/conflict.ts';
import type { InsertHow, IntervalColumn, SqlRow, SqlSession, SqlValue } from '../sql/session.ts';
import { columnNames, columns, type BulkTable, type ColumnType, type Tables } from '../sql/tables.ts';
import { copyIn } from './copy.ts';
import { postgresError } from './errors.ts';

/** Makes queries for PostgreSQL. It has no connection: sessions run them. */
const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}).withSchema('vestige');

const PORTION = 1_000;
// Fewer are not worth a change of the connection's mode.
const COPY_FROM = 50;
const arrays: Readonly<Record<ColumnType, string>> = { int: 'bigint[]', real: 'double precision[]', text: 'text[]', bytes: 'bytea[]' };

/** One transaction over a connection, which its maker begins and ends. One statement after another, whoever asks. */
export class PostgresSession implements SqlSession {
  readonly build = build;
  readonly among = among;
  readonly sortsHere = false;
  readonly #client: PoolClient;
  readonly #attempted: string;
  #turn: Promise<unknown> = Promise.resolve();
  #failed: unknown;
  #cursors = 0;
  #over = false;

  constructor(client: PoolClient, attempted: string) {
    this.#client = client;
    this.#attempted = attempted;
  }

  all<T>({ sql: text, parameters }: CompiledQuery<T>): Promise<readonly T[]> {
    return this.#next(async () => (await this.#client.query(text, [...parameters])).rows as readonly T[]);
  }

  async *stream({ sql: text, parameters }: CompiledQuery): AsyncGenerator<readonly SqlRow[], undefined> {
    const cursor = `vestige_${++this.#cursors}`;
    await this.#next(() => this.#client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, [...parameters]));
    try {
      for (;;) {
        const fetch = { text: `FETCH ${PORTION} FROM ${cursor}`, rowMode: 'array' } as const;
        const { rows } = await this.#next(() => this.#client.query<SqlValue[]>(fetch));
        if (rows.length > 0) yield rows;
        if (rows.length < PORTION) return;
      }
    } finally {
      if (!this.#over && this.#failed === undefined) await this.#next(() => this.#client.query(`CLOSE ${cursor}`));
    }
  }

  async insert(table: BulkTable, rows: readonly SqlRow[], how?: InsertHow): Promise<void> {
    if (rows.length === 0) return;
    const names = columnNames(table);
    if (how === undefined && rows.length >= COPY_FROM) {
      // The server takes them in while the next are made ready.
      await this.settled();
      void this.#next(() => copyIn(this.#client, `vestige.${table}`, names, rows)).catch(() => undefined);
      return;
    }
    const lists = names.map((_, i) => rows.map((row) => row[i] ?? null));
    const from = Object.values<ColumnType>(columns[table]).map((type, i) => `$${i + 1}::${arrays[type]}`);
    const text = `INSERT INTO vestige.${table} (${names.join()}) SELECT * FROM unnest(${from.join()})${onConflict(table, how)}`;
    await this.#next(() => this.#client.query(text, lists));
  }

  async update(named: readonly IntervalColumn[], rows: readonly SqlRow[]): Promise<number> {
    const all = ['id' as const, ...named];
    const lists = all.map((_, i) => rows.map((row) => row[i] ?? null));
    const from = all.map((name, i) => `$${i + 1}::${arrays[columns.intervals[name]]}`);
    const set = named.map((name) => `${name} = given.${name}`);
    const text = `UPDATE vestige.intervals SET ${set.join()} FROM unnest(${from.join()}) AS given (${all.join()}) WHERE intervals.id = given.id`;
    const { rowCount } = await this.#next(() => this.#client.query(text, lists));
    return rowCount ?? 0;
  }

  /** When all that was handed over is there; throws what failed on the way. */
  async settled(): Promise<void> {
    await this.#turn;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- an error as it was caught
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** Nothing is done through it any more. */
  end(): void {
    this.#over = true;
  }

  /** After what was asked before; once something failed, nothing more is done. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    if (this.#over) impossible('a transaction of the history is used after its end');
    const mine = this.#turn.then(async () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- an error as it was caught
      if (this.#failed !== undefined) throw this.#failed;
      try {
        return await work();
      } catch (error) {
        this.#failed = postgresError(this.#attempted, error);
        throw this.#failed;
      }
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

function among(column: string | RawBuilder<number>, numbers: readonly number[]): RawBuilder<boolean> {
  return sql<boolean>`${typeof column === 'string' ? sql.ref(column) : column} = any(${sql.val(numbers)}::bigint[])`;
}
