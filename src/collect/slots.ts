/** So many at once, first come first served. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(most: number) {
    this.#free = most;
  }

  /** Resolves with one taken; rejects without one when the signal aborts first. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting = this.#waiting;
      function taken(): void {
        signal.removeEventListener('abort', aborted);
        resolve();
      }
      function aborted(): void {
        waiting.delete(taken);
        reject(signal.reason as Error);
      }
      waiting.add(taken);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  /** Gives back what was taken: to whoever waits longest. */
  give(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free++;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
