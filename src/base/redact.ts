import type { Json } from './json.ts';

/** What a capture holds where a secret stood: neither null nor absent. */
export const droppedSecret: Json = Object.freeze({ $dropped: 'secret' });

const shown = '[redacted]';

/**
 * A value that must not be seen. However it is printed (template, `String`, JSON, `util.inspect`, `console.log`, an error's
 * structured field) it shows as `[redacted]`; it has no own properties to spread, compare or walk. Only `reveal` gives it out.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}
