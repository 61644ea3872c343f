import type { Heads, Row } from './engine.ts';
import { HeadTable } from './head-table.ts';
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
 * The open intervals, to be found by stamp. Says which were seen, and makes the stored form of what has changed.
 */
export class HeadIndex {
  readonly #groups: Group[] = [];
  /** All heads, one group behind the other. */
  readonly table: HeadTable;
  /** Of each head the number of the sighting that says the same, from 1; 0: none does. */
  readonly seenBy: Uint32Array;
  readonly #taken: Uint8Array;
  readonly #added = new Map<string, Head[]>();
  readonly #touched = new Set<string>();

  constructor(heads: readonly Heads[]) {
    // Held once: many bytes beside the heap have all of the heap gone through for what might be freed.
    this.table = HeadTable.of(heads.map(headBuffer));
    let start = 0;
    for (const { kind, boundary, bytes: own } of heads) {
      const behind = start + own.length / HEAD;
      this.#groups.push({ kind, boundary, bytes: this.table.bytes.subarray(start * HEAD, behind * HEAD), start });
      start = behind;
    }
    this.seenBy = new Uint32Array(start);
    this.#taken = new Uint8Array(start);
  }

  get size(): number {
    return this.table.size;
  }

  find(stamp: string): number {
    return this.table.find(stamp);
  }

  id(head: number): number {
    return headId(this.table.bytes, head);
  }

  isMissing(head: number): boolean {
    return isHeadMissing(this.table.bytes, head);
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
