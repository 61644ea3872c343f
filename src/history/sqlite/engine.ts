import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, ReadTransaction, WriteTransaction } from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { checksum, migrations, remember, spell, type Migration } from '../sql/migrations.ts';
import { prepare, type Migrated, type Schema } from '../sql/migrate.ts';
import { SqlRead } from '../sql/read.ts';
import type { MigrationTable } from '../sql/tables.ts';
import { SqlWrite } from '../sql/write.ts';
import { APPLICATION, openDatabase } from './database.ts';
import { isBusy, sqliteError } from './errors.ts';
import { SqliteSession } from './session.ts';
import { forgetWriter, tellWriter, writerOf } from './writer.ts';

export interface SqliteOptions {
  /** How long a second writer waits for the first, in milliseconds. */
  readonly waitMs: number;
  /** What messages call it. */
  readonly place: string;
}

/** A store in a file. Its tables are made where it is empty; see `prepare` for what an earlier or later version made. */
export async function sqliteEngine(path: string, options: SqliteOptions, list: readonly Migration[] = migrations): Promise<Engine> {
  const engine = new SqliteEngine(path, options);
  await engine.prepare('open', list);
  return engine;
}

/** Brings a store in a file forward. */
export async function migrateSqlite(path: string, options: SqliteOptions, list: readonly Migration[] = migrations): Promise<Migrated> {
  const engine = new SqliteEngine(path, options);
  try {
    return await engine.prepare('migrate', list);
  } finally {
    await engine.close();
  }
}

class SqliteEngine implements Engine {
  readonly place: string;
  readonly #path: string;
  readonly #waitMs: number;
  readonly #writer: DatabaseSync;
  readonly #idle: DatabaseSync[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(path: string, { place, waitMs }: SqliteOptions) {
    this.place = place;
    this.#path = path;
    this.#waitMs = waitMs;
    this.#writer = openDatabase(path, place, 'write');
  }

  async prepare(wish: 'open' | 'migrate', list: readonly Migration[]): Promise<Migrated> {
    try {
      return await prepare(this.#schema(), wish, list);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#exclusively(async (session) => {
      const transaction = new SqlWrite(session);
      const result = await work(transaction);
      await transaction.finish();
      return result;
    });
  }

  async read<T>(work: (transaction: ReadTransaction) => Promise<T>): Promise<T> {
    const attempted = `reading ${this.place}`;
    this.#assertOpen(attempted);
    const database = this.#idle.pop() ?? openDatabase(this.#path, this.place, 'read');
    const session = new SqliteSession(database, attempted);
    try {
      // The snapshot is taken by the first that is read.
      run(database, attempted, 'BEGIN; SELECT number FROM migrations LIMIT 1');
      return await work(new SqlRead(session));
    } finally {
      session.end();
      if (database.isTransaction) database.exec('ROLLBACK');
      if (this.#closed) database.close();
      else this.#idle.push(database);
    }
  }

  integrity(): Promise<readonly string[]> {
    const attempted = `checking ${this.place}`;
    this.#assertOpen(attempted);
    const lines = attempt(attempted, () => this.#writer.prepare('PRAGMA integrity_check(20)').all()) as unknown as readonly {
      readonly integrity_check: string;
    }[];
    return Promise.resolve(lines.map((line) => line.integrity_check).filter((line) => line !== 'ok'));
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const database of [...this.#idle.splice(0), this.#writer]) if (database.isOpen) database.close();
    return Promise.resolve();
  }

  #schema(): Schema {
    const attempted = `opening ${this.place}`;
    return {
      place: this.place,
      applied: () => Promise.resolve(attempt(attempted, () => this.#applied())),
      apply: async (list) => {
        await this.#toWriteAhead(attempted);
        await this.#exclusively(() => {
          const applied = this.#applied();
          attempt(attempted, () => {
            for (const migration of list) {
              if (applied !== 'none' && applied.some(({ number }) => number === migration.number)) continue;
              for (const statement of [remember, ...migration.statements]) {
                const spelled = spell(statement, 'sqlite');
                if (spelled !== undefined) this.#writer.exec(spelled);
              }
              this.#writer.prepare('INSERT INTO migrations (number, sha256) VALUES (?, ?)').run(migration.number, checksum(migration));
              this.#writer.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${migration.number}`);
            }
          });
          return Promise.resolve();
        });
      },
    };
  }

  #applied(): readonly MigrationTable[] | 'none' {
    const there = this.#writer.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
    if (there === undefined) return 'none';
    return this.#writer.prepare('SELECT number, sha256 FROM migrations ORDER BY number').all() as unknown as readonly MigrationTable[];
  }

  /** One writer at a time, here and among processes. What throws leaves nothing. */
  #exclusively<T>(work: (session: SqliteSession) => Promise<T>): Promise<T> {
    const mine = this.#turn.then(async () => {
      const attempted = `writing ${this.place}`;
      this.#assertOpen(attempted);
      await this.#begin(attempted);
      tellWriter(this.#path);
      const session = new SqliteSession(this.#writer, attempted);
      try {
        const result = await work(session);
        run(this.#writer, attempted, 'COMMIT');
        return result;
      } finally {
        session.end();
        // SQLite itself may have undone it, when the disk was full.
        if (this.#writer.isTransaction) this.#writer.exec('ROLLBACK');
        forgetWriter(this.#path);
      }
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #assertOpen(attempted: string): void {
    if (this.#closed) throw new HistoryError('failed', `${attempted}: it was closed`);
  }

  /** Waits without holding up this process, in which the other writer may be. */
  #begin(attempted: string): Promise<void> {
    return this.#patiently(attempted, 'PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; PRAGMA busy_timeout = 5000');
  }

  /** Lasts, once set. Two that make a store at once are in each other's way for a moment, which SQLite does not wait for by itself. */
  #toWriteAhead(attempted: string): Promise<void> {
    return this.#patiently(attempted, 'PRAGMA journal_mode = WAL');
  }

  async #patiently(attempted: string, statements: string): Promise<void> {
    let waited = 0;
    for (let next = 5; ; next = Math.min(next * 2, 200)) {
      try {
        run(this.#writer, attempted, statements);
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (waited >= this.#waitMs) throw this.#busy(attempted, error);
        const pause = Math.min(next, this.#waitMs - waited);
        await sleep(pause);
        waited += pause;
      }
    }
  }

  #busy(attempted: string, cause: unknown): HistoryError {
    const who = writerOf(this.#path) ?? 'another process';
    return new HistoryError('busy', `${attempted}: ${who} has been writing it for ${this.#waitMs} ms and longer`, {
      cause,
      hint: 'nothing was recorded; do it again when that process is done',
    });
  }
}

function run(database: DatabaseSync, attempted: string, statements: string): void {
  attempt(attempted, () => database.exec(statements));
}

function attempt<T>(attempted: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteError(attempted, error);
  }
}
