/** What a service was asked. */
export interface Tally {
  /** HTTP requests. */
  readonly requests: number;
  /** By operation, outside of batches; `$batch` among them. */
  readonly alone: Readonly<Record<string, number>>;
  /** By operation, within batches. */
  readonly batched: Readonly<Record<string, number>>;
  /** Told to come again later: requests, and parts of batches. */
  readonly throttled: number;
  /** Answered more than once, each with how often. */
  readonly repeated: readonly (readonly [string, number])[];
  /** What the tenant has no such thing of. */
  readonly unknown: readonly string[];
}

export class Counter {
  readonly #alone = new Map<string, number>();
  readonly #batched = new Map<string, number>();
  readonly #answered = new Map<string, number>();
  readonly #unknown: string[] = [];
  #requests = 0;
  #throttled = 0;

  batch(): void {
    this.#requests++;
    add(this.#alone, '$batch');
  }

  count(operation: string, asked: string, inBatch: boolean, throttled: boolean): void {
    if (!inBatch) this.#requests++;
    if (throttled) this.#throttled++;
    else add(this.#answered, asked);
    add(inBatch ? this.#batched : this.#alone, operation);
  }

  unknown(asked: string): void {
    this.#requests++;
    this.#unknown.push(asked);
  }

  tally(): Tally {
    return {
      requests: this.#requests,
      alone: Object.fromEntries(this.#alone),
      batched: Object.fromEntries(this.#batched),
      throttled: this.#throttled,
      repeated: [...this.#answered].filter(([, times]) => times > 1),
      unknown: this.#unknown,
    };
  }
}

function add(among: Map<string, number>, name: string): void {
  among.set(name, (among.get(name) ?? 0) + 1);
}
