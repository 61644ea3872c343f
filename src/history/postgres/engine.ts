import type pg from 'pg';
import type { Engine, ReadTransaction, WriteTransaction } from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { checksum, migrations, remember, spell, type Migration } from '../sql/migrations.ts';
import { prepare, type Migrated, type Schema } from '../sql/migrate.ts';
import { SqlRead } from '../sql/read.ts';
import type { MigrationTable } from '../sql/tables.ts';
import { SqlWrite } from '../sql/write.ts';
import { ask, connected, openPool } from './pool.ts';
import { PostgresSession } from './session.ts';

export interface PostgresOptions {
  /** How long a second writer waits for the first, in milliseconds. */
  readonly waitMs: number;
}

// The lock writers take, `Vstg` and a number, for locks are shared by all that use a database.
const LOCK = '1450407015, 1';

/** A store in the schema `vestige` of a database. Its tables are made where there are none; see `prepare` for earlier and later ones. */
export async function postgresEngine(url: string, options: PostgresOptions, list: readonly Migration[] = migrations): Promise<Engine> {
  const engine = new PostgresEngine(url, options);
  await engine.prepare('open', list);
  return engine;
}

/** Brings a store in a database forward. */
export async function migratePostgres(url: string, options: PostgresOptions, list: readonly Migration[] = migrations): Promise<Migrated> {
  const engine = new PostgresEngine(url, options);
  try {
    return await engine.prepare('migrate', list);
  } finally {
    await engine.close();
  }
}

class PostgresEngine implements Engine {
  readonly place: string;
  readonly #pool: pg.Pool;
  readonly #waitMs: number;
  #closed: Promise<void> | undefined;

  constructor(url: string, { waitMs }: PostgresOptions) {
    const { pool, place } = openPool(url);
    this.#pool = pool;
    this.place = place;
    this.#waitMs = waitMs;
  }

  async prepare(wish: 'open' | 'migrate', list: readonly Migration[]): Promise<Migrated> {
    try {
      await this.#fit(`opening ${this.place}`);
      return await prepare(this.#schema(), wish, list);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#exclusively(`writing ${this.place}`, async (_, session) => {
      const transaction = new SqlWrite(session);
      const result = await work(transaction);
      await transaction.finish();
      return result;
    });
  }

  async read<T>(work: (transaction: ReadTransaction) => Promise<T>): Promise<T> {
    const attempted = `reading ${this.place}`;
    this.#assertOpen(attempted);
    return connected(this.#pool, attempted, async (client) => {
      await ask(client, attempted, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const session = new PostgresSession(client, attempted);
      try {
        return await work(new SqlRead(session));
      } finally {
        session.end();
        await undone(client);
      }
    });
  }

  /** The server checks its own pages. */
  integrity(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    this.#closed ??= this.#pool.end();
    return this.#closed;
  }

