const BASE = 0x5bd1e995;
const powers: number[] = [1];

/**
 * A 32-bit polynomial hash over UTF-16 code units. The hash of a text is told by those of its parts ({@link joinHash}), so that of a
 * text made from a template costs no text. It tells texts apart quickly and proves nothing: whoever finds two equal compares the texts.
 */
export function textHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = unitHash(hash, text.charCodeAt(at));
  return hash;
}

/** The hash of a text and one more code unit. */
export function unitHash(before: number, unit: number): number {
  return (Math.imul(before, BASE) + unit + 1) | 0;
}

/** What the hash of whatever stands before a text of this length is to be multiplied by. */
export function textPower(length: number): number {
  for (let at = powers.length; at <= length; at++) powers.push(Math.imul(powers[at - 1] as number, BASE));
  return powers[length] as number;
}

/** The hash of a text followed by another. */
export function joinHash(before: number, hash: number, power: number): number {
  return (Math.imul(before, power) + hash) | 0;
}

/** Spreads a hash over all its bits, as a place in a table wants it (the finalizer of MurmurHash3). */
export function spread(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
