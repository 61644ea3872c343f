// So few lie in the heap of the engine: a graph has hundreds of columns, and most graphs of tests and questions are small.
const FEWEST = 16;
const MANY = 1 << 14;

/** A column of numbers that grows at its end. */
export class Growing {
  #items: Int32Array;
  #length = 0;

  constructor() {
    this.#items = new Int32Array(FEWEST);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#items.length) {
      const more = new Int32Array(this.#items.length < MANY ? this.#items.length * 4 : this.#items.length + (this.#items.length >> 1));
      more.set(this.#items);
      this.#items = more;
    }
    this.#items[this.#length++] = value;
  }

  at(place: number): number {
    return this.#items[place] as number;
  }

  set(place: number, value: number): void {
    this.#items[place] = value;
  }

  /** Takes back what was pushed last, down to so many. */
  cut(length: number): void {
    this.#length = length;
  }

  /** What it holds; a view that the next push may leave behind. */
  view(): Int32Array {
    return this.#items.subarray(0, this.#length);
  }

  /** What it holds, with nothing to spare. */
  done(): Int32Array {
    // A view of a small array moves it out of the heap, which costs more than to copy it.
    const isFull = this.#length > MANY && this.#length * 8 > this.#items.length * 7;
    const items = isFull ? this.view() : this.#items.slice(0, this.#length);
    this.#items = items;
    return items;
  }
}

/** Rows of so many numbers each that grow at their end. A row lies in one place, so that taking one costs little more than taking a number. */
export class GrowingRows {
  readonly #width: number;
  #items: Int32Array;
  #end = 0;

  constructor(width: number) {
    this.#width = width;
    this.#items = new Int32Array(Math.max(FEWEST, width));
  }

  get length(): number {
    return this.#end / this.#width;
  }

  /** Adds a row of zeros; the place of its first number. */
  add(): number {
    const place = this.#end;
    this.#end += this.#width;
    if (this.#end > this.#items.length) {
      const more = new Int32Array(this.#items.length < MANY ? this.#items.length * 4 : this.#items.length + (this.#items.length >> 1));
      more.set(this.#items);
      this.#items = more;
    }
    return place;
  }

  set(place: number, value: number): void {
    this.#items[place] = value;
  }

  /** One number of each row. */
  column(number: number): Int32Array {
    const column = new Int32Array(this.length);
    for (let row = 0, place = number; row < column.length; row++, place += this.#width) column[row] = this.#items[place] as number;
    return column;
  }
}
