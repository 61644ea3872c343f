import { Growing } from './growing.ts';
import { spread } from './text-hash.ts';

/** Rows of numbers, each kept once. */
export class NumberRows {
  readonly #start = new Growing();
  readonly #items = new Growing(4096);
  #table = new Int32Array(4096).fill(-1);
  #count = 0;

  constructor() {
    this.#start.push(0);
  }

  find(row: Int32Array): number {
    const mask = this.#table.length - 1;
    let place = hashOf(row, 0, row.length) & mask;
    for (let number = this.#table[place] as number; number >= 0; number = this.#table[place] as number) {
      if (this.#is(number, row)) return number;
      place = (place + 1) & mask;
    }
    const number = this.#count++;
    this.#table[place] = number;
    for (let at = 0; at < row.length; at++) this.#items.push(row[at] as number);
    this.#start.push(this.#items.length);
    if (this.#count * 2 > this.#table.length) this.#grow();
    return number;
  }

  view(): { readonly start: Int32Array; readonly items: Int32Array } {
    return { start: this.#start.view(), items: this.#items.view() };
  }

  done(): { readonly start: Int32Array; readonly items: Int32Array } {
    this.#table = new Int32Array(0);
    return { start: this.#start.done(), items: this.#items.done() };
  }

  #is(number: number, row: Int32Array): boolean {
    const from = this.#start.at(number);
    if (this.#start.at(number + 1) - from !== row.length) return false;
    for (let at = 0; at < row.length; at++) if (this.#items.at(from + at) !== row[at]) return false;
    return true;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    const items = this.#items.view();
    for (let number = 0; number < this.#count; number++) {
      let place = hashOf(items, this.#start.at(number), this.#start.at(number + 1)) & mask;
      while ((table[place] as number) >= 0) place = (place + 1) & mask;
      table[place] = number;
    }
    this.#table = table;
  }
}

function hashOf(items: Int32Array, from: number, until: number): number {
  let hash = until - from;
  for (let at = from; at < until; at++) hash = (Math.imul(hash, 0x9e3779b1) + (items[at] as number)) | 0;
  return spread(hash);
}
