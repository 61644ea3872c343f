import type { Sequence } from '../sequence.ts';
import { Growing } from './growing.ts';
import { textHash, unitHash } from './text-hash.ts';
import { MOST_BYTES, packedTexts, WIDE } from './texts.ts';
import type { Keeping } from './texts.ts';

/** So many lie in the heap of the engine as they are: most graphs of tests and questions are small. */
const FEW = 1 << 10;

/**
 * Texts that grow at their end. Where there are many they lie outside the heap of the engine, whose garbage collector then has no work
 * with them; a text that is asked for is made anew each time. Throws `RangeError` where they take more than 2 GiB.
 */
export class GrowingTexts implements Sequence<string> {
  #few: string[] | undefined = [];
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  /** Where each begins, and of how many code units it is. What is not of one byte a unit (Latin-1) has its number negative, less one. */
  readonly #starts = new Growing();
  readonly #units = new Growing();

  get length(): number {
    return this.#few === undefined ? this.#starts.length : this.#few.length;
  }

  push(text: string): void {
    const few = this.#few;
    if (few !== undefined) {
      few.push(text);
      if (few.length > FEW) this.#pack(few);
      return;
    }
    this.#starts.push(this.#end);
    this.#units.push(this.#write(text));
  }

  /** Puts a text in the place of one that is there. */
  set(place: number, text: string): void {
    if (this.#few !== undefined) this.#few[place] = text;
    else if (!this.is(place, text)) {
      this.#starts.set(place, this.#end);
      this.#units.set(place, this.#write(text));
    }
  }

  at(place: number): string | undefined {
    if (this.#few !== undefined) return this.#few[place];
    if (place >= this.#starts.length) return undefined;
    const [start, units] = [this.#starts.at(place), this.#units.at(place)];
    if (units >= 0) return units === 0 ? '' : this.#bytes.toString('latin1', start, start + units);
    return this.#bytes.toString('utf16le', start, start + ~units * 2);
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let place = 0; place < this.length; place++) yield this.at(place) as string;
  }

  /** Whether a text that is there is this one. Makes none. */
  is(place: number, text: string): boolean {
    if (this.#few !== undefined) return this.#few[place] === text;
    const units = this.#units.at(place);
    // From their ends on: what begins alike is more than what ends alike.
    if (units >= 0) {
      if (units !== text.length) return false;
      const bytes = this.#bytes;
      const start = this.#starts.at(place);
      for (let unit = units - 1; unit >= 0; unit--) if (bytes[start + unit] !== text.charCodeAt(unit)) return false;
      return true;
    }
    if (~units !== text.length) return false;
    for (let unit = text.length - 1; unit >= 0; unit--) if (this.unit(place, unit) !== text.charCodeAt(unit)) return false;
    return true;
  }

  /** How many code units a text has. */
  size(place: number): number {
    if (this.#few !== undefined) return (this.#few[place] as string).length;
    const units = this.#units.at(place);
    return units >= 0 ? units : ~units;
  }

  /** A code unit of a text that has it. */
  unit(place: number, unit: number): number {
    if (this.#few !== undefined) return (this.#few[place] as string).charCodeAt(unit);
    const start = this.#starts.at(place);
    if (this.#units.at(place) >= 0) return this.#bytes[start + unit] as number;
    return (this.#bytes[start + unit * 2] as number) | ((this.#bytes[start + unit * 2 + 1] as number) << 8);
  }

  /** The {@link textHash} of a text. */
  hash(place: number): number {
    if (this.#few !== undefined) return textHash(this.#few[place] as string);
    const size = this.size(place);
    let hash = 0;
    for (let unit = 0; unit < size; unit++) hash = unitHash(hash, this.unit(place, unit));
    return hash;
  }

  /** Those in these places, in that order. */
  gathered(places: Int32Array, keeping: Keeping): Sequence<string> {
    const few = this.#few;
    if (few !== undefined) return Array.from(places, (place) => few[place] as string);
    const own = this.#bytes;
    const ownStarts = this.#starts.view();
    const ownUnits = this.#units.view();
    let size = 0;
    for (let at = 0; at < places.length; at++) size += bytesOf(ownUnits[places[at] as number] as number);
    const starts = new Uint32Array(places.length + 1);
    const bytes = Buffer.allocUnsafeSlow(size);
    let end = 0;
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      const units = ownUnits[place] as number;
      const start = ownStarts[place] as number;
      const until = start + bytesOf(units);
      starts[at] = units >= 0 ? end : (end | WIDE) >>> 0;
      for (let from = start; from < until; from++) bytes[end++] = own[from] as number;
    }
    starts[places.length] = end;
    return packedTexts({ starts, bytes }, keeping);
  }

  #pack(few: readonly string[]): void {
    this.#few = undefined;
    for (const each of few) this.push(each);
  }

  /** Writes a text at the end, and tells its number of code units as it is kept. */
  #write(text: string): number {
    const { length } = text;
    const start = this.#end;
    if (start + length * 2 > this.#bytes.length) this.#grow(start + length * 2);
    const bytes = this.#bytes;
    let all = 0;
    for (let unit = 0; unit < length; unit++) {
      const code = text.charCodeAt(unit);
      all |= code;
      bytes[start + unit] = code;
    }
    if (all <= 0xff) {
      this.#end = start + length;
      return length;
    }
    this.#end = start + bytes.write(text, start, 'utf16le');
    return ~length;
  }

  #grow(least: number): void {
    if (least > MOST_BYTES) throw new RangeError(`cannot keep texts of more than ${MOST_BYTES} bytes`);
    const more = Buffer.allocUnsafeSlow(Math.min(MOST_BYTES, Math.max(FEW * 64, least, Math.floor(this.#bytes.length * 1.5))));
    this.#bytes.copy(more, 0, 0, this.#end);
    this.#bytes = more;
  }
}

function bytesOf(units: number): number {
  return units >= 0 ? units : ~units * 2;
}
