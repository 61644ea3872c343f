import type { EntityId } from '../../model/ids.ts';
import { GrowingTexts } from './growing-texts.ts';
import { Growing } from './growing.ts';
import { spread, textHash } from './text-hash.ts';

/** Ids by the order in which they came, each once. */
export class NameIndex {
  readonly ids = new GrowingTexts();
  readonly #hashes = new Growing();
  #table = new Int32Array(1 << 4).fill(-1);

  /** The number of an id; `-1` where it has none. */
  find(id: EntityId): number {
    return this.#table[this.#slotOf(textHash(id), id)] as number;
  }

  /** The number of an id, which is a new one where it had none. */
  add(id: EntityId): number {
    const hash = textHash(id);
    const slot = this.#slotOf(hash, id);
    const known = this.#table[slot] as number;
    if (known >= 0) return known;
    const number = this.ids.length;
    this.ids.push(id);
    this.#hashes.push(hash);
    this.#table[slot] = number;
    if (this.ids.length * 2 > this.#table.length) this.#grow();
    return number;
  }

  /** The {@link textHash} of each. */
  get hashes(): Int32Array {
    return this.#hashes.view();
  }

  #slotOf(hash: number, id: EntityId): number {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = spread(hash) & mask;
    for (let number = table[slot] as number; number >= 0; number = table[slot] as number) {
      if (this.#hashes.at(number) === hash && this.ids.is(number, id)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let number = 0; number < this.ids.length; number++) {
      let slot = spread(this.#hashes.at(number)) & mask;
      while ((table[slot] as number) >= 0) slot = (slot + 1) & mask;
      table[slot] = number;
    }
    this.#table = table;
  }
}
