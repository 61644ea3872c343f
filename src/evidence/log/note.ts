import { decodeBase64, decodeUtf8 } from '../../base/decode.ts';
import { LogError } from './errors.ts';
import { isKeyName, verifySignature, type Vkey } from './vkey.ts';

/*
 * A signed note, C2SP signed-note v1.0.0:
 *   text, which ends with a line feed
 *   an empty line
 *   U+2014 SP key name SP base64(4 bytes of key id || signature) LF, at least once
 * What is signed is the text with its last line feed and without the empty line. The text may hold empty lines: the last one parts it.
 */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Eight digits of lower-case hex. */
  readonly id: string;
  readonly signature: Uint8Array;
}

const MOST_SIGNATURES = 100;
const MOST_BYTES = 1_048_576;
const DASH = '— ';

/** Reads a note and trusts nothing in it. Throws a {@link LogError} whose code begins with `note-`. */
export function parseNote(note: Uint8Array | string): Note {
  const whole = typeof note === 'string' ? note : textOf(note);
  if (whole.length > MOST_BYTES) throw new LogError('note-too-large', `cannot read the note: it is longer than ${MOST_BYTES} characters`);
  if (!whole.isWellFormed()) throw new LogError('note-encoding', 'cannot read the note: it holds half a surrogate pair');
  if (holdsControl(whole)) throw new LogError('note-control-character', 'cannot read the note: it holds a control character');
  const parting = whole.lastIndexOf('\n\n');
  if (parting === -1 || parting + 2 === whole.length)
    throw new LogError('note-without-signatures', 'cannot read the note: there is no line of a signature below an empty line');
  if (!whole.endsWith('\n')) throw new LogError('note-signature-line', 'cannot read the note: its last line does not end');
  const lines = whole.slice(parting + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES)
    throw new LogError(
      'note-too-large',
      `cannot read the note: it has ${lines.length} signatures, and at most ${MOST_SIGNATURES} are read`,
    );
  return { text: whole.slice(0, parting + 1), signatures: lines.map(parseSignatureLine) };
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw new LogError('note-too-large', `cannot read the note: it is longer than ${MOST_BYTES} bytes`);
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new LogError('note-encoding', 'cannot read the note: it is no UTF-8');
  return text;
}

/** A line of a signature without its line feed. */
export function parseSignatureLine(line: string): NoteSignature {
  const [name = '', encoded = '', ...more] = line.startsWith(DASH) ? line.slice(DASH.length).split(' ') : [];
  const bytes = more.length === 0 ? decodeBase64(encoded) : undefined;
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5)
    throw new LogError('note-signature-line', `cannot read ${JSON.stringify(line.slice(0, 200))} as the line of a signature`, {
      hint: 'it is a dash (U+2014), the name of a key and standard base64 of its id and the signature, with one blank between them',
    });
  return { name, id: Buffer.from(bytes.subarray(0, 4)).toString('hex'), signature: bytes.subarray(4) };
}

/** A line of a signature, with its line feed. */
export function signatureLine({ name, id, signature }: NoteSignature): string {
  return `${DASH}${name} ${Buffer.concat([Buffer.from(id, 'hex'), signature]).toString('base64')}\n`;
}

/** The whole signed note. Throws `note-text` for a text that a note cannot hold. */
export function noteText(text: string, signatures: readonly NoteSignature[]): string {
  if (!text.endsWith('\n') || !text.isWellFormed() || holdsControl(text))
    throw new LogError('note-text', 'cannot sign the text as a note: it holds control characters, or its last line does not end');
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

/** What is below the space and no line feed. */
function holdsControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

/** A line of the note by a key that is known. */
export interface KnownSignature {
  readonly key: Vkey;
  readonly signature: NoteSignature;
  readonly holds: boolean;
}

/** The lines by known keys, told by name and id; others say nothing, even where one of the two is that of a known key. */
export function knownSignatures(note: Note, keys: readonly Vkey[]): readonly KnownSignature[] {
  const found: KnownSignature[] = [];
  for (const signature of note.signatures) {
    for (const key of keys) {
      if (key.name !== signature.name || key.id !== signature.id) continue;
      found.push({ key, signature, holds: verifySignature(key, note.text, signature.signature) });
    }
  }
  return found;
}

/**
 * The keys that signed the note. Throws `signature-invalid` where a line by one of them does not hold, whatever the others do, and
 * `signature-unknown` where none of them signed.
 */
export function openNote(note: Note, keys: readonly Vkey[]): readonly Vkey[] {
  const known = knownSignatures(note, keys);
  const bad = known.find(({ holds }) => !holds);
  if (bad !== undefined)
    throw new LogError('signature-invalid', `cannot trust the note: its signature by ${bad.key.name} (${bad.key.id}) does not hold`);
  if (known.length === 0) {
    const signers = note.signatures.map(({ name, id }) => `${name} (${id})`).join(', ');
    throw new LogError('signature-unknown', `cannot trust the note: it is signed by ${signers}, and by none of the keys that are trusted`);
  }
  return [...new Set(known.map(({ key }) => key))];
}
