import { compareStamp, HEAD } from './stamp.ts';

/** What a table consists of: heads as they are stored, and where to look for a stamp. Shared between threads, and not written once it is made. */
export interface TableParts {
  readonly bytes: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
}

/** An open-addressing table over heads as they are stored, so that a million of them take no object. */
export class HeadTable {
  readonly parts: TableParts;
  readonly bytes: Buffer;
  readonly #slots: Uint32Array;
  readonly #shift: number;

  constructor(parts: TableParts) {
    this.parts = parts;
    this.bytes = Buffer.from(parts.bytes);
    this.#slots = new Uint32Array(parts.slots);
    this.#shift = 32 - Math.log2(this.#slots.length);
  }

  /** Of these heads, one list behind the other. */
  static of(lists: readonly Buffer[]): HeadTable {
    const size = lists.reduce((sum, { length }) => sum + length, 0) / HEAD;
    let bits = 4;
    while (2 ** bits < size * 2) bits++;
    const table = new HeadTable({ bytes: new SharedArrayBuffer(size * HEAD), slots: new SharedArrayBuffer(2 ** bits * 4) });
    let at = 0;
    for (const list of lists) at += list.copy(table.bytes, at);
    table.#fill();
    return table;
  }

  get size(): number {
    return this.bytes.length / HEAD;
  }

  /** The number of the head of a stamp, or of what begins with it; -1: there is none. Stamps tell kind and boundary, so one is in one group only. */
  find(stamp: string): number {
    const slots = this.#slots;
    let slot = headWord(stamp) >>> this.#shift;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0) return -1;
      if (compareStamp(stamp, this.bytes, (entry - 1) * HEAD) === 0) return entry - 1;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  /** By the first bits of the stamp: the heads of a group rise by them, so the table is gone through from one end to the other. */
  #fill(): void {
    const [slots, bytes] = [this.#slots, this.bytes];
    for (let head = 0; head < this.size; head++) {
      let slot = bytes.readUInt32BE(head * HEAD) >>> this.#shift;
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = head + 1;
    }
  }
}

/** The first 32 bits. */
function headWord(stamp: string): number {
  return ((stamp.charCodeAt(0) << 24) | (stamp.charCodeAt(1) << 16) | (stamp.charCodeAt(2) << 8) | stamp.charCodeAt(3)) >>> 0;
}
