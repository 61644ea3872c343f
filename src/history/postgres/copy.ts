import type { Connection, PoolClient, Submittable } from 'pg';
import type { SqlRow, SqlValue } from '../sql/session.ts';

// Long enough that the messages' heads weigh nothing.
const CHUNK = 2 ** 16;

/** Adds rows by COPY, the fastest way in: several times that of statements. In the text format of PostgreSQL's manual, under COPY. */
export function copyIn(client: PoolClient, table: string, columns: readonly string[], rows: readonly SqlRow[]): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(`COPY ${table} (${columns.join()}) FROM STDIN`, rows, (error) => (error === undefined ? resolve() : reject(error))),
    );
  });
}

/** What the driver asks of a query of another kind. */
class CopyIn implements Submittable {
  readonly #statement: string;
  readonly #rows: readonly SqlRow[];
  readonly #done: (error?: Error) => void;
  #error: Error | undefined;

  constructor(statement: string, rows: readonly SqlRow[], done: (error?: Error) => void) {
    this.#statement = statement;
    this.#rows = rows;
    this.#done = done;
  }

  readonly submit = (connection: Connection): void => {
    (connection as CopyConnection).query(this.#statement);
  };

  handleCopyInResponse(connection: CopyConnection): void {
    let chunk = '';
    for (const row of this.#rows) {
      chunk += `${row.map(field).join('\t')}\n`;
      if (chunk.length < CHUNK) continue;
      connection.sendCopyFromChunk(Buffer.from(chunk));
      chunk = '';
    }
    if (chunk !== '') connection.sendCopyFromChunk(Buffer.from(chunk));
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    // The end is when the server is ready for the next.
  }

  handleReadyForQuery(): void {
    this.#done(this.#error);
  }

  /** The driver tells no more of a query that failed, but of a server's refusal that it is ready again. */
  handleError(error: Error): void {
    this.#error = error;
    this.#done(error);
  }
}

interface CopyConnection extends Connection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const special = /[\\\n\r\t]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function field(value: SqlValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  return special.test(value) ? value.replaceAll(/[\\\n\r\t]/g, (character) => escapes[character] ?? character) : value;
}
