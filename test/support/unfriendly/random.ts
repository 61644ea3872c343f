import { sha256Hex } from '../../../src/base/bytes/hash.ts';

/** A number from 0 (inclusive) to `below` that depends on nothing but the words. */
export function pick(below: number, ...words: readonly (string | number)[]): number {
  return Number.parseInt(sha256Hex(words.join('\u0000')).slice(0, 12), 16) % below;
}

/** A small generator for jitter: its values must not matter to any result. */
export function jitter(seed: number): () => number {
  let state = (seed >>> 0) + 0x9e3779b9;
  return function next() {
    state = (Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5) >>> 0;
    return state / 2 ** 32;
  };
}
