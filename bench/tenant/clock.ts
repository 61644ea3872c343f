/**
 * A clock that waits move on at once: time passes only where nothing is under way and somebody waits. What a scan would take under its limits is then
 * known in seconds, and the same however busy the machine is.
 */
export class SkippingClock {
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  #now: number;
  #underWay = 0;
  #looking = false;

  constructor(now: number) {
    this.#now = now;
  }

  /** Epoch milliseconds. */
  readonly now = (): number => this.#now;

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    return new Promise((resolve) => {
      this.#sleepers.push({ at: this.#now + milliseconds, wake: resolve });
      this.#look();
    });
  };

  /** No time passes until it is done; then as long as a service takes to answer. */
  async during<T>(work: () => Promise<T>, latency: number): Promise<T> {
    this.#underWay++;
    let done: T;
    try {
      done = await work();
    } finally {
      this.#underWay--;
    }
    await this.sleep(latency);
    return done;
  }

  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    // whoever was woken has its turn first, and may go on to ask
    setImmediate(() => setImmediate(() => setImmediate(() => this.#pass())));
  }

  #pass(): void {
    this.#looking = false;
    if (this.#sleepers.length === 0) return;
    if (this.#underWay > 0) {
      this.#look();
      return;
    }
    const next = this.#sleepers.reduce((least, { at }) => Math.min(least, at), Infinity);
    this.#now = Math.max(this.#now, next);
    const due = this.#sleepers.filter(({ at }) => at <= this.#now);
    const rest = this.#sleepers.filter(({ at }) => at > this.#now);
    this.#sleepers.splice(0, this.#sleepers.length, ...rest);
    for (const { wake } of due) wake();
    if (rest.length > 0) this.#look();
  }
}
