/** Repeatable chance: the same seed gives the same throws on every machine (Mulberry32, public domain). */
export interface Dice {
  /** A whole number from 0 up to but not including `sides`. */
  roll(sides: number): number;
  /** True in `share` of the throws, 0 to 1. */
  chance(share: number): boolean;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
  /** An item of a list whose first members come far more often than its last (power law of exponent `steep`). */
  popular<T>(items: readonly T[], steep?: number): T;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** So many lower-case hexadecimal digits. */
  hex(length: number): string;
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function at<T>(items: readonly T[], index: number): T {
    const item = items[index];
    if (item === undefined) throw new Error('dice: nothing to choose from');
    return item;
  }
  function roll(sides: number): number {
    return Math.floor(next() * sides);
  }
  return {
    roll,
    chance: (share) => next() < share,
    pick: (items) => at(items, roll(items.length)),
    popular: (items, steep = 3) => at(items, Math.floor(next() ** steep * items.length)),
    weighted: <K extends string>(weights: Readonly<Record<K, number>>) => {
      const names = Object.keys(weights) as K[];
      let left = next() * names.reduce((sum, name) => sum + weights[name], 0);
      for (const name of names) {
        left -= weights[name];
        if (left < 0) return name;
      }
      return at(names, names.length - 1);
    },
    hex: (length) => Array.from({ length }, () => '0123456789abcdef'[roll(16)]).join(''),
  };
}
