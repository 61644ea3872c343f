import type { Evidence } from '../../model/fact.ts';
import type { Sequence } from '../sequence.ts';
import { Growing } from './growing.ts';
import { NumberRows } from './number-rows.ts';

/**
 * Where things were read. A row is a run of `items` from `start[row]` to `start[row + 1]`: for each place its page's and its pointer's
 * number, then the numbers that stand in that pointer. In the text of a pointer `¤` stands for such a number, `¤¤` for the sign itself.
 */
export interface EvidenceColumns {
  readonly pages: Sequence<string>;
  readonly pointers: Sequence<string>;
  readonly start: Int32Array;
  readonly items: Int32Array;
}

const SIGN = '¤';
// `007` and what is larger than a number of 32 bits stay text.
const NUMBER = /(?<=\/)(0|[1-9]\d{0,8})(?=\/|$)/g;

/** The pointer's texts between its numbers. */
function piecesOf(pointer: string): readonly string[] {
  return pointer.split(/(?<!¤)¤(?!¤)/).map((piece) => piece.replaceAll(SIGN + SIGN, SIGN));
}

/** Makes the evidence of a row again. */
export function evidenceOf({ pages, pointers, start, items }: EvidenceColumns): (row: number) => readonly Evidence[] {
  const known: (readonly string[] | undefined)[] = [];
  return function evidenceAt(row) {
    const found: Evidence[] = [];
    const end = start[row + 1] as number;
    for (let at = start[row] as number; at < end;) {
      const page = pages.at(items[at] as number) as string;
      const number = items[at + 1] as number;
      const pieces = (known[number] ??= piecesOf(pointers.at(number) as string));
      at += 2;
      let pointer = pieces[0] as string;
      for (let piece = 1; piece < pieces.length; piece++) pointer += String(items[at++]) + (pieces[piece] as string);
      found.push({ page, pointer });
    }
    return found;
  };
}

/** Keeps each row of evidence once. */
export class EvidenceFinder {
  readonly #pages = new Map<string, number>();
  readonly #pointers = new Map<string, number>();
  readonly #pieces: (readonly string[])[] = [];
  readonly #rows = new NumberRows();
  readonly #row = new Growing(64);
  #lastPage = '';
  #lastPageNumber = -1;
  #last: readonly Evidence[] | undefined;
  #lastRow = -1;

  /** `guesses`: the pointers that were last found by place; mostly those of the next thing of one shape. Is kept up to date. */
  find(evidence: readonly Evidence[], guesses: number[]): number {
    if (evidence === this.#last) return this.#lastRow;
    const row = this.#row;
    row.cut(0);
    for (let at = 0; at < evidence.length; at++) {
      const { page, pointer } = evidence[at] as Evidence;
      row.push(this.#page(page));
      if (!this.#guessed(guesses[at] ?? -1, pointer)) guesses[at] = this.#pointer(pointer);
    }
    this.#last = evidence;
    return (this.#lastRow = this.#rows.find(row.view()));
  }

  /** The rows until now. */
  view(): EvidenceColumns {
    return { pages: [...this.#pages.keys()], pointers: [...this.#pointers.keys()], ...this.#rows.view() };
  }

  done(): EvidenceColumns {
    return { pages: [...this.#pages.keys()], pointers: [...this.#pointers.keys()], ...this.#rows.done() };
  }

  #page(page: string): number {
    if (page === this.#lastPage && this.#lastPageNumber >= 0) return this.#lastPageNumber;
    let number = this.#pages.get(page);
    if (number === undefined) this.#pages.set(page, (number = this.#pages.size));
    this.#lastPage = page;
    this.#lastPageNumber = number;
    return number;
  }

  /** Adds the pointer to the row where it has these pieces. */
  #guessed(number: number, pointer: string): boolean {
    const pieces = this.#pieces[number];
    if (pieces === undefined) return false;
    const row = this.#row;
    const before = row.length;
    row.push(number);
    let at = 0;
    for (let place = 0; place < pieces.length; place++) {
      if (place > 0) {
        const from = at;
        let value = 0;
        for (let code = pointer.charCodeAt(at) - 0x30; code >= 0 && code <= 9; code = pointer.charCodeAt(++at) - 0x30)
          value = value * 10 + code;
        const length = at - from;
        if (length === 0 || length > 9 || (length > 1 && pointer.charCodeAt(from) === 0x30)) break;
        row.push(value);
      }
      const piece = pieces[place] as string;
      const end = at + piece.length;
      if (pointer.slice(at, end) !== piece) break;
      at = end;
      if (place === pieces.length - 1 && at === pointer.length) return true;
    }
    row.cut(before);
    return false;
  }

  #pointer(pointer: string): number {
    const numbers: number[] = [];
    const text = pointer.replaceAll(SIGN, SIGN + SIGN).replace(NUMBER, (digits) => {
      numbers.push(Number(digits));
      return SIGN;
    });
    let number = this.#pointers.get(text);
    if (number === undefined) {
      number = this.#pointers.size;
      this.#pointers.set(text, number);
      this.#pieces.push(piecesOf(text));
    }
    this.#row.push(number);
    for (const each of numbers) this.#row.push(each);
    return number;
  }
}
