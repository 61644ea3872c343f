import type { Instant } from '../../../src/base/instant.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { VestigeError } from '../../../src/base/errors.ts';
import type { ConnectorIo, Wire } from '../../../src/contract/connector.ts';
import type { Headers } from '../../../src/http/headers.ts';
import { headerOf } from '../../../src/http/headers.ts';
import { parseHttpDate } from '../../../src/http/http-date.ts';

export class AwsSessionError extends VestigeError {
  readonly code = 'operation-not-allowed';
}

/** What the SDK's deserialize step is handed, as far as it is looked at. */
interface Response {
  readonly statusCode?: number;
  readonly headers?: Headers;
}
type Next = (args: unknown) => Promise<{ readonly response?: Response }>;
interface Stack {
  add(middleware: (next: Next) => Next, options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string }): void;
}

/** The calls behind one answer, and what is known of them beside their results. */
export class Exchange {
  readonly #io: Pick<ConnectorIo, 'now'>;
  readonly #operations: Readonly<Record<string, readonly string[]>>;
  #sentAt: Instant | null = null;
  #receivedAt: Instant | null = null;
  #last: Response | null = null;

  constructor(io: Pick<ConnectorIo, 'now'>, operations: Readonly<Record<string, readonly string[]>>) {
    this.#io = io;
    this.#operations = operations;
  }

  /** Sends a command of the surface's list; throws {@link AwsSessionError} for any other before anything is sent. */
  async send<T>(surface: string, command: object, run: () => Promise<T>): Promise<T> {
    const name = command.constructor.name;
    if (!(this.#operations[surface] ?? []).includes(name)) {
      throw new AwsSessionError(`cannot send ${name} for ${surface}: it is not among the operations that surface may call`);
    }
    // Innermost: it sees the response of an error too, before the SDK makes one of it.
    const { middlewareStack } = command as { readonly middlewareStack: Stack };
    const watch = (next: Next): Next => {
      return async (args) => {
        const result = await next(args);
        this.#last = result.response ?? null;
        return result;
      };
    };
    middlewareStack.add(watch, { step: 'deserialize', priority: 'low', name: 'vestigeWire' });
    this.#sentAt ??= instantOf(this.#io.now());
    this.#last = null;
    try {
      return await run();
    } finally {
      this.#receivedAt = instantOf(this.#io.now());
    }
  }

  /** Of the last response; the times span all calls. */
  wire(): Wire {
    const now = instantOf(this.#io.now());
    const headers = this.#last?.headers ?? {};
    const date = parseHttpDate(headerOf(headers, 'date') ?? '', this.#io.now());
    return {
      sentAt: this.#sentAt ?? now,
      receivedAt: this.#receivedAt ?? now,
      providerDate: date === null ? null : instantOf(date),
      requestId: headerOf(headers, 'x-amzn-requestid') ?? headerOf(headers, 'x-amz-request-id'),
      status: this.#last?.statusCode ?? null,
      raw: null,
    };
  }
}

/** What the SDK gives as plain JSON: dates as instants, its own metadata and absent members dropped. */
export function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return instantOf(value.getTime());
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') throw new TypeError(`no JSON can be made of ${typeof value}`);
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) if (member !== undefined && key !== '$metadata') members.push([key, plain(member)]);
  return Object.fromEntries(members);
}
