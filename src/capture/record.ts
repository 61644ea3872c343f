import { crc32, gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { canonicalForm } from '../base/bytes/canonical.ts';
import { sha256Hex } from '../base/bytes/hash.ts';
import { isJsonObject } from '../base/json.ts';
import type { Json } from '../base/json.ts';
import type { PageId } from '../model/ids.ts';
import type { Envelope, Page } from '../model/page.ts';

/*
 * Bytes of a page. Its id is the SHA-256, in lower-case hex, of exactly these UTF-8 bytes and nothing else:
 *
 *   canonicalJson({ "body": <body>, "envelope": <envelope> })        RFC 8785, no line end
 *
 * A member of the envelope or body whose value is `undefined` is absent. A capture's id is the SHA-256 of its page ids in rising
 * order, each as 64 lower-case hex characters followed by one LF (0x0a). A capture without pages has the hash of no bytes.
 */
export interface PageBytes {
  readonly id: PageId;
  readonly bytes: Buffer;
}

/** The bytes of a page, and the page they say. */
export interface MadePage extends PageBytes {
  /** As {@link pageOf} would read it; shares nothing with what was given. `undefined` when the bytes are no page of this schema. */
  readonly page: () => Page | undefined;
}

/** Throws `CanonicalError` when the page holds what JSON cannot say. */
export function pageBytes(page: Omit<Page, 'id'>): MadePage {
  const { text, copy } = canonicalForm({ body: page.body, envelope: page.envelope as unknown as Json });
  const bytes = Buffer.from(text, 'utf8');
  const id = sha256Hex(bytes);
  return { id, bytes, page: () => (copy === undefined ? pageOf({ id, bytes }) : saidPage(id, copy)) };
}

/** Of ids in rising order, each once. */
export function captureIdOf(sorted: Iterable<PageId>): string {
  let text = '';
  for (const id of sorted) text += `${id}\n`;
  return sha256Hex(text);
}

/*
 * A record, as it stands in `pages.bin` after the eight bytes of `pagesMagic`, one after the other in order of arrival. Integers are
 * unsigned and big-endian.
 *
 *   0   4   length of the stored bytes
 *   4   4   length of the page's bytes
 *   8   4   CRC-32 (zlib) of bytes 0 to 7, the id, and the stored bytes
 *   12  32  page id
 *   44  …   stored bytes: one gzip member (RFC 1952) holding the page's bytes
 *
 * The id speaks for the page; the CRC is there for what the id does not cover (lengths, gzip header), so that no changed byte of the
 * file passes. Why gzip, and at level 1: of the pages of a 130 MB IAM dump 51 MB of canonical text became 9.9 MB; capturing took
 * 1.2 times as long as with gzip storing, reading back 1.15 times, because it runs in other threads beside the canonical writer. And
 * any auditor has a tool that opens it.
 */
export const pagesMagic = Buffer.from('VSTGPG1\n', 'latin1');
export const HEADER_BYTES = 44;

export interface RecordHeader {
  readonly storedLength: number;
  readonly plainLength: number;
  readonly crc: number;
  readonly id: PageId;
}

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** The whole record of a page. */
export async function recordOf({ id, bytes }: PageBytes): Promise<Buffer> {
  const stored = await compress(bytes, { level: 1, chunkSize: chunkSize(bytes.length >> 2) });
  const record = Buffer.allocUnsafe(HEADER_BYTES + stored.length);
  record.writeUInt32BE(stored.length, 0);
  record.writeUInt32BE(bytes.length, 4);
  record.write(id, 12, 32, 'hex');
  stored.copy(record, HEADER_BYTES);
  record.writeUInt32BE(checksum(record), 8);
  return record;
}

/** One buffer for the expected output: each further one is another turn between threads. */
function chunkSize(bytes: number): number {
  return Math.min(Math.max(bytes, 1024), 1 << 24);
}

/** Of at least 44 bytes. What they say is not verified. */
export function headerOf(record: Buffer): RecordHeader {
  return {
    storedLength: record.readUInt32BE(0),
    plainLength: record.readUInt32BE(4),
    crc: record.readUInt32BE(8),
    id: record.toString('hex', 12, HEADER_BYTES),
  };
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(12), crc32(record.subarray(0, 8)));
}

/** The page's bytes, verified against checksum, lengths and id; or, in words, what is wrong with the record. */
export async function openRecord(record: Buffer): Promise<Buffer | string> {
  const header = headerOf(record);
  if (record.length !== HEADER_BYTES + header.storedLength) return `its header says ${header.storedLength} bytes`;
  if (checksum(record) !== header.crc) return 'its checksum does not fit';
  let bytes: Buffer;
  try {
    // One byte more than promised is allowed, so that a record that expands to more is told from one that does not expand.
    bytes = await expand(record.subarray(HEADER_BYTES), {
      maxOutputLength: header.plainLength + 1,
      chunkSize: chunkSize(header.plainLength + 1),
    });
  } catch (error) {
    return `it does not decompress (${error instanceof Error ? error.message : String(error)})`;
  }
  if (bytes.length !== header.plainLength) return `it expands to ${bytes.length} bytes, not to ${header.plainLength}`;
  const seen = sha256Hex(bytes);
  return seen === header.id ? bytes : `its bytes hash to ${seen}`;
}

const envelopeKeys: readonly (keyof Envelope)[] = [
  'connector',
  'mapping',
  'task',
  'cursor',
  'next',
  'sentAt',
  'receivedAt',
  'providerDate',
  'validAt',
  'requestId',
  'status',
  'refused',
  'raw',
];

/** The page said by verified bytes; `undefined` when they are no page of this schema. */
export function pageOf({ id, bytes }: PageBytes): Page | undefined {
  return saidPage(id, parsed(bytes));
}

function saidPage(id: PageId, value: Json | undefined): Page | undefined {
  if (!isJsonObject(value) || !isJsonObject(value['envelope']) || value['body'] === undefined) return undefined;
  const envelope = value['envelope'];
  if (!envelopeKeys.every((key) => Object.hasOwn(envelope, key)) || !isJsonObject(envelope['task'])) return undefined;
  // The id fixes the bytes, and only `pageBytes` of a whole envelope makes such an id in a capture whose own id was checked.
  return { id, envelope: envelope as unknown as Envelope, body: value['body'] };
}

function parsed(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}
