import type { Instant } from '../../base/instant.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Signer } from '../../contract/signer.ts';
import type { Actor } from '../../model/ledger.ts';
import { formatVkey } from '../log/vkey.ts';
import { LedgerError } from './errors.ts';
import { withNextKey } from './settings.ts';
import { vkeyOfSigner } from './sign.ts';
import type { FolderLedger } from './writer.ts';

export interface KeyChange {
  readonly why: 'rotation' | 'compromise';
  /** Since when the former key is not to be trusted; `null` of a rotation, and where nobody knows. */
  readonly since: Instant | null;
  readonly at: Instant;
  readonly by: Actor;
  readonly signerSettings: JsonObject;
}

/**
 * Hands the ledger over to another key and answers the index of the leaf that says so. The checkpoint with that leaf is signed by both
 * keys and kept: whoever knows the former key can follow to the new one. Cut off before that checkpoint the former key signs on; after
 * it the new one.
 */
export async function rotateKey(ledger: FolderLedger, signer: Signer, { why, since, at, by, signerSettings }: KeyChange): Promise<number> {
  const { origin, settings } = ledger;
  const from = settings.keys.at(-1)?.vkey ?? '';
  const to = formatVkey(vkeyOfSigner(origin, signer));
  if (settings.keys.some(({ vkey }) => vkey === to))
    throw new LedgerError('wrong-key', `cannot hand the ledger over to ${signer.place}: its key signs now, or did before`, {
      file: ledger.place,
      hint: 'make a new key',
    });
  const waiting = { ...settings, next: { vkey: to, spki: signer.publicKey.spki, signer: signerSettings } };
  const entry = { at, of: null, body: { kind: 'key-change', from, to, why, since, by } } as const;
  return ledger.handOver(entry, signer, waiting, (size) => withNextKey(waiting, size, why));
}
