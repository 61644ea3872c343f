const PORTION = 4096;

interface Numbered {
  readonly id: number;
}

/** Items by id, in portions of neighbours: a copy shares all of them, and makes its own those that it writes into. */
export class Portions<T extends Numbered> {
  readonly #portions: Map<number, ReadonlyMap<number, T>>;
  /** Those that nobody else has. */
  readonly #own = new Map<number, Map<number, T>>();

  constructor(of: Portions<T> | null = null) {
    this.#portions = new Map(of === null ? [] : of.#portions);
  }

  get(id: number): T | undefined {
    return this.#portions.get(Math.floor(id / PORTION))?.get(id);
  }

  set(item: T): void {
    this.#write(item.id).set(item.id, item);
  }

  delete(id: number): void {
    this.#write(id).delete(id);
  }

  *values(): Iterable<T> {
    for (const portion of this.#portions.values()) yield* portion.values();
  }

  #write(id: number): Map<number, T> {
    const number = Math.floor(id / PORTION);
    let own = this.#own.get(number);
    if (own === undefined) {
      own = new Map(this.#portions.get(number));
      this.#own.set(number, own);
      this.#portions.set(number, own);
    }
    return own;
  }
}
