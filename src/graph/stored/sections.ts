import { GraphError } from '../errors.ts';
import { packedTexts, packTexts } from '../columns/texts.ts';
import type { Keeping } from '../columns/texts.ts';
import type { Sequence } from '../sequence.ts';

// Layout, little endian:
//   8 bytes  "VSTGRAPH"
//   u32      version
//   u32      0
//   sections, each filled up with zeros to a multiple of 8
//   for each section: u32 its place in units of 8 bytes, u32 its length in bytes
//   u32      place of that list in units of 8 bytes
//   u32      number of sections
//   u32      checksum of all bytes before this trailer's checksum
//   u32      "END."
const MAGIC = Buffer.from('VSTGRAPH', 'latin1');
const VERSION = 3;
const HEADER = 16;
const TRAILER = 16;
const END = 0x2e444e45;

/** A 32-bit checksum over words of 32 bits: no change of one word leaves it as it is. For accidents; it proves nothing against forgery. */
function checksum(before: number, bytes: Uint8Array): number {
  // Signed: every word is then a small integer to the engine, and none is allocated.
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  let sum = before;
  for (let at = 0; at < words.length; at++) {
    sum = Math.imul(sum ^ (words[at] as number), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  return sum;
}

type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;

/** Writes sections one after the other. */
export class SectionWriter {
  readonly #places: number[] = [];
  #sum = 0;
  #end = 0;

  *begin(): Iterable<Uint8Array> {
    const header = Buffer.alloc(HEADER);
    MAGIC.copy(header);
    header.writeUInt32LE(VERSION, MAGIC.length);
    yield this.#add(aligned(header));
  }

  *column(column: Column): Iterable<Uint8Array> {
    this.#places.push(this.#end / 8, column.byteLength);
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 8));
    if (whole.length > 0) yield this.#add(whole.byteOffset % 4 === 0 ? whole : aligned(whole));
    if (whole.length < bytes.length) yield this.#add(aligned(bytes.subarray(whole.length)));
  }

  *texts(texts: Sequence<string>): Iterable<Uint8Array> {
    const { starts, bytes } = packTexts(texts);
    yield* this.column(starts);
    yield* this.column(bytes);
  }

  *end(): Iterable<Uint8Array> {
    const list = this.#end / 8;
    const count = this.#places.length / 2;
    yield this.#add(new Uint8Array(Uint32Array.from(this.#places).buffer));
    const trailer = Uint32Array.of(list, count, 0, END);
    trailer[2] = checksum(this.#sum, new Uint8Array(trailer.buffer, 0, 8));
    yield new Uint8Array(trailer.buffer);
  }

  #add(bytes: Uint8Array): Uint8Array {
    this.#sum = checksum(this.#sum, bytes);
    this.#end += bytes.length;
    return bytes;
  }
}

/** A copy in words of 8 bytes, filled up with zeros. */
function aligned(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
  copy.set(bytes);
  return copy;
}

/** Reads the sections in the order in which they were written, as views of the bytes. */
export class SectionReader {
  readonly #bytes: Uint8Array;
  readonly #places: Uint32Array;
  #next = 0;

  /** Throws {@link GraphError} `stored-damaged`, `stored-version`. */
  constructor(given: Uint8Array, own: 'check' | 'checked') {
    if (given.length < HEADER + TRAILER) throw damaged(`there are ${given.length} bytes, fewer than its header and trailer take`);
    if (!MAGIC.equals(given.subarray(0, MAGIC.length))) throw damaged('it does not begin as one');
    const version = Buffer.from(given.buffer, given.byteOffset, HEADER).readUInt32LE(MAGIC.length);
    if (version !== VERSION) {
      throw new GraphError(
        'stored-version',
        `cannot open a stored graph: it has version ${version} and this program reads version ${VERSION}; analyse the capture again`,
      );
    }
    if (given.length % 8 !== 0) throw damaged(`it was cut or added to: its ${given.length} bytes are no multiple of 8`);
    const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
    const [list = 0, count = 0, sum, end] = new Uint32Array(bytes.buffer, bytes.byteOffset + bytes.length - TRAILER, 4);
    if (end !== END || (list + count) * 8 + TRAILER !== bytes.length) throw damaged('it was cut or added to: its end is missing');
    if (own === 'check' && checksum(0, bytes.subarray(0, bytes.length - 8)) >>> 0 !== sum) throw damaged('its checksum is another');
    this.#bytes = bytes;
    this.#places = new Uint32Array(bytes.buffer, bytes.byteOffset + list * 8, count * 2);
  }

  int32(): Int32Array {
    return this.#section(4, (buffer, offset, length) => new Int32Array(buffer, offset, length));
  }

  float64(): Float64Array {
    return this.#section(8, (buffer, offset, length) => new Float64Array(buffer, offset, length));
  }

  uint8(): Uint8Array {
    return this.#section(1, (buffer, offset, length) => new Uint8Array(buffer, offset, length));
  }

  texts(keeping: Keeping = 'kept'): Sequence<string> {
    const starts = this.#section(4, (buffer, offset, length) => new Uint32Array(buffer, offset, length));
    return packedTexts({ starts, bytes: this.uint8() }, keeping);
  }

  /** Nothing is left. */
  end(): void {
    if (this.#next !== this.#places.length) throw damaged('it has more sections than a graph');
  }

  #section<T>(width: number, view: (buffer: ArrayBuffer, offset: number, length: number) => T): T {
    const place = this.#places[this.#next++];
    const length = this.#places[this.#next++];
    if (place === undefined || length === undefined) throw damaged('it has fewer sections than a graph');
    if (length % width !== 0 || place * 8 + length > this.#bytes.length) throw damaged('a section does not fit in it');
    return view(this.#bytes.buffer as ArrayBuffer, this.#bytes.byteOffset + place * 8, length / width);
  }
}

function damaged(what: string): GraphError {
  return new GraphError('stored-damaged', `cannot open a stored graph: ${what}; analyse the capture again`);
}
