const PORTION = 8_192;

/**
 * A list that grows by portions: one of a million items that grows as a whole is copied again and again, and what it was copied from is left for the
 * garbage collector, which then goes through all that a run tells.
 */
export class LongList<T> {
  readonly #portions: T[][] = [];
  #last: T[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    if (this.#length % PORTION === 0) this.#portions.push((this.#last = []));
    this.#last.push(item);
    this.#length++;
  }

  get(at: number): T | undefined {
    return this.#portions[Math.floor(at / PORTION)]?.[at % PORTION];
  }
}
