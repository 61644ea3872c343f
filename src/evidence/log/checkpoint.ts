import { decodeBase64, decodeInteger } from '../../base/decode.ts';
import { LogError, type LogErrorCode } from './errors.ts';
import { HASH_BYTES, type Hash } from './merkle.ts';
import { parseNote, type Note } from './note.ts';
import { isSize } from './ranges.ts';
import { isKeyName } from './vkey.ts';

/*
 * The text of a checkpoint, C2SP tlog-checkpoint v1.0.0:
 *   origin LF   size in decimal LF   base64 of the root LF   and lines of extensions, which this project never writes
 */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** Lines after the root, which whoever wrote them must explain. */
  readonly extensions: readonly string[];
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note;
}

/** Reads the text of a note. Throws a {@link LogError} whose code begins with `checkpoint-`: each cause has its own. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw wrong('checkpoint-ending', text, 'its last line does not end');
  const [origin, decimal, encoded, ...extensions] = text.slice(0, -1).split('\n');
  if (origin === undefined || decimal === undefined || encoded === undefined)
    throw wrong('checkpoint-lines', text, 'it has fewer than three lines: origin, size and root');
  if (origin === '') throw wrong('checkpoint-origin', text, 'its origin is empty');
  const size = decodeInteger(decimal);
  if (size === undefined || !isSize(size))
    throw wrong('checkpoint-size', text, `its size ${JSON.stringify(decimal)} is no number in plain decimal below 2^53`);
  const root = decodeBase64(encoded);
  if (root?.length !== HASH_BYTES) throw wrong('checkpoint-root', text, 'its root is no standard base64 of 32 bytes');
  if (extensions.includes('')) throw wrong('checkpoint-extension', text, 'it has an empty line');
  return { origin, size, root, extensions };
}

/** A signed note whose text is a checkpoint. Nothing is trusted in it yet. */
export function parseSignedCheckpoint(bytes: Uint8Array | string): SignedCheckpoint {
  const note = parseNote(bytes);
  return { ...parseCheckpoint(note.text), note };
}

/** The text that a log signs. Throws `checkpoint-origin` for an origin that cannot be the name of a key too. */
export function formatCheckpoint({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): string {
  if (!isKeyName(origin)) throw wrong('checkpoint-origin', origin, 'an origin is not empty, and holds neither white space nor a plus sign');
  if (!isSize(size)) throw wrong('checkpoint-size', origin, `${size} is no size`);
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

function wrong(code: LogErrorCode, text: string, why: string): LogError {
  return new LogError(code, `cannot read ${JSON.stringify(text.slice(0, 300))} as a checkpoint: ${why}`);
}
