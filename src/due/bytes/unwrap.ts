import { crc32 } from 'node:zlib';
import { Gunzip } from 'fflate';
import { DueError } from '../errors.ts';

const TRAILER = 8;

/**
 * What a file's bytes say once unwrapped, as UTF-8 without a byte order mark: gzip is expanded and held against its own checksum, UTF-16 with
 * a byte order mark is recoded. Whatever the chunks, the bytes are the same. Throws {@link DueError} `broken-gzip` or `wrong-encoding` where it
 * cannot go on: all that was given before stands before that place.
 */
export function* unwrapped(name: string, raw: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const outer = peek(raw);
  const bytes = outer.head[0] === 0x1f && outer.head[1] === 0x8b ? gunzipped(name, outer.all) : outer.all;
  const { head, all } = peek(bytes);
  const [first, second, third] = head;
  // Spreadsheets save "Unicode text" as UTF-16LE, and put a mark before UTF-8 too.
  if (first === 0xff && second === 0xfe) yield* recoded(name, 'utf-16le', all);
  else if (first === 0xfe && second === 0xff) yield* recoded(name, 'utf-16be', all);
  else if (first === 0xef && second === 0xbb && third === 0xbf) yield* without(all, 3);
  else yield* all;
}

/** Looks at the first three bytes, or all where there are fewer, without losing them. */
function peek(chunks: Iterable<Uint8Array>): { readonly head: Uint8Array; readonly all: Iterable<Uint8Array> } {
  const iterator = chunks[Symbol.iterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 3) {
    const next = iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  function* all(): Generator<Uint8Array, void, undefined> {
    try {
      if (head.length > 0) yield head;
      for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value;
    } finally {
      iterator.return?.();
    }
  }
  return { head, all: all() };
}

function* without(chunks: Iterable<Uint8Array>, count: number): Generator<Uint8Array, void, undefined> {
  let left = count;
  for (const chunk of chunks) {
    const rest = chunk.subarray(left);
    left -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

function* recoded(name: string, encoding: 'utf-16le' | 'utf-16be', chunks: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const decode = (chunk?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
    } catch (cause) {
      throw new DueError('wrong-encoding', `cannot read ${name}: it begins as ${encoding} and is not so to its end`, {
        cause,
        hint: 'save it as UTF-8',
      });
    }
  };
  for (const chunk of chunks) {
    const bytes = decode(chunk);
    if (bytes.length > 0) yield bytes;
  }
  const rest = decode();
  if (rest.length > 0) yield rest;
}

/** One member, as RFC 1952 has it. The library does not compare the checksum and the length at the end: that is done here. */
function* gunzipped(name: string, chunks: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const expanded: Uint8Array[] = [];
  let read = 0;
  let checksum = 0;
  let length = 0;
  let end: Uint8Array = new Uint8Array(0);
  const gunzip = new Gunzip((bytes) => {
    if (bytes.length > 0) expanded.push(bytes);
  });
  const push = (bytes: Uint8Array, final: boolean): void => {
    try {
      gunzip.push(bytes, final);
    } catch (cause) {
      throw broken(name, `its gzip data breaks before byte ${read} (${cause instanceof Error ? cause.message : String(cause)})`, cause);
    }
  };
  function* taken(): Generator<Uint8Array, void, undefined> {
    for (const bytes of expanded.splice(0)) {
      checksum = crc32(bytes, checksum);
      length = (length + bytes.length) >>> 0;
      yield bytes;
    }
  }
  for (const chunk of chunks) {
    read += chunk.length;
    end = Buffer.concat([end, chunk.subarray(-TRAILER)]).subarray(-TRAILER);
    push(chunk, false);
    yield* taken();
  }
  push(new Uint8Array(0), true);
  yield* taken();
  const view = new DataView(end.buffer, end.byteOffset, end.byteLength);
  if (end.length < TRAILER || view.getUint32(0, true) !== checksum || view.getUint32(4, true) !== length)
    throw broken(name, 'what its gzip data expands to is not what its checksum says: it is damaged, cut off, or several joined', undefined);
}

function broken(name: string, seen: string, cause: unknown): DueError {
  return new DueError('broken-gzip', `cannot read ${name}: ${seen}`, { cause, hint: 'fetch or make the file again, or expand it first' });
}
