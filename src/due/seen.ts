import { hash } from 'node:crypto';
import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';

/** What an event is beside those with its id: the first, told before in the same words, or told before in others. */
export type Sighting = 'new' | 'again' | 'otherwise';

const FIELDS = 5;
const [ID_HIGH, ID_LOW, CONTENT, RAW, ROW] = [0, 1, 2, 3, 4];
const OTHERWISE = 0x8000_0000;

/**
 * The events of a file by id, in about thirty bytes each. Ids are compared by 64 bits of SHA-256 and words by 32 more: where two ids share them, the
 * words do not, and their rows are told as contradicting each other instead of being lost.
 */
export class SeenEvents {
  #rows = new Uint32Array(FIELDS * 1024);
  #index = new Int32Array(4096).fill(-1);
  #count = 0;
  /** Ids that are told in different words. */
  contradicted = 0;

  /** Distinct events that nothing contradicts. */
  get size(): number {
    return this.#count - this.contradicted;
  }

  /** Of rows that tell the same in the same words the one with the least hash of its record is kept, in whatever order they come. */
  add(event: LifeCycleEvent, row: number): Sighting {
    const { words, raw } = digestsOf(event);
    const slot = this.#slot(words);
    const at = this.#index[slot] as number;
    if (at === -1) {
      this.#append(slot, words, raw, row);
      return 'new';
    }
    const rows = this.#rows;
    if (rows[at + CONTENT] !== words[CONTENT]) {
      if (((rows[at + ROW] as number) & OTHERWISE) === 0) this.contradicted++;
      rows[at + ROW] = (rows[at + ROW] as number) | OTHERWISE;
      return 'otherwise';
    }
    if (raw < (rows[at + RAW] as number) && ((rows[at + ROW] as number) & OTHERWISE) === 0) {
      rows[at + RAW] = raw;
      rows[at + ROW] = row;
    }
    return 'again';
  }

  /** Whether this row's telling of it is the one that is kept. */
  keeps(event: LifeCycleEvent, row: number): boolean {
    const at = this.#index[this.#slot(digestsOf(event).words)] as number;
    return at !== -1 && this.#rows[at + ROW] === row;
  }

  isContradicted(event: LifeCycleEvent): boolean {
    const at = this.#index[this.#slot(digestsOf(event).words)] as number;
    return at !== -1 && ((this.#rows[at + ROW] as number) & OTHERWISE) !== 0;
  }

  #slot(words: Uint32Array): number {
    const mask = this.#index.length - 1;
    for (let slot = (words[ID_LOW] as number) & mask; ; slot = (slot + 1) & mask) {
      const at = this.#index[slot] as number;
      if (at === -1 || (this.#rows[at + ID_HIGH] === words[ID_HIGH] && this.#rows[at + ID_LOW] === words[ID_LOW])) return slot;
    }
  }

  #append(slot: number, words: Uint32Array, raw: number, row: number): void {
    const at = this.#count * FIELDS;
    if (at === this.#rows.length) {
      const wider = new Uint32Array(this.#rows.length * 2);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    this.#rows.set(words, at);
    this.#rows[at + RAW] = raw;
    this.#rows[at + ROW] = row;
    this.#index[slot] = at;
    this.#count++;
    if (this.#count * 2 > this.#index.length) this.#widen();
  }

  #widen(): void {
    const index = new Int32Array(this.#index.length * 2).fill(-1);
    const mask = index.length - 1;
    for (let at = 0; at < this.#count * FIELDS; at += FIELDS) {
      let slot = (this.#rows[at + ID_LOW] as number) & mask;
      while (index[slot] !== -1) slot = (slot + 1) & mask;
      index[slot] = at;
    }
    this.#index = index;
  }
}

function digestsOf(event: LifeCycleEvent): { readonly words: Uint32Array; readonly raw: number } {
  const { raw, ...told } = event;
  const id = hash('sha256', event.id, 'buffer');
  const content = hash('sha256', canonicalJson(told as unknown as Json), 'buffer');
  const words = Uint32Array.of(id.readUInt32BE(0), id.readUInt32BE(4), content.readUInt32BE(0));
  return { words, raw: raw === null ? 0 : Number.parseInt(raw.slice(0, 8), 16) };
}
