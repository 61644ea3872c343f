/** Bits in the order of RFC 1951: the first in the lowest place of a byte. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #waiting = 0;
  #count = 0;

  /** `count` bits of `value`, at most 16, the lowest first. */
  put(value: number, count: number): void {
    this.#waiting |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      if (this.#length === this.#bytes.length) this.#grow();
      this.#bytes[this.#length++] = this.#waiting & 0xff;
      this.#waiting >>>= 8;
      this.#count -= 8;
    }
  }

  /** All bytes, the last one filled up with zeros. */
  done(): Uint8Array {
    if (this.#count > 0) this.put(0, 8 - this.#count);
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(): void {
    const more = new Uint8Array(this.#bytes.length * 2);
    more.set(this.#bytes);
    this.#bytes = more;
  }
}
