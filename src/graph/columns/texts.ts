import { sequenceOf } from '../sequence.ts';
import type { Sequence } from '../sequence.ts';

/**
 * Texts one after the other. `starts[i]` tells in its lower 31 bits where text `i` begins, and in the highest whether it is UTF-16, little
 * endian; else it is one byte a code unit (Latin-1). So every text comes back as it was, also one that is no well-formed Unicode.
 */
export interface PackedTexts {
  readonly starts: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Said of a text that is UTF-16. */
export const WIDE = 0x80000000;
/** More bytes are not told where they begin. */
export const MOST_BYTES = 0x7fffffff;

/** Texts that lie packed. */
interface PackedSequence extends Sequence<string> {
  readonly packed: PackedTexts;
}

/** Throws `RangeError` where texts take more than 2 GiB. */
export function packTexts(texts: Sequence<string>): PackedTexts {
  if ('packed' in texts) return (texts as PackedSequence).packed;
  const starts = new Uint32Array(texts.length + 1);
  let buffer = Buffer.allocUnsafeSlow(Math.max(64, texts.length * 32));
  let end = 0;
  let place = 0;
  for (const text of texts) {
    const isWide = !isNarrow(text);
    const size = isWide ? text.length * 2 : text.length;
    if (end + size > MOST_BYTES) throw new RangeError(`cannot pack texts of more than ${MOST_BYTES} bytes`);
    if (end + size > buffer.length) {
      const more = Buffer.allocUnsafeSlow(Math.min(MOST_BYTES, Math.max(buffer.length * 2, end + size)));
      buffer.copy(more, 0, 0, end);
      buffer = more;
    }
    starts[place++] = isWide ? (end | WIDE) >>> 0 : end;
    buffer.write(text, end, isWide ? 'utf16le' : 'latin1');
    end += size;
  }
  starts[place] = end;
  return { starts, bytes: buffer.subarray(0, end) };
}

function isNarrow(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

/** Whether a text that was made is kept, or made anew each time it is asked for: what is asked for once is not worth its room. */
export type Keeping = 'kept' | 'made-anew';

/** Each text is made when it is first asked for. */
export function packedTexts(packed: PackedTexts, keeping: Keeping): Sequence<string> {
  const { starts, bytes } = packed;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const made = (place: number): string => {
    const start = starts[place] as number;
    const end = (starts[place + 1] as number) & MOST_BYTES;
    return buffer.toString((start & WIDE) === 0 ? 'latin1' : 'utf16le', start & MOST_BYTES, end);
  };
  const known: (string | undefined)[] = [];
  const textAt = keeping === 'kept' ? (place: number): string => (known[place] ??= made(place)) : made;
  const sequence: PackedSequence = Object.assign(sequenceOf(starts.length - 1, textAt), { packed });
  return sequence;
}
