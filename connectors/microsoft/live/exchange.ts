import { instantOf } from '../../../src/base/instant.ts';
import type { Wire } from '../../../src/contract/connector.ts';
import { headerOf } from '../../../src/http/headers.ts';
import { parseHttpDate } from '../../../src/http/http-date.ts';
import type { Received } from '../../../src/http/sender.ts';
import { slowDownOf } from './pace.ts';

/** The requests behind one answer, and what is known of them beside their bodies. */
export class Exchange {
  readonly #now: () => number;
  readonly #began: number;
  #first: number | null = null;
  #last: Received | null = null;
  #slowDownMs = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#began = now();
  }

  saw(received: Received): void {
    this.#first ??= received.sentAt;
    this.#last = received;
    this.slow(slowDownOf(received.headers) ?? 0);
  }

  /** A part of a response may ask for it too. Milliseconds. */
  slow(wait: number): void {
    this.#slowDownMs = Math.max(this.#slowDownMs, wait);
  }

  /** For the contract's `slowDownMs`; 0 = no limit is near. */
  get slowDownMs(): number {
    return this.#slowDownMs;
  }

  /** Of the last response; the times span all. */
  wire(): Wire {
    const headers = this.#last?.headers ?? {};
    const date = parseHttpDate(headerOf(headers, 'date') ?? '', this.#now());
    return {
      sentAt: instantOf(this.#first ?? this.#began),
      receivedAt: instantOf(this.#last?.receivedAt ?? this.#now()),
      providerDate: date === null ? null : instantOf(date),
      requestId: headerOf(headers, 'request-id') ?? headerOf(headers, 'x-ms-request-id'),
      status: this.#last?.status ?? null,
      raw: null,
    };
  }
}
