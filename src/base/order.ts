/**
 * The one order of strings used wherever bytes leave the program: by UTF-16 code unit, as RFC 8785 section 3.2.3 wants it.
 * Never the locale's order, which differs from machine to machine.
 */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares by the first of several keys that differs. */
export function byKeys<T>(...keys: readonly ((item: T) => string)[]): (a: T, b: T) => number {
  return function compare(a, b) {
    for (const key of keys) {
      const order = byCodeUnit(key(a), key(b));
      if (order !== 0) return order;
    }
    return 0;
  };
}
