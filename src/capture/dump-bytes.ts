import { createGunzip } from 'node:zlib';
import { ImportError } from './import-error.ts';

/** What a file's bytes say once unwrapped: gzip is expanded (several members too), UTF-16 with a byte order mark becomes UTF-8. */
export async function* unwrapped(name: string, raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const outer = await peek(raw, 2);
  const bytes = outer.head[0] === 0x1f && outer.head[1] === 0x8b ? gunzipped(name, outer.all) : outer.all;
  const inner = await peek(bytes, 2);
  const [first, second] = inner.head;
  // Windows PowerShell's `>` writes UTF-16LE with a byte order mark.
  if (first === 0xff && second === 0xfe) yield* recoded(name, 'utf-16le', inner.all);
  else if (first === 0xfe && second === 0xff) yield* recoded(name, 'utf-16be', inner.all);
  else yield* inner.all;
}

interface Peeked {
  /** At least as many bytes as asked for, unless there are no more. */
  readonly head: Uint8Array;
  /** All bytes, those of the head included. */
  readonly all: AsyncIterable<Uint8Array>;
}

/** Looks at the beginning without losing it. */
export async function peek(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < length) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (head.length > 0) yield head;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}

// What expands out of one slice is lost when the data breaks inside it, so the slices are small.
const SLICE_BYTES = 4096;

async function* gunzipped(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  const expanded: Buffer[] = [];
  const failures: Error[] = [];
  gunzip.on('data', (bytes: Buffer) => expanded.push(bytes));
  gunzip.on('error', (error) => failures.push(error));
  const closed = new Promise<void>((resolve) => gunzip.once('close', resolve));
  let read = 0;

  function broken(cause: Error): ImportError {
    return new ImportError('broken-gzip', name, `its gzip data breaks before byte ${read} (${cause.message})`, {
      cause,
      hint: 'fetch or make the file again; what stands before the break can be used and is',
    });
  }

  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        const slice = chunk.subarray(at, at + SLICE_BYTES);
        await Promise.race([closed, new Promise<void>((resolve) => gunzip.write(slice, () => resolve()))]);
        read += slice.length;
        yield* expanded.splice(0);
        if (failures[0] !== undefined) throw broken(failures[0]);
      }
    }
    gunzip.end();
    await closed;
    yield* expanded.splice(0);
    if (failures[0] !== undefined) throw broken(failures[0]);
  } finally {
    gunzip.destroy();
  }
}

async function* recoded(
  name: string,
  encoding: 'utf-16le' | 'utf-16be',
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let read = 0;

  function decoded(bytes: Uint8Array | null): Uint8Array {
    try {
      return Buffer.from(bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true }), 'utf8');
    } catch (cause) {
      const seen = `its ${encoding.toUpperCase()} text is broken before byte ${read + (bytes?.length ?? 0)}`;
      throw new ImportError('wrong-encoding', name, seen, { cause, hint: 'write the file as UTF-8' });
    }
  }

  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      const slice = chunk.subarray(at, at + SLICE_BYTES);
      yield decoded(slice);
      read += slice.length;
    }
  }
  yield decoded(null);
}
