export type TokenForm = 'string' | 'literal' | 'composite';

export const QUOTE = 0x22;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
const BACKSLASH = 0x5c;

// Bytes that mean something inside an object or array but outside its strings.
const structural = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY]) structural[byte] = 1;
// Bytes a number, true, false or null is made of.
const literal = new Uint8Array(256);
for (const byte of Buffer.from('+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')) literal[byte] = 1;

export function isLiteral(byte: number): boolean {
  return literal[byte] === 1;
}

/** Finds the end of one JSON token, or of one whole object or array, that may stretch over many chunks, and keeps its bytes. */
export class JsonToken {
  readonly #limit: number;
  #form: TokenForm = 'literal';
  #depth = 0;
  #start = 0;
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #over = false;
  #inString = false;
  #escaped = false;
  readonly #brackets: number[] = [];
  /** The token ends where `scan` stopped. */
  closed = false;
  /** `scan` stopped at a byte that cannot be part of it. */
  fault: 'bracket' | 'depth' | null = null;

  /** `limit`: the most bytes kept of one token. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Begins at `start` of the chunk; objects and arrays may nest `depth` levels. Answers where to scan on from. */
  begin(form: TokenForm, start: number, depth: number): number {
    this.#form = form;
    this.#depth = depth;
    this.#start = start;
    this.#over = false;
    this.#inString = form === 'string';
    this.#escaped = false;
    this.#brackets.length = 0;
    this.closed = false;
    return form === 'string' ? start + 1 : start;
  }

  scan(chunk: Buffer, from: number): number {
    if (this.#form === 'composite') return this.#composite(chunk, from);
    if (this.#form === 'string') {
      const after = this.#string(chunk, from);
      this.closed = !this.#inString;
      return after;
    }
    let at = from;
    while (at < chunk.length && literal[chunk[at] as number] === 1) at++;
    this.closed = at < chunk.length;
    return at;
  }

  /** Keeps what the chunk holds of it. Copied: the source may use the chunk's memory again. */
  carry(chunk: Buffer): void {
    this.#carriedBytes += chunk.length - this.#start;
    if (this.#carriedBytes > this.#limit) {
      this.#over = true;
      this.#carried = [];
    }
    if (!this.#over) this.#carried.push(Buffer.from(chunk.subarray(this.#start)));
    this.#start = 0;
  }

  /** Its bytes, now that it ends before `end`; `null` when they are more than the limit. */
  take(chunk: Buffer, end: number): Buffer | null {
    const last = chunk.subarray(this.#start, end);
    const over = this.#over || this.#carriedBytes + last.length > this.#limit;
    const bytes = over ? null : this.#carriedBytes === 0 ? last : Buffer.concat([...this.#carried, last]);
    this.#carried = [];
    this.#carriedBytes = 0;
    return bytes;
  }

  /** From inside a string to just after its closing quote, or to the end of the chunk. */
  #string(chunk: Buffer, from: number): number {
    const end = chunk.length;
    let at = from;
    if (this.#escaped && at < end) {
      this.#escaped = false;
      at++;
    }
    while (at < end) {
      const byte = chunk[at++];
      if (byte === QUOTE) {
        this.#inString = false;
        return at;
      }
      if (byte === BACKSLASH) {
        if (at === end) this.#escaped = true;
        else at++;
      }
    }
    return at;
  }

  #composite(chunk: Buffer, from: number): number {
    const end = chunk.length;
    const brackets = this.#brackets;
    let at = from;
    while (at < end) {
      if (this.#inString) {
        at = this.#string(chunk, at);
        continue;
      }
      const byte = chunk[at] as number;
      if (structural[byte] === 1) {
        if (byte === QUOTE) this.#inString = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
          if (brackets.length >= this.#depth) return this.#stop('depth', at);
          // The closing byte of either is its opening byte plus 2.
          brackets.push(byte + 2);
        } else {
          // Nothing after a bracket of the wrong kind can be trusted to be where it seems.
          if (brackets.pop() !== byte) return this.#stop('bracket', at);
          if (brackets.length === 0) {
            this.closed = true;
            return at + 1;
          }
        }
      }
      at++;
    }
    return at;
  }

  #stop(fault: 'bracket' | 'depth', at: number): number {
    this.fault = fault;
    return at;
  }
}
