import { hostname } from 'node:os';
import pg from 'pg';
import { HistoryError } from '../errors.ts';
import { postgresError } from './errors.ts';

/** A 64-bit integer as a number: times, counts and ids all fit. */
function integer(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new HistoryError('broken', `the store holds the number ${text}, which is none of ours`);
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    const usual: unknown = pg.types.getTypeParser(oid, format);
    return (oid === pg.types.builtins.INT8 && format !== 'binary' ? integer : usual) as never;
  },
};

export interface Place {
  readonly pool: pg.Pool;
  /** `postgres db.example:5432/audit`: without user and password. */
  readonly place: string;
}

/** Connections to the server that a URL names. Nothing is connected yet. Neither the place nor any error tells the password. */
export function openPool(url: string): Place {
  let client: pg.Client;
  const options = {
    connectionString: url,
    application_name: `vestige ${process.pid} on ${hostname()}`.slice(0, 63),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types,
  };
  try {
    client = new pg.Client(options);
  } catch {
    // Whatever is wrong with it is told with the text itself, in which a password may be.
    throw new HistoryError('bad-place', 'opening the history: its place begins like a URL of PostgreSQL, and cannot be read as one', {
      hint: 'postgres://user:password@host:5432/database, with what is special in a password as %XX',
    });
  }
  const pool = new pg.Pool({ ...options, max: 4 });
  // A connection nobody uses went away: whoever needs one gets another, or is told then.
  pool.on('error', () => undefined);
  const host = client.host.startsWith('/') ? `${client.host}/:${client.port}` : `${client.host}:${client.port}`;
  return { pool, place: `postgres ${host}/${client.database ?? ''}` };
}

/** A connection for as long as the work takes. One that broke is not used again. What the work throws comes out as it is. */
export async function connected<T>(pool: pg.Pool, attempted: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw postgresError(attempted, error);
  }
  let broken = false;
  // The query that was under way is told the same; without a listener it would end the process.
  const onError = (): void => {
    broken = true;
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    broken ||= error instanceof HistoryError && error.code === 'unreachable';
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(broken);
  }
}

/** A statement by itself; a refusal is a `HistoryError`. */
export async function ask<R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  attempted: string,
  text: string,
  values: readonly (string | number)[] = [],
): Promise<pg.QueryResult<R>> {
  try {
    // Without values several statements may stand in one text.
    return await (values.length === 0 ? client.query<R>(text) : client.query<R>(text, [...values]));
  } catch (error) {
    throw postgresError(attempted, error);
  }
}
