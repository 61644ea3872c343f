import { isUtf8 } from 'node:buffer';
import { JsonCutError, jsonCutLimits } from './json-pieces.ts';
import type { JsonCutCode, JsonCutLimits, JsonPiece } from './json-pieces.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, JsonToken, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isLiteral } from './json-token.ts';
import type { TokenForm } from './json-token.ts';

export { JsonCutError } from './json-pieces.ts';
export type { JsonBroken, JsonCutCode, JsonCutLimits, JsonElement, JsonEnd, JsonList, JsonPiece, JsonScalar } from './json-pieces.ts';

// A chunk is worked through in windows, so that one huge chunk does not become one huge list of pieces.
const WINDOW = 256 * 1024;

/**
 * Cuts the elements of wanted lists out of a JSON text of any size; memory follows the largest element, not the text. A wanted list
 * is an array that is the value of a wanted key of an object at any depth outside an element. A *document* is an object that stands
 * at the top, or in arrays at the top, of one of several concatenated values; or a deeper object from its first wanted list on.
 * Scalars of deeper objects without a wanted list are not given.
 *
 * Grammar: RFC 8259 outside elements, a UTF-8 byte order mark allowed before each top-level value. Whatever the chunks, the pieces
 * are the same. Throws {@link JsonCutError} where it cannot go on, after having given every whole piece before that place.
 */
export async function* cutJsonElements(
  chunks: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<string>,
  limits: Partial<JsonCutLimits> = {},
): AsyncGenerator<JsonPiece, void, undefined> {
  const cutter = new Cutter(wanted, { ...jsonCutLimits, ...limits });
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += WINDOW) {
      const failure = attempt(() => cutter.push(chunk.subarray(at, at + WINDOW)));
      yield* cutter.take();
      if (failure !== null) throw failure.cause;
    }
  }
  cutter.finish();
}

/** The same of chunks that are at hand, without waiting. */
export function* cutJsonElementsAtHand(
  chunks: Iterable<Uint8Array>,
  wanted: ReadonlySet<string>,
  limits: Partial<JsonCutLimits> = {},
): Generator<JsonPiece, void, undefined> {
  const cutter = new Cutter(wanted, { ...jsonCutLimits, ...limits });
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += WINDOW) {
      const failure = attempt(() => cutter.push(chunk.subarray(at, at + WINDOW)));
      yield* cutter.take();
      if (failure !== null) throw failure.cause;
    }
  }
  cutter.finish();
}

function attempt(step: () => void): { readonly cause: unknown } | null {
  try {
    step();
    return null;
  } catch (cause) {
    return { cause };
  }
}

interface Frame {
  readonly array: boolean;
  /** Set: the elements of this array are pieces. */
  readonly list: string | null;
  /** An object standing directly in it is a document. */
  readonly top: boolean;
  document: number;
  key: string;
  index: number;
  lists: number;
  /** Scalars of an object that is not known to be a document yet. */
  held: { readonly key: string; readonly text: string }[];
  heldBytes: number;
}

// What may come next outside a token.
const VALUE = 0;
const FIRST_ITEM = 1;
const FIRST_KEY = 2;
const KEY = 3;
const COLON = 4;
const COMMA = 5;
type State = typeof VALUE | typeof FIRST_ITEM | typeof FIRST_KEY | typeof KEY | typeof COLON | typeof COMMA;

type Purpose = 'key' | 'scalar' | 'skip' | 'element';
class Cutter {
  readonly #wanted: ReadonlySet<string>;
  readonly #limits: JsonCutLimits;
  #pieces: JsonPiece[] = [];
  readonly #frames: Frame[] = [];
  #state: State = VALUE;
  #documents = 0;
  #seen = false;
  /** Bytes of a byte order mark read so far, 0 to 2. */
  #mark = 0;

  // the token in progress, if any
  readonly #token: JsonToken;
  #purpose: Purpose | null = null;
  #start = 0;
  #startLine = 1;

  // the chunk in progress; offsets outside are `#base` more than places in it
  #chunk: Buffer = Buffer.alloc(0);
  #base = 0;
  #line = 1;
  #counted = 0;

  constructor(wanted: ReadonlySet<string>, limits: JsonCutLimits) {
    this.#wanted = wanted;
    this.#limits = limits;
    this.#token = new JsonToken(limits.pieceBytes);
  }

