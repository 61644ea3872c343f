import { createHash } from 'node:crypto';

/** What a server was asked. `repeated`: requests that were answered and then sent again. */
export interface Tally {
  readonly calls: number;
  readonly throttled: number;
  readonly refused: number;
  readonly operations: Readonly<Record<string, OperationTally>>;
  readonly repeated: readonly { readonly operation: string; readonly account: string; readonly body: string; readonly times: number }[];
  /** The most calls that one account answered in any second, throttled ones included, by service. */
  readonly busiest: Readonly<Record<string, number>>;
}

export interface OperationTally {
  readonly calls: number;
  readonly throttled: number;
  /** Errors that are answers, by code. */
  readonly refused: Readonly<Record<string, number>>;
}

export interface Told {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly body: string;
  readonly now: number;
  /** `null` = answered. */
  readonly error: string | null;
  readonly throttled: boolean;
}

export class Counter {
  readonly #operations = new Map<string, { calls: number; throttled: number; refused: Record<string, number> }>();
  readonly #answered = new Map<string, { operation: string; account: string; body: string; times: number }>();
  readonly #recent = new Map<string, number[]>();
  readonly #busiest = new Map<string, number>();

  count({ service, operation, account, body, now, error, throttled }: Told): void {
    const name = `${service}:${operation}`;
    const held = this.#operations.get(name) ?? { calls: 0, throttled: 0, refused: {} };
    this.#operations.set(name, held);
    held.calls++;
    if (throttled) held.throttled++;
    else if (error !== null) held.refused[error] = (held.refused[error] ?? 0) + 1;
    else this.#answer(name, account, body);
    const place = `${account} ${service}`;
    const times = (this.#recent.get(place) ?? []).filter((each) => each > now - 1000);
    times.push(now);
    this.#recent.set(place, times);
    this.#busiest.set(service, Math.max(this.#busiest.get(service) ?? 0, times.length));
  }

  #answer(operation: string, account: string, body: string): void {
    const key = createHash('sha256').update(`${operation} ${account} ${body}`).digest('base64');
    const held = this.#answered.get(key);
    if (held === undefined) this.#answered.set(key, { operation, account, body: body.slice(0, 300), times: 1 });
    else held.times++;
  }

  tally(): Tally {
    const operations = [...this.#operations].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = (of: (each: OperationTally) => number): number => operations.reduce((all, [, each]) => all + of(each), 0);
    return {
      calls: sum((each) => each.calls),
      throttled: sum((each) => each.throttled),
      refused: sum((each) => Object.values(each.refused).reduce((all, count) => all + count, 0)),
      operations: Object.fromEntries(operations),
      repeated: [...this.#answered.values()].filter(({ times }) => times > 1),
      busiest: Object.fromEntries(this.#busiest),
    };
  }
}
