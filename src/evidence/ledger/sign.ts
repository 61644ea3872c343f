import { decodeBase64 } from '../../base/decode.ts';
import type { LedgerKey } from '../../contract/ledger.ts';
import type { Signer } from '../../contract/signer.ts';
import { formatCheckpoint } from '../log/checkpoint.ts';
import type { Hash } from '../log/merkle.ts';
import { noteText, type NoteSignature } from '../log/note.ts';
import { formatVkey, verifySignature, vkeyOfSpki, type Vkey } from '../log/vkey.ts';
import { decoded, LedgerError, systemCode } from './errors.ts';

/** The key of a signer under the name of a log. */
export function vkeyOfSigner(origin: string, { publicKey, place }: Signer): Vkey {
  return decoded('wrong-key', place, () => vkeyOfSpki(origin, decodeBase64(publicKey.spki) ?? new Uint8Array(0)));
}

export function ledgerKey(vkey: Vkey, signer: Signer, from: number): LedgerKey {
  return { vkey: formatVkey(vkey), spki: signer.publicKey.spki, from, until: null, why: null };
}

/** A checkpoint, signed by each in turn. Throws `signer-failed` also where what came back does not hold under the signer's own public key. */
export async function signedCheckpoint(origin: string, size: number, root: Hash, signers: readonly Signer[]): Promise<string> {
  const text = formatCheckpoint({ origin, size, root });
  const signatures: NoteSignature[] = [];
  for (const signer of signers) {
    const { name, id, ...rest } = vkeyOfSigner(origin, signer);
    const signature = await signatureOf(signer, Buffer.from(text));
    if (!verifySignature({ name, id, ...rest }, text, signature))
      throw new LedgerError(
        'signer-failed',
        `cannot sign the checkpoint of ${size} leaves: what ${signer.place} answered is no signature by its key`,
        {
          file: signer.place,
        },
      );
    signatures.push({ name, id, signature });
  }
  return noteText(text, signatures);
}

async function signatureOf(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  try {
    return await signer.sign(message);
  } catch (cause) {
    const hint = cause instanceof Error && 'hint' in cause && typeof cause.hint === 'string' ? { hint: cause.hint } : {};
    throw new LedgerError(
      'signer-failed',
      `cannot sign with ${signer.place}: ${cause instanceof Error ? cause.message : systemCode(cause)}`,
      {
        file: signer.place,
        cause,
        ...hint,
      },
    );
  }
}
