import type { Signer } from '../../contract/signer.ts';
import type { NoteSignature } from '../log/note.ts';
import { noteText } from '../log/note.ts';
import type { Vkey } from '../log/vkey.ts';
import { vkeyOfSpki } from '../log/vkey.ts';

/** The key of a signer as verifiers of notes know it under a name. Throws `LogError` for a name that cannot be one. */
export function vkeyOfSigner({ publicKey }: Signer, name: string): Vkey {
  return vkeyOfSpki(name, Buffer.from(publicKey.spki, 'base64'));
}

/** The line of a signer under a note's text, which ends with a line feed. Throws `LogError` for a text that a note cannot hold. */
export async function signatureOf(signer: Signer, name: string, text: string): Promise<NoteSignature> {
  const { id } = vkeyOfSigner(signer, name);
  noteText(text, []);
  return { name, id, signature: await signer.sign(Buffer.from(text, 'utf8')) };
}

/** The note with this one signature. */
export async function signNote(signer: Signer, name: string, text: string): Promise<string> {
  return noteText(text, [await signatureOf(signer, name, text)]);
}
