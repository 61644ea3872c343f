/** A set of requests, by their places; 32 of them to a word. */
export type Bits = Uint32Array;

export function noBits(count: number): Bits {
  return new Uint32Array((count + 31) >>> 5);
}

export function allBits(count: number): Bits {
  const bits = noBits(count).fill(0xffff_ffff);
  if (count % 32 !== 0) bits[bits.length - 1] = 2 ** (count % 32) - 1;
  return bits;
}

export function setBit(bits: Bits, at: number): void {
  bits[at >>> 5] = word(bits, at >>> 5) | (1 << (at & 31));
}

export function hasBit(bits: Bits, at: number): boolean {
  return (word(bits, at >>> 5) & (1 << (at & 31))) !== 0;
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((each) => each === 0);
}

/** Adds all of `more` to `into`. */
export function addAll(into: Bits, more: Bits): void {
  for (let at = 0; at < into.length; at++) into[at] = word(into, at) | word(more, at);
}

/** Leaves in `into` what is in `others` too. */
export function keepOnly(into: Bits, others: Bits): void {
  for (let at = 0; at < into.length; at++) into[at] = word(into, at) & word(others, at);
}

export function word(bits: Bits, at: number): number {
  return bits[at] as number;
}

/** Calls `visit` with each place of the set bits of one word. */
export function eachBit(bits: number, at: number, visit: (place: number) => void): void {
  for (let left = bits | 0; left !== 0; left &= left - 1) visit(at * 32 + 31 - Math.clz32(left & -left));
}

export function countOf(bits: Bits): number {
  let count = 0;
  for (const each of bits) for (let left = each | 0; left !== 0; left &= left - 1) count++;
  return count;
}