  take(): readonly JsonPiece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  push(bytes: Uint8Array): void {
    this.#chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#counted = 0;
    let i = 0;
    while (i < this.#chunk.length) i = this.#purpose === null ? this.#structure(i) : this.#scan(i, this.#purpose);
    if (this.#purpose !== null) this.#token.carry(this.#chunk);
    this.#lineAt(i);
    this.#base += i;
    this.#chunk = Buffer.alloc(0);
    this.#counted = 0;
  }

  finish(): void {
    if (!this.#seen) this.#fail('empty', 'there is no JSON value: the text ends', 0);
    if (this.#frames.length === 0 && this.#mark === 0) return;
    const frame = this.#frames.at(-1);
    const inside =
      frame !== undefined && frame.list !== null ? ` in the list ${quote(frame.list)} after ${frame.index} whole elements` : '';
    this.#fail('truncated', `the JSON text ends before its last value is closed${inside},`, 0);
  }

  /** One byte outside tokens. Answers the place to go on from. */
  #structure(i: number): number {
    const byte = this.#chunk[i] as number;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return i + 1;
    const frame = this.#frames.at(-1);
    if (frame === undefined && (this.#mark > 0 || byte === 0xef)) return this.#byteOrderMark(byte, i);
    this.#seen = true;
    switch (this.#state) {
      case FIRST_ITEM:
        if (byte === CLOSE_ARRAY) return this.#close(i);
        return this.#value(byte, i, frame);
      case VALUE:
        return this.#value(byte, i, frame);
      case FIRST_KEY:
        if (byte === CLOSE_OBJECT) return this.#close(i);
        if (byte === QUOTE) return this.#begin('string', 'key', i);
        return this.#unexpected('a key or "}"', byte, i);
      case KEY:
        if (byte === QUOTE) return this.#begin('string', 'key', i);
        return this.#unexpected('a key', byte, i);
      case COLON:
        if (byte !== 0x3a) return this.#unexpected('":"', byte, i);
        this.#state = VALUE;
        return i + 1;
      case COMMA: {
        const array = frame?.array === true;
        if (byte === (array ? CLOSE_ARRAY : CLOSE_OBJECT)) return this.#close(i);
        if (byte !== 0x2c) return this.#unexpected(array ? '"," or "]"' : '"," or "}"', byte, i);
        this.#state = array ? VALUE : KEY;
        return i + 1;
      }
    }
  }

  #value(byte: number, i: number, frame: Frame | undefined): number {
    const element = frame !== undefined && frame.list !== null;
    const list = frame !== undefined && !frame.array && this.#wanted.has(frame.key) ? frame.key : null;
    if (list !== null && byte !== OPEN_ARRAY) this.#notAList(list, frame as Frame, byte, i);
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (element) return this.#begin('composite', 'element', i);
      return byte === OPEN_ARRAY ? this.#open(true, list, frame, i) : this.#open(false, null, frame, i);
    }
    const form = byte === QUOTE ? 'string' : isLiteral(byte) ? 'literal' : null;
    if (form === null) return this.#unexpected('a value', byte, i);
    if (frame === undefined) return this.#unexpected('an object or a list', byte, i);
    return this.#begin(form, element ? 'element' : frame.array || list !== null ? 'skip' : 'scalar', i);
  }

  #open(array: boolean, list: string | null, parent: Frame | undefined, i: number): number {
    if (this.#frames.length >= this.#limits.depth) this.#fail('too-deep', `more than ${this.#limits.depth} levels of nesting`, i);
    const top = parent === undefined || (parent.array && parent.top);
    const frame: Frame = { array, list, top: array && top, document: -1, key: '', index: 0, lists: 0, held: [], heldBytes: 0 };
    if (!array && top) frame.document = this.#documents++;
    if (list !== null && parent !== undefined) {
      this.#adopt(parent);
      parent.lists++;
      frame.document = parent.document;
      this.#pieces.push({ type: 'list', list, document: frame.document, offset: this.#base + i, line: this.#lineAt(i) });
    }
    this.#frames.push(frame);
    this.#state = array ? FIRST_ITEM : FIRST_KEY;
    return i + 1;
  }

  #close(i: number): number {
    const frame = this.#frames.pop() as Frame;
    if (!frame.array && frame.document >= 0) this.#pieces.push({ type: 'end', document: frame.document, lists: frame.lists });
    this.#state = this.#frames.length === 0 ? VALUE : COMMA;
    return i + 1;
  }

  /** Makes an object a document, now that something in it is wanted. */
  #adopt(frame: Frame): void {
    if (frame.document >= 0) return;
    frame.document = this.#documents++;
    for (const { key, text } of frame.held) this.#pieces.push({ type: 'scalar', key, document: frame.document, text });
    frame.held = [];
  }

  #notAList(list: string, frame: Frame, byte: number, i: number): void {
    this.#adopt(frame);
    const place = { list, document: frame.document, offset: this.#base + i, line: this.#lineAt(i) };
    this.#pieces.push({
      type: 'broken',
      code: 'not-a-list',
      index: null,
      ...place,
      reason: `the value of ${quote(list)} is no list: it begins with ${shown(byte)}`,
    });
  }

  #begin(form: TokenForm, purpose: Purpose, i: number): number {
    this.#purpose = purpose;
    this.#start = this.#base + i;
    this.#startLine = this.#lineAt(i);
    return this.#token.begin(form, i, this.#limits.depth - this.#frames.length);
  }

  /** Goes on with the token in progress from `i`. */
  #scan(i: number, purpose: Purpose): number {
    const token = this.#token;
    const at = token.scan(this.#chunk, i);
    if (token.closed) return this.#done(at, purpose);
    if (token.fault === 'depth') this.#fail('too-deep', `more than ${this.#limits.depth} levels of nesting`, at);
    if (token.fault === 'bracket') this.#unexpected('a value or the bracket that fits', this.#chunk[at] as number, at);
    return at;
  }

  /** The token in progress ends before `end`. */
  #done(end: number, purpose: Purpose): number {
    const raw = this.#token.take(this.#chunk, end);
    const over = raw === null;
    const text = raw !== null && isUtf8(raw) ? raw.toString('utf8') : null;
    const offset = this.#start;
    this.#purpose = null;
    const frame = this.#frames.at(-1) as Frame;
    this.#state = purpose === 'key' ? COLON : COMMA;
    if (purpose === 'element') {
      const place = { list: frame.list as string, index: frame.index++, document: frame.document, offset, line: this.#startLine };
      if (text !== null && !holdsHalfAPair(text)) this.#pieces.push({ type: 'element', ...place, text });
      else if (text !== null)
        this.#pieces.push({ type: 'broken', code: 'wrong-encoding', ...place, reason: 'the element holds half of a surrogate pair' });
      else if (over)
        this.#pieces.push({
          type: 'broken',
          code: 'too-large',
          ...place,
          reason: `the element is longer than ${this.#limits.pieceBytes} bytes`,
        });
      else this.#pieces.push({ type: 'broken', code: 'wrong-encoding', ...place, reason: 'the element is not UTF-8' });
      return end;
    }
    const place = { offset, line: this.#startLine };
    if (over) throw new JsonCutError('too-large', `a text is longer than ${this.#limits.pieceBytes} bytes`, place);
    if (text === null) throw new JsonCutError('wrong-encoding', 'a text is not UTF-8', place);
    const value = parsed(text, place);
    if (purpose === 'key') frame.key = value as string;
    else if (purpose === 'scalar') this.#scalar(frame, text, place);
    return end;
  }

  #scalar(frame: Frame, text: string, place: { readonly offset: number; readonly line: number }): void {
    if (frame.document >= 0) {
      this.#pieces.push({ type: 'scalar', key: frame.key, document: frame.document, text });
      return;
    }
    frame.heldBytes += frame.key.length + text.length;
    if (frame.heldBytes > this.#limits.pieceBytes)
      throw new JsonCutError('too-large', `the plain members of one object are longer than ${this.#limits.pieceBytes} bytes`, place);
    frame.held.push({ key: frame.key, text });
  }

  #byteOrderMark(byte: number, i: number): number {
    if (byte !== [0xef, 0xbb, 0xbf][this.#mark]) return this.#unexpected('a byte order mark or a value', byte, i);
    this.#mark = (this.#mark + 1) % 3;
    return i + 1;
  }

  /** The line of a place in this chunk. Places must be asked for in rising order to be cheap. */
  #lineAt(i: number): number {
    const chunk = this.#chunk;
    let line = this.#line;
    for (let at = this.#counted; at < i; at++) if (chunk[at] === 0x0a) line++;
    if (i > this.#counted) {
      this.#line = line;
      this.#counted = i;
    }
    return line;
  }

  #unexpected(expected: string, byte: number, i: number): never {
    // A NUL, or a byte no UTF-8 text holds, outside any string: UTF-16 or UTF-32.
    if (byte === 0 || byte >= 0xfe) this.#fail('wrong-encoding', `the text is not UTF-8 (${shown(byte)}); UTF-16 perhaps:`, i);
    this.#fail('not-json', `expected ${expected}, found ${shown(byte)}`, i);
  }

  #fail(code: JsonCutCode, what: string, i: number): never {
    throw new JsonCutError(code, what, { offset: this.#base + i, line: this.#lineAt(i) });
  }
}

function parsed(text: string, place: { readonly offset: number; readonly line: number }): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonCutError('not-json', `expected a value, found ${text.length > 40 ? `${quote(text.slice(0, 40))}…` : quote(text)}`, place);
  }
}

/** Whether an escape like `\\ud800` stands alone: JSON allows it, but it is no text and has no canonical form. */
function holdsHalfAPair(text: string): boolean {
  if (!text.includes('\\ud') && !text.includes('\\uD')) return false;
  try {
    let half = false;
    JSON.parse(text, (key: string, value: unknown) => {
      half ||= !key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed());
      return value;
    });
    return half;
  } catch {
    // Not JSON at all: the caller finds that out, and says where.
    return false;
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function shown(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? quote(String.fromCharCode(byte)) : `byte 0x${byte.toString(16).padStart(2, '0')}`;
}
