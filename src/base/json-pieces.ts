import { VestigeError } from './errors.ts';

/** What every piece tells of its place. `document`: the object that holds it, counted from 0 in the order in which they are met. */
interface Placed {
  readonly document: number;
}
interface InList extends Placed {
  readonly list: string;
  /** Byte offset in the chunks given, from 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
}

/** Raw JSON text of one element of a wanted list. Brackets balance; whether the rest is JSON is left to `JSON.parse`. */
export interface JsonElement extends InList {
  readonly type: 'element';
  readonly index: number;
  readonly text: string;
}
/** A string, number, boolean or null that is a member of a document. `text` is its raw JSON text, and valid. */
export interface JsonScalar extends Placed {
  readonly type: 'scalar';
  readonly key: string;
  readonly text: string;
}
/** A wanted list begins. Comes before its elements, and alone when the list is empty. A key said twice gives two lists. */
export interface JsonList extends InList {
  readonly type: 'list';
}
/**
 * Something wanted that cannot be given; what stands after it is. `not-a-list`: the value of a wanted key is no array (`null` is
 * none either); `index` is `null`. `wrong-encoding`: an element that is not UTF-8. `too-large`: an element above the limit.
 */
export interface JsonBroken extends InList {
  readonly type: 'broken';
  readonly code: 'not-a-list' | 'wrong-encoding' | 'too-large';
  readonly index: number | null;
  readonly reason: string;
}
/** The document is closed: all its scalars and lists have been given. */
export interface JsonEnd extends Placed {
  readonly type: 'end';
  /** How many wanted lists it held. */
  readonly lists: number;
}
export type JsonPiece = JsonElement | JsonScalar | JsonList | JsonBroken | JsonEnd;

export type JsonCutCode = 'empty' | 'not-json' | 'truncated' | 'wrong-encoding' | 'too-large' | 'too-deep';

/** The text cannot be cut any further. All pieces before `offset` have been given. */
export class JsonCutError extends VestigeError {
  readonly code: JsonCutCode;
  /** Byte offset in the chunks given, from 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;

  constructor(code: JsonCutCode, what: string, place: { readonly offset: number; readonly line: number }) {
    super(`${what} at line ${place.line}, byte ${place.offset}`);
    this.code = code;
    this.offset = place.offset;
    this.line = place.line;
  }
}

export interface JsonCutLimits {
  /** The longest element, scalar or key, in bytes. Default 64 MiB. */
  readonly pieceBytes: number;
  /** Default 512. */
  readonly depth: number;
}
export const jsonCutLimits: JsonCutLimits = { pieceBytes: 64 * 1024 * 1024, depth: 512 };
