/** The set without members. */
export const EMPTY = 0;

const SHIFT = 5;
const LOW = 31;

/**
 * Sets of small whole numbers, each kept once however often it is made: words of 32 bits with their places, those without members left out.
 * A set is made by adding to it and then taking it.
 */
export class SetPool {
  /** Place and bits of each word, set after set. */
  #words = new Int32Array(1024);
  #end = 0;
  /** Where each set begins; one more at the end. */
  readonly #starts: number[] = [0, 0];
  readonly #byHash = new Map<number, number | number[]>();
  // The set that is being made: the one set that went in whole, or the bits of all.
  #only = EMPTY;
  #bits = new Int32Array(32);
  readonly #touched: number[] = [];
  /** By set, the making in which it was added last. */
  readonly #added: number[] = [0];
  #making = 1;

  add(member: number): void {
    this.#open();
    this.#or(member >> SHIFT, 1 << (member & LOW));
  }

  addAll(set: number): void {
    if (set === EMPTY || this.#added[set] === this.#making) return;
    this.#added[set] = this.#making;
    if (this.#only === EMPTY && this.#touched.length === 0) this.#only = set;
    else {
      this.#open();
      this.#orAll(set);
    }
  }

  /** The number of the set that was made; another is begun. */
  taken(): number {
    this.#making++;
    const only = this.#only;
    this.#only = EMPTY;
    return this.#touched.length === 0 ? only : this.#kept();
  }

  /** How many sets there are, the empty one among them. */
  get size(): number {
    return this.#starts.length - 1;
  }

  has(set: number, member: number): boolean {
    const place = member >> SHIFT;
    let from = (this.#starts[set] as number) >> 1;
    let until = (this.#starts[set + 1] as number) >> 1;
    while (from < until) {
      const middle = (from + until) >> 1;
      const found = this.#words[middle * 2] as number;
      if (found === place) return (((this.#words[middle * 2 + 1] as number) >>> (member & LOW)) & 1) !== 0;
      if (found < place) from = middle + 1;
      else until = middle;
    }
    return false;
  }

  /** Rising. */
  members(set: number): readonly number[] {
    const found: number[] = [];
    for (let word = this.#starts[set] as number; word < (this.#starts[set + 1] as number); word += 2) {
      const first = (this.#words[word] as number) << SHIFT;
      for (let bits = this.#words[word + 1] as number; bits !== 0; bits &= bits - 1) found.push(first + LOW - Math.clz32(bits & -bits));
    }
    return found;
  }

  /** The first of its members, in rising order, that is wanted. */
  first(set: number, isWanted: (member: number) => boolean): number | undefined {
    for (let word = this.#starts[set] as number; word < (this.#starts[set + 1] as number); word += 2) {
      const first = (this.#words[word] as number) << SHIFT;
      for (let bits = this.#words[word + 1] as number; bits !== 0; bits &= bits - 1) {
        const member = first + LOW - Math.clz32(bits & -bits);
        if (isWanted(member)) return member;
      }
    }
    return undefined;
  }

  /** Goes over to bits, where more than one set goes in. */
  #open(): void {
    const only = this.#only;
    if (only === EMPTY) return;
    this.#only = EMPTY;
    this.#orAll(only);
  }

  #orAll(set: number): void {
    for (let word = this.#starts[set] as number; word < (this.#starts[set + 1] as number); word += 2) {
      this.#or(this.#words[word] as number, this.#words[word + 1] as number);
    }
  }

  #or(place: number, bits: number): void {
    if (place >= this.#bits.length) {
      const more = new Int32Array(Math.max(this.#bits.length * 2, place + 1));
      more.set(this.#bits);
      this.#bits = more;
    }
    const before = this.#bits[place] as number;
    if (before === 0) this.#touched.push(place);
    this.#bits[place] = before | bits;
  }

  #kept(): number {
    const touched = this.#touched.sort((a, b) => a - b);
    let hash = touched.length;
    for (const place of touched) hash = (Math.imul(Math.imul(hash, 0x5bd1e995) ^ place, 0x9e3779b1) + (this.#bits[place] as number)) | 0;
    const known = this.#byHash.get(hash);
    const alike = known === undefined ? [] : typeof known === 'number' ? [known] : known;
    let set = alike.find((each) => this.#isSame(each));
    if (set === undefined) {
      set = this.#write();
      this.#byHash.set(hash, known === undefined ? set : [...alike, set]);
    }
    for (const place of touched) this.#bits[place] = 0;
    touched.length = 0;
    return set;
  }

  #isSame(set: number): boolean {
    const start = this.#starts[set] as number;
    if ((this.#starts[set + 1] as number) - start !== this.#touched.length * 2) return false;
    return this.#touched.every(
      (place, each) => this.#words[start + each * 2] === place && this.#words[start + each * 2 + 1] === this.#bits[place],
    );
  }

  #write(): number {
    const size = this.#touched.length * 2;
    if (this.#end + size > this.#words.length) {
      const more = new Int32Array(Math.max(this.#words.length * 2, this.#end + size));
      more.set(this.#words.subarray(0, this.#end));
      this.#words = more;
    }
    for (const place of this.#touched) {
      this.#words[this.#end++] = place;
      this.#words[this.#end++] = this.#bits[place] as number;
    }
    this.#starts.push(this.#end);
    this.#added.push(0);
    return this.#starts.length - 2;
  }
}
