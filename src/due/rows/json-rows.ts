import { hashJson } from '../../base/bytes/hash.ts';
import { decodeInteger } from '../../base/decode.ts';
import { cutJsonElementsAtHand, JsonCutError } from '../../base/json-elements.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { grouped } from '../../base/text/count.ts';
import { DueError, RowFault } from '../errors.ts';
import { ROW_BYTES } from '../limits.ts';
import { nothingTold, type ReadRow, type Row, type Rows } from './row.ts';
import { bytesAsText, textOf } from './text-of.ts';

/** One object a line. A line break cannot stand inside one, so that a line which is broken spoils no other. */
export function* jsonLines(chunks: Iterable<Uint8Array>): Rows {
  let text = '';
  let line = 1;
  let dropping = false;
  function* cut(final: boolean): Generator<ReadRow, void, undefined> {
    let at = 0;
    for (let end = text.indexOf('\n'); at < text.length; end = text.indexOf('\n', at)) {
      const stop = end === -1 ? text.length : end;
      if (end === -1 && !final && stop - at <= ROW_BYTES) break;
      const piece = text.slice(at, stop);
      if (!dropping && stop - at > ROW_BYTES) yield { line, bad: `the line is longer than ${grouped(ROW_BYTES)} bytes` };
      else if (!dropping && piece.trim() !== '') yield jsonRow(line, textOf(piece));
      dropping = end === -1;
      at = end === -1 ? stop : end + 1;
      if (end !== -1) line++;
    }
    text = text.slice(at);
  }
  for (const chunk of chunks) {
    text += bytesAsText(chunk);
    yield* cut(false);
  }
  yield* cut(true);
  return nothingTold;
}

/** Where the records stand in one JSON text: a list under this member at any depth, or `null`: the text is the list. */
export interface JsonPlace {
  readonly records: string | null;
  /** Members beside the list that say how many there are, and where the next page begins. */
  readonly total: string | null;
  readonly next: string | null;
}

/** The elements of a list of objects. Where the text breaks off, or is no JSON, that is the last row, and is bad. */
export function* jsonList(name: string, chunks: Iterable<Uint8Array>, { records, total, next }: JsonPlace): Rows {
  const wanted = records ?? 'records';
  const told = { total: null as number | null, next: null as string | null };
  const source = records === null ? asMember(wanted, chunks) : chunks;
  let lists = 0;
  let closed = records !== null;
  // Where the text is the list, what closes it may have closed an element that breaks off: the last one waits until that is known.
  let last: ReadRow | null = null;
  try {
    for (const piece of cutJsonElementsAtHand(source, new Set([wanted]), { pieceBytes: ROW_BYTES })) {
      if (piece.type === 'list') lists++;
      else if (piece.type === 'scalar') {
        if (records === null && piece.key === CLOSED) closed = true;
        else if (records === null) throw new DueError('not-understood', `cannot read ${name}: something follows the list of records`);
        if (piece.key === total) told.total = decodeInteger(piece.text) ?? told.total;
        if (piece.key === next) told.next = nextIn(piece.text);
      } else if (piece.type !== 'end') {
        if (last !== null) yield last;
        last = piece.type === 'element' ? jsonRow(piece.line, piece.text) : { line: piece.line, bad: piece.reason };
      }
    }
  } catch (error) {
    if (!(error instanceof JsonCutError)) throw error;
    if (error.code === 'empty') throw new DueError('empty-file', `cannot read ${name}: there is nothing in it`, { cause: error });
    if (last !== null && closed) yield last;
    yield { line: error.line, bad: `${error.message}: nothing from there on can be read`, last: true };
    return told;
  }
  if (lists === 0)
    throw new DueError('not-understood', `cannot read ${name}: it has no list "${wanted}"`, { hint: 'the mapping names it in "records"' });
  if (last !== null) yield last;
  return told;
}

/** A page is the last where the member is null, false, empty or not there. */
function nextIn(text: string): string | null {
  return text === 'null' || text === 'false' || text === '""' ? null : text;
}

const CLOSED = 'closed';

/** The list as a member of an object, with another after it that shows that the list was closed. */
function* asMember(key: string, chunks: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  yield Buffer.from(`{${JSON.stringify(key)}:`);
  yield* chunks;
  yield Buffer.from(`,${JSON.stringify(CLOSED)}:true}`);
}

function jsonRow(line: number, text: string | undefined): ReadRow {
  if (text === undefined) return { line, bad: 'it is not UTF-8' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { line, bad: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isJsonObject(value)) return { line, bad: 'it is no JSON object' };
  if (!JSON.stringify(value).isWellFormed() || holdsHalfAPair(text)) return { line, bad: 'it holds half of a surrogate pair' };
  return { line, row: rowOf(value) };
}

/** `JSON.stringify` writes a lone surrogate as an escape: what is left of one in text shows in the parsed strings alone. */
function holdsHalfAPair(text: string): boolean {
  if (!/\\ud/i.test(text)) return false;
  let half = false;
  JSON.parse(text, (key: string, value: unknown) => {
    half ||= !key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed());
    return value;
  });
  return half;
}

function rowOf(record: JsonObject): Row {
  return {
    values(column) {
      const found = Object.hasOwn(record, column) ? record[column] : memberAt(record, column.split('.'));
      return found === undefined ? undefined : textsIn(column, found);
    },
    raw: () => hashJson(record),
  };
}

/** What a path of members leads to; through a list, what it leads to in each element. */
function memberAt(value: Json, path: readonly string[]): Json | undefined {
  if (path.length === 0) return value;
  if (Array.isArray(value)) {
    const found = (value as readonly Json[]).flatMap((each) => memberAt(each, path) ?? []);
    return found.length === 0 ? undefined : found;
  }
  // what is null has no members, and is known to be nothing
  if (value === null) return null;
  const [first = '', ...rest] = path;
  if (!isJsonObject(value) || !Object.hasOwn(value, first)) return undefined;
  const member = value[first];
  return member === undefined ? undefined : memberAt(member, rest);
}

function textsIn(column: string, value: Json): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => textsIn(column, each));
  if (typeof value === 'object') throw new RowFault(`"${column}" is an object, and no text`);
  const text = String(value).trim();
  return text === '' ? [] : [text];
}