  /** Texts are kept as UTF-8, and sorted by its bytes. */
  async #fit(attempted: string): Promise<void> {
    const encoding = await connected(this.#pool, attempted, async (client) => {
      const { rows } = await ask<{ server_encoding: string }>(client, attempted, 'SHOW server_encoding');
      return rows[0]?.server_encoding;
    });
    if (encoding !== 'UTF8')
      throw new HistoryError('bad-place', `${attempted}: the database keeps texts as ${String(encoding)}`, {
        hint: "name a database made with ENCODING 'UTF8'",
      });
  }

  #schema(): Schema {
    const attempted = `opening ${this.place}`;
    return {
      place: this.place,
      applied: () => connected(this.#pool, attempted, (client) => applied(client, attempted)),
      apply: (list) =>
        this.#exclusively(attempted, async (client) => {
          const before = await applied(client, attempted);
          if (before === 'none') await ask(client, attempted, 'CREATE SCHEMA IF NOT EXISTS vestige');
          for (const migration of list) {
            if (before !== 'none' && before.some(({ number }) => number === migration.number)) continue;
            for (const statement of [remember, ...migration.statements]) {
              const spelled = spell(statement, 'postgres');
              if (spelled !== undefined) await ask(client, attempted, spelled);
            }
            const values = [migration.number, checksum(migration)];
            await ask(client, attempted, 'INSERT INTO vestige.migrations (number, sha256) VALUES ($1, $2)', values);
          }
        }),
    };
  }

  /** One writer at a time, among all that use the database. What throws leaves nothing. */
  async #exclusively<T>(attempted: string, work: (client: pg.PoolClient, session: PostgresSession) => Promise<T>): Promise<T> {
    this.#assertOpen(attempted);
    return connected(this.#pool, attempted, async (client) => {
      await this.#begin(client, attempted);
      const session = new PostgresSession(client, attempted);
      try {
        const result = await work(client, session);
        await session.settled();
        session.end();
        await commit(client, attempted);
        return result;
      } catch (error) {
        session.end();
        // What was handed over and is still under way comes first; that it fails too is no news.
        await session.settled().catch(() => undefined);
        await undone(client);
        throw error;
      }
    });
  }

  #assertOpen(attempted: string): void {
    if (this.#closed !== undefined) throw new HistoryError('failed', `${attempted}: it was closed`);
  }

  async #begin(client: pg.PoolClient, attempted: string): Promise<void> {
    await ask(client, attempted, 'BEGIN');
    // Of the connection's own settings: no statement is too long, and what is committed is on the disk whatever is usual there.
    await ask(
      client,
      attempted,
      `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '15min';
       SET LOCAL lock_timeout = ${Math.max(1, Math.round(this.#waitMs))};
       SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local')`,
    );
    try {
      await ask(client, attempted, `SELECT pg_advisory_xact_lock(${LOCK})`);
    } catch (error) {
      await undone(client);
      throw error instanceof HistoryError && error.code === 'busy' ? await this.#busy(client, attempted, error) : error;
    }
    await ask(client, attempted, 'SET LOCAL lock_timeout = 0');
  }

  async #busy(client: pg.PoolClient, attempted: string, cause: unknown): Promise<HistoryError> {
    const { rows } = await ask<{ pid: number; application_name: string; client_addr: string | null }>(
      client,
      attempted,
      `SELECT a.pid, a.application_name, host(a.client_addr) AS client_addr FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND (l.classid::bigint, l.objid::bigint) = (${LOCK})`,
    );
    const [other] = rows;
    const from = other === undefined || other.client_addr === null ? '' : ` from ${other.client_addr}`;
    const who = other === undefined ? 'another writer' : `${other.application_name || 'a writer'} (backend ${other.pid}${from})`;
    return new HistoryError('busy', `${attempted}: ${who} has been writing it for ${this.#waitMs} ms and longer`, {
      cause,
      hint: 'nothing was recorded; do it again when that one is done',
    });
  }
}

async function applied(client: pg.PoolClient, attempted: string): Promise<readonly MigrationTable[] | 'none'> {
  // Not by `to_regclass`, whose answer may be a remembered one, of before this connection waited for another writer.
  const { rows } = await ask(client, attempted, `SELECT 1 FROM pg_tables WHERE schemaname = 'vestige' AND tablename = 'migrations'`);
  if (rows.length === 0) return 'none';
  return (await ask<MigrationTable>(client, attempted, 'SELECT number, sha256 FROM vestige.migrations ORDER BY number')).rows;
}

/** A connection that broke has nothing to undo: its server does. */
async function undone(client: pg.PoolClient): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined);
}

/** A connection lost on the way of the answer leaves open whether it was kept. */
async function commit(client: pg.PoolClient, attempted: string): Promise<void> {
  let command: string;
  try {
    ({ command } = await ask(client, attempted, 'COMMIT'));
  } catch (error) {
    if (!(error instanceof HistoryError) || error.code !== 'unreachable') throw error;
    throw new HistoryError('unreachable', `${error.message}; whether it was recorded is not known`, {
      cause: error,
      hint: 'do it again: what was recorded already is not recorded twice',
    });
  }
  // COMMIT of a transaction that had failed answers ROLLBACK, and no error.
  if (command !== 'COMMIT') throw new HistoryError('failed', `${attempted}: the server undid it (${command})`);
}
