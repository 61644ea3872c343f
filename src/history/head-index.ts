import type { Heads, Row } from './engine.ts';
import { byStamp, compareStamp, HEAD, headBuffer, headId, isHeadMissing, writeHead, type Head } from './stamp.ts';

/** Where a head lies: its group, and its place in it. */
export interface HeadPlace {
  readonly group: number;
  readonly place: number;
}

interface Group {
  readonly kind: Row['kind'];
  readonly boundary: string;
  readonly bytes: Buffer;
  /** The number of its first head. */
  readonly start: number;
}

/**
 * The open intervals, to be found by stamp: an open-addressing table over the stamps as they are stored, so that a million of them take no
 * object. Says which were seen, and makes the stored form of what has changed.
 */
export class HeadIndex {
  readonly #groups: Group[] = [];
  readonly #table: Uint32Array;
  readonly #shift: number;
  readonly size: number;
  /** Of each head the number of the sighting that says the same, from 1; 0: none does. */
  readonly seenBy: Uint32Array;
  readonly #taken: Uint8Array;
  readonly #added = new Map<string, Head[]>();
  readonly #touched = new Set<string>();

  /** All of them, one behind the other. */
  readonly #bytes: Buffer;

  constructor(heads: readonly Heads[]) {
    // Held once: many bytes beside the heap have all of the heap gone through for what might be freed.
    const bytes = Buffer.concat(heads.map(headBuffer));
    let start = 0;
    for (const { kind, boundary, bytes: own } of heads) {
      const behind = start + own.length / HEAD;
      this.#groups.push({ kind, boundary, bytes: bytes.subarray(start * HEAD, behind * HEAD), start });
      start = behind;
    }
    this.size = start;
    this.seenBy = new Uint32Array(start);
    this.#taken = new Uint8Array(start);
    let bits = 4;
    while (2 ** bits < start * 2) bits++;
    this.#shift = Math.max(32 - bits, 0);
    const table = new Uint32Array(2 ** bits);
    const mask = table.length - 1;
    // By the first bits of the stamp: the heads of a group rise by them, so the table is gone through from one end to the other.
    for (let head = 0; head < start; head++) {
      let slot = bytes.readUInt32BE(head * HEAD) >>> this.#shift;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = head + 1;
    }
    this.#table = table;
    this.#bytes = bytes;
  }

  /** The number of the head of a stamp, or of what begins with it; -1: there is none. Stamps tell kind and boundary, so one is in one group only. */
  find(stamp: string): number {
    const table = this.#table;
    let slot = headWord(stamp) >>> this.#shift;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) return -1;
      if (compareStamp(stamp, this.#bytes, (entry - 1) * HEAD) === 0) return entry - 1;
      slot = (slot + 1) & (table.length - 1);
    }
  }

  id(head: number): number {
    return headId(this.#bytes, head);
  }

  isMissing(head: number): boolean {
    return isHeadMissing(this.#bytes, head);
  }

  /** The head of a row goes, and another may come. */
  take(head: number): void {
    if (this.#taken[head] === 1) return;
    this.#taken[head] = 1;
    const { kind, boundary } = this.#groupOf(head);
    this.#touched.add(`${kind} ${boundary}`);
  }

  add({ kind, boundary }: Pick<Row, 'kind' | 'boundary'>, head: Head): void {
    const key = `${kind} ${boundary}`;
    this.#touched.add(key);
    const added = this.#added.get(key);
    if (added === undefined) this.#added.set(key, [head]);
    else added.push(head);
  }

  /** The groups that are not as they were. */
  *changed(): Iterable<Heads> {
    const groups = new Map(this.#groups.map((group) => [`${group.kind} ${group.boundary}`, group]));
    for (const key of this.#touched) {
      const group = groups.get(key);
      const added = (this.#added.get(key) ?? []).sort(byStamp);
      const space = key.indexOf(' ');
      const bytes = this.#merged(group?.bytes ?? Buffer.alloc(0), group?.start ?? 0, added);
      yield { kind: key.slice(0, space) as Row['kind'], boundary: key.slice(space + 1), bytes };
    }
  }

  #merged(old: Buffer, start: number, added: readonly Head[]): Buffer {
    const bytes = Buffer.allocUnsafe(old.length + added.length * HEAD);
    let place = 0;
    let next = 0;
    for (let at = 0; at < old.length; at += HEAD) {
      if (this.#taken[start + at / HEAD] === 1) continue;
      for (; next < added.length && compareStamp((added[next] as Head).stamp, old, at) <= 0; next++) {
        writeHead(bytes, place++, added[next] as Head);
      }
      old.copy(bytes, place * HEAD, at, at + HEAD);
      place++;
    }
    for (; next < added.length; next++) writeHead(bytes, place++, added[next] as Head);
    return bytes.subarray(0, place * HEAD);
  }

  #groupOf(head: number): Group {
    let low = 0;
    let high = this.#groups.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#groups[middle] as Group).start <= head) low = middle;
      else high = middle - 1;
    }
    return this.#groups[low] as Group;
  }
}

/** The first 32 bits. */
function headWord(stamp: string): number {
  return ((stamp.charCodeAt(0) << 24) | (stamp.charCodeAt(1) << 16) | (stamp.charCodeAt(2) << 8) | stamp.charCodeAt(3)) >>> 0;
}
