import type { Instant } from '../../../src/base/instant.ts';
import { instantOf } from '../../../src/base/instant.ts';
import { VestigeError } from '../../../src/base/errors.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { ConnectorIo, Wire } from '../../../src/contract/connector.ts';
import { headerOf } from '../../../src/http/headers.ts';
import { parseHttpDate } from '../../../src/http/http-date.ts';
import type { AwsService } from '../calls/call.ts';
import { isAllowed } from './allowed.ts';
import { takeBody } from './answer.ts';
import type { Client, WireResponse } from './client.ts';

export class AwsSessionError extends VestigeError {
  readonly code = 'operation-not-allowed';
}

/** One question to one service. */
export interface Question {
  readonly service: AwsService;
  readonly operation: string;
  readonly input: JsonObject;
}

/** The calls behind one answer, and what is known of them beside their results. */
export class Exchange {
  readonly #now: ConnectorIo['now'];
  #sentAt: Instant | null = null;
  #receivedAt: Instant | null = null;
  #last: WireResponse | null = null;

  constructor(io: Pick<ConnectorIo, 'now'>) {
    this.#now = io.now;
  }

  /** Sends a question of the surface's list; throws {@link AwsSessionError} for any other before anything is sent. */
  async send(surface: string, { service, operation, input }: Question, client: Client, signal: AbortSignal): Promise<object> {
    if (!isAllowed(surface, operation)) {
      throw new AwsSessionError(`cannot send ${operation} for ${surface}: it is not among the operations that surface may call`);
    }
    this.#sentAt ??= instantOf(this.#now());
    this.#last = null;
    const watch = async (response: WireResponse): Promise<void> => {
      this.#last = response;
      await takeBody(service, response);
    };
    try {
      return await client.send(operation, input, watch, signal);
    } finally {
      this.#receivedAt = instantOf(this.#now());
    }
  }

  /** Of the last response; the times span all calls. */
  wire(): Wire {
    const now = instantOf(this.#now());
    const headers = this.#last?.headers ?? {};
    const date = parseHttpDate(headerOf(headers, 'date') ?? '', this.#now());
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
