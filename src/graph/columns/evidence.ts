import type { Evidence } from '../../model/fact.ts';
import type { Sequence } from '../sequence.ts';
import { Growing } from './growing.ts';

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
export function piecesOf(pointer: string): readonly string[] {
  return pointer.split(/(?<!¤)¤(?!¤)/).map((piece) => piece.replaceAll(SIGN + SIGN, SIGN));
}

/** Makes the evidence of a row again. */
export function evidenceOf({ pages, pointers, start, items }: EvidenceColumns): (row: number) => readonly Evidence[] {
  const known: (readonly string[] | undefined)[] = [];
  let last: readonly Evidence[] = [];
  let lastRow = -1;
  return function evidenceAt(row) {
    // Things that stand beside each other often have one row.
    if (row === lastRow) return last;
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
    lastRow = row;
    return (last = found);
  };
}

/** What the evidence of the last thing of a kind was: the next of that kind mostly has the same, or the same but for numbers. */
export interface EvidenceGuess {
  evidence: readonly Evidence[] | undefined;
  row: number;
  /** By place, the pointer, and where in the items it begins; behind the last, where the row ends. */
  readonly pointers: number[];
  readonly starts: number[];
}

/** `pointers`: those to be tried first. */
export function evidenceGuess(pointers: readonly number[] = []): EvidenceGuess {
  return { evidence: undefined, row: -1, pointers: [...pointers], starts: [0] };
}

/** Takes rows of evidence. What is one object with what the guess saw last is one row; whatever else is alike is not looked for. */
export class EvidenceFinder {
  readonly #pages = new Map<string, number>();
  readonly #pointers = new Map<string, number>();
  readonly #pieces: (readonly string[])[] = [];
  readonly #start = new Growing();
  readonly #items = new Growing();
  #lastPage = '';
  #lastPageNumber = -1;

  constructor() {
    this.#start.push(0);
  }

  /** The row. `guess` is kept up to date. */
  find(evidence: readonly Evidence[], guess: EvidenceGuess): number {
    if (evidence === guess.evidence) return guess.row;
    const { evidence: last, pointers, starts } = guess;
    const items = this.#items;
    let until = starts[0] as number;
    for (let at = 0; at < evidence.length; at++) {
      const place = evidence[at] as Evidence;
      const from = until;
      until = starts[at + 1] ?? 0;
      starts[at] = items.length;
      if (last !== undefined && place === last[at]) {
        for (let item = from; item < until; item++) items.push(items.at(item));
        continue;
      }
      const { page, pointer } = place;
      items.push(page === this.#lastPage && this.#lastPageNumber >= 0 ? this.#lastPageNumber : this.#page(page));
      if (at >= pointers.length || !this.#guessed(pointers[at] as number, pointer)) pointers[at] = this.#pointer(pointer);
    }
    starts[evidence.length] = items.length;
    guess.evidence = evidence;
    guess.row = this.#start.length - 1;
    this.#start.push(this.#items.length);
    return guess.row;
  }

  /** The rows until now. */
  view(): EvidenceColumns {
    return this.#columns(this.#start.view(), this.#items.view());
  }

  done(): EvidenceColumns {
    return this.#columns(this.#start.done(), this.#items.done());
  }

  #columns(start: Int32Array, items: Int32Array): EvidenceColumns {
    return { pages: [...this.#pages.keys()], pointers: [...this.#pointers.keys()], start, items };
  }

  #page(page: string): number {
    let number = this.#pages.get(page);
    if (number === undefined) this.#pages.set(page, (number = this.#pages.size));
    this.#lastPage = page;
    this.#lastPageNumber = number;
    return number;
  }

  /** Adds the pointer to the row where it has these pieces. */
  #guessed(number: number, pointer: string): boolean {
    const pieces = this.#pieces[number] as readonly string[];
    const items = this.#items;
    const before = items.length;
    items.push(number);
    let at = 0;
    for (let place = 0; place < pieces.length; place++) {
      if (place > 0) {
        const from = at;
        let value = 0;
        for (let code = pointer.charCodeAt(at) - 0x30; code >= 0 && code <= 9; code = pointer.charCodeAt(++at) - 0x30)
          value = value * 10 + code;
        const length = at - from;
        if (length === 0 || length > 9 || (length > 1 && pointer.charCodeAt(from) === 0x30)) break;
        items.push(value);
      }
      const piece = pieces[place] as string;
      const end = at + piece.length;
      // Two texts are compared many times faster than `startsWith` looks at one from a place on.
      if (end !== at && pointer.slice(at, end) !== piece) break;
      at = end;
      if (place === pieces.length - 1 && at === pointer.length) return true;
    }
    items.cut(before);
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
    this.#items.push(number);
    for (const each of numbers) this.#items.push(each);
    return number;
  }
}
