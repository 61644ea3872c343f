/** What was worked out from texts, for as long as there are not too many of them: hostile input may bring any number. */
export class Remembered<T> {
  readonly #most: number;
  readonly #make: (text: string) => T;
  readonly #known = new Map<string, T>();

  constructor(most: number, make: (text: string) => T) {
    this.#most = most;
    this.#make = make;
  }

  of(text: string): T {
    let known = this.#known.get(text);
    if (known === undefined) {
      known = this.#make(text);
      if (this.#known.size >= this.#most) this.#known.clear();
      this.#known.set(text, known);
    }
    return known;
  }
}
