import { decodeUtf8 } from '../../base/decode.ts';

const BEYOND_ASCII = /[\x80-\xff]/;

/** A chunk of UTF-8 as one character for each byte: it can be cut anywhere, and ASCII marks stand in it as they are. */
export function bytesAsText(chunk: Uint8Array): string {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
}

/** The text that such characters are the bytes of; `undefined` where they are not UTF-8. */
export function textOf(bytes: string): string | undefined {
  return BEYOND_ASCII.test(bytes) ? decodeUtf8(Buffer.from(bytes, 'latin1')) : bytes;
}
