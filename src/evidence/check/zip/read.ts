import { crc32, inflateRawSync } from 'node:zlib';
import { decodeUtf8 } from '../../../base/decode.ts';
import { pathFault } from '../pack/path.ts';
import { Problems } from '../pack/problem.ts';

/*
 * A ZIP file as APPNOTE 6.3 has it, without ZIP64, encryption and more than one part: local entries one behind the other from the first byte
 * (each a header, the data and perhaps a descriptor), the central directory right behind them, its end record as the last bytes. Readers differ
 * in which of two entries of one name they take, in what they do with bytes between entries, and in whether they believe the local header or the
 * directory: a file that leaves them a choice is refused.
 */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;

export interface ZipLimits {
  readonly entries: number;
  /** Of all entries together when they are expanded. */
  readonly bytes: number;
}
export const zipLimits: ZipLimits = { entries: 200_000, bytes: 2 ** 31 };

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * The files in it by path, and what is wrong with it. Nothing is expanded before its size and that of all together are known to be within the
 * limits, and an entry that expands to more than it declares is refused. Never throws for what the bytes hold.
 */
export function readZip(
  bytes: Uint8Array,
  limits: ZipLimits = zipLimits,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly problems: Problems } {
  const problems = new Problems();
  const files = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directory(bytes, view, limits, problems);
  if (entries === null) return { files, problems };
  const total = entries.list.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.bytes) {
    problems.add('too-large', '', '', 'the ZIP file expands to more than is read', { seen: total, expected: limits.bytes });
    return { files, problems };
  }
  let next = 0;
  for (const entry of entries.list.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset !== next)
      problems.add('hidden-bytes', entry.name, '', `the ZIP file does not hold ${shownName(entry.name)} right behind the entry before it`, {
        seen: `offset ${entry.offset}`,
        expected: `offset ${next}`,
      });
    const read = readEntry(bytes, view, entry, entries.start, problems);
    next = read?.end ?? entry.offset;
    if (entry.name.endsWith('/')) {
      if (entry.size !== 0) problems.add('bad-zip', entry.name, '', `the ZIP file has bytes in the folder ${shownName(entry.name)}`);
      continue;
    }
    const fault = pathFault(entry.name);
    if (fault !== undefined) problems.add('unsafe-path', entry.name, '', `the ZIP file has an entry ${shownName(entry.name)}: ${fault}`);
    if (files.has(entry.name)) problems.add('duplicate-file', entry.name, '', `the ZIP file has two entries ${shownName(entry.name)}`);
    else if (read !== null) files.set(entry.name, read.content);
  }
  if (next !== entries.start)
    problems.add('hidden-bytes', '', '', 'the ZIP file has bytes between its last entry and its directory', {
      seen: `offset ${next}`,
      expected: `offset ${entries.start}`,
    });
  return { files, problems };
}

function directory(
  bytes: Uint8Array,
  view: DataView,
  limits: ZipLimits,
  problems: Problems,
): { readonly start: number; readonly list: readonly Entry[] } | null {
  const bad = (why: string): null => {
    problems.add('bad-zip', '', '', `the ZIP file cannot be read: ${why}`);
    return null;
  };
  const end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== END || view.getUint16(end + 20, true) !== 0)
    return bad('it does not end with the record that ends one; it was cut, or something was added');
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 6, true) !== 0 || view.getUint16(end + 8, true) !== count)
    return bad('it is one of several parts');
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) return bad('it is a ZIP64 file');
  if (count > limits.entries) return bad(`it has ${count} entries; at most ${limits.entries} are read`);
  if (start + size !== end) return bad('its directory does not lie where its last record says');
  const list: Entry[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return bad(`entry ${index} of its directory is broken`);
    const [nameLength, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    const next = at + 46 + nameLength + extra + comment;
    if (next > end) return bad(`entry ${index} of its directory is cut`);
    const name = decodeUtf8(bytes.subarray(at + 46, at + 46 + nameLength));
    if (name === undefined) return bad(`the name of entry ${index} of its directory is not UTF-8`);
    list.push({
      name,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  if (at !== end) return bad('its directory is longer than its entries');
  return { start, list };
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  entry: Entry,
  limit: number,
  problems: Problems,
): { readonly content: Uint8Array; readonly end: number } | null {
  const bad = (why: string): null => {
    problems.add('bad-zip', entry.name, '', `the ZIP file cannot give ${shownName(entry.name)}: ${why}`);
    return null;
  };
  const { offset, packed, size } = entry;
  if (offset + 30 > limit || view.getUint32(offset, true) !== LOCAL) return bad('no entry begins where its directory says');
  const nameLength = view.getUint16(offset + 26, true);
  const data = offset + 30 + nameLength + view.getUint16(offset + 28, true);
  if (data + packed > limit) return bad('it is cut');
  if (decodeUtf8(bytes.subarray(offset + 30, offset + 30 + nameLength)) !== entry.name)
    return bad('it has one name in its directory, and another beside it');
  const flags = view.getUint16(offset + 6, true);
  if (flags !== entry.flags || view.getUint16(offset + 8, true) !== entry.method) return bad('it is told of in two ways');
  if ((flags & ~0x0808) !== 0) return bad('it is encrypted, or in a form that is not read');
  const sums = [view.getUint32(offset + 14, true), view.getUint32(offset + 18, true), view.getUint32(offset + 22, true)];
  const wanted = [entry.crc, packed, size];
  const trails = (flags & 0x08) !== 0;
  if (!trails && sums.some((sum, at) => sum !== wanted[at]))
    return bad('it has one size or checksum in its directory, and another beside it');
  let end = data + packed;
  if (trails) {
    const told = end + 16 <= limit && view.getUint32(end, true) === DESCRIPTOR;
    if (!told || wanted.some((sum, at) => sum !== view.getUint32(end + 4 + 4 * at, true)))
      return bad('what stands behind it does not fit it');
    end += 16;
  }
  const stored = bytes.subarray(data, data + packed);
  const content = entry.method === 0 ? stored : entry.method === 8 ? inflated(stored, size) : undefined;
  if (content === undefined)
    return bad(entry.method === 8 ? 'it cannot be expanded to the size that it declares' : 'it is packed in a way that is not read');
  if (content.length !== size) return bad('it is not of the size that it declares');
  if (crc32(content) !== entry.crc) return bad('its checksum is wrong');
  return { content, end };
}

function inflated(stored: Uint8Array, size: number): Uint8Array | undefined {
  try {
    // the whole input must be one stream: what follows it would be read by nobody
    const { buffer, engine } = inflateRawSync(stored, { maxOutputLength: Math.max(1, size), info: true }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    return engine.bytesWritten === stored.length ? buffer : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function shownName(name: string): string {
  return JSON.stringify(name);
}
