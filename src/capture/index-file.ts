import type { PageId } from '../model/ids.ts';
import { HEADER_BYTES, headerOf } from './record.ts';
import type { RecordHeader } from './record.ts';

/*
 * `index.bin`: eight bytes of `indexMagic`, then one entry of 52 bytes per page, in rising order of page ids:
 *
 *   0   44  the record's header, as in `pages.bin`
 *   44  8   where the record begins in `pages.bin`, unsigned, big-endian
 *
 * It is what lets pages come in the order of their ids without holding or sorting them.
 */
export const indexMagic = Buffer.from('VSTGIX1\n', 'latin1');
const ENTRY_BYTES = HEADER_BYTES + 8;

/** Places of the records written so far; a page costs 52 bytes and its key in a map. */
export class PlaceTable {
  #entries = Buffer.allocUnsafe(ENTRY_BYTES * 64);
  readonly #at = new Map<PageId, number>();

  get count(): number {
    return this.#at.size;
  }

  has(id: PageId): boolean {
    return this.#at.has(id);
  }

  /** `header`: at least the first 44 bytes of the record. */
  add(id: PageId, header: Buffer, offset: number): void {
    const from = this.#at.size * ENTRY_BYTES;
    if (from + ENTRY_BYTES > this.#entries.length) this.#entries = Buffer.concat([this.#entries, Buffer.allocUnsafe(this.#entries.length)]);
    header.copy(this.#entries, from, 0, HEADER_BYTES);
    this.#entries.writeBigUInt64BE(BigInt(offset), from + HEADER_BYTES);
    this.#at.set(id, from);
  }

  /** Page ids in rising order. */
  ids(): readonly PageId[] {
    // Hex of one length: the engine's own order is that of the bytes.
    return [...this.#at.keys()].sort();
  }

  /** The bytes of `index.bin`. */
  bytes(): Buffer {
    const file = Buffer.allocUnsafe(indexMagic.length + this.count * ENTRY_BYTES);
    indexMagic.copy(file, 0);
    let to = indexMagic.length;
    for (const id of this.ids()) {
      const from = this.#at.get(id) as number;
      to += this.#entries.copy(file, to, from, from + ENTRY_BYTES);
    }
    return file;
  }
}

export interface Place extends RecordHeader {
  readonly offset: number;
  /** The header's bytes, to be compared with those of the record. */
  readonly header: Buffer;
}

/** The entries of `index.bin`. Trust them only where `fault` answers `null`. */
export class PlaceIndex {
  readonly #file: Buffer;
  readonly count: number;

  constructor(file: Buffer) {
    this.#file = file;
    this.count = (file.length - indexMagic.length) / ENTRY_BYTES;
  }

  /** In words, what is wrong with it; `null` when nothing is. `pagesBytes`: the size of `pages.bin`; `magicBytes`: where records begin in it. */
  fault(pagesBytes: number, magicBytes: number): string | null {
    if (!Number.isInteger(this.count) || this.count < 0 || !this.#file.subarray(0, indexMagic.length).equals(indexMagic))
      return 'is no index';
    let last = '';
    let bytes = magicBytes;
    for (let i = 0; i < this.count; i++) {
      const place = this.at(i);
      if (place.id <= last) return `has the page ids ${last} and ${place.id} out of order`;
      last = place.id;
      bytes += HEADER_BYTES + place.storedLength;
    }
    return bytes === pagesBytes ? null : `has records of ${bytes} bytes in all, where the pages take ${pagesBytes}`;
  }

  at(record: number): Place {
    const from = indexMagic.length + record * ENTRY_BYTES;
    const header = this.#file.subarray(from, from + HEADER_BYTES);
    return { ...headerOf(header), header, offset: Number(this.#file.readBigUInt64BE(from + HEADER_BYTES)) };
  }

  /** The number of the record with this page id; `undefined` where there is none. */
  recordOf(id: PageId): number | undefined {
    let from = 0;
    let until = this.count;
    while (from < until) {
      const middle = (from + until) >> 1;
      if (this.at(middle).id < id) from = middle + 1;
      else until = middle;
    }
    return from < this.count && this.at(from).id === id ? from : undefined;
  }

  *ids(): Generator<PageId> {
    for (let i = 0; i < this.count; i++) yield this.at(i).id;
  }
}
