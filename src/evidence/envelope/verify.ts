import type { NonEmpty } from '../../base/json.ts';
import { isNonEmpty } from '../../base/json.ts';
import type { PublicKey } from '../../contract/signer.ts';
import type { Envelope } from './envelope.ts';
import type { Checked, Fault } from './fault.ts';
import { holds } from './fault.ts';
import { pae } from './pae.ts';
import { verifies } from './public-key.ts';

/** What was signed, and by whom. Use these bytes: what is decoded again may be something else. */
export interface Verified {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly by: NonEmpty<PublicKey>;
}

/** `unknown-key`: it names a key that is not among those trusted. `bad-signature`: no trusted key made it. `too-few`: fewer keys signed than were asked for. */
export type SignatureCode = 'unknown-key' | 'bad-signature' | 'too-few';

/**
 * Whether trusted keys signed an envelope: one, or as many different ones as `threshold` says. A signature that names a key is tried with that
 * key only, as every other verifier of DSSE does; one that names none is tried with all. Signatures of others beside do no harm.
 */
export function verifyEnvelope(envelope: Envelope, keys: readonly PublicKey[], threshold = 1): Checked<Verified, SignatureCode> {
  const message = pae(envelope.payloadType, envelope.payload);
  const by = new Map<string, PublicKey>();
  const faults: Fault<SignatureCode>[] = [];
  const trusted = keys.map(({ keyId }) => keyId).join(', ') || 'no key';
  for (const [index, { keyId, sig }] of envelope.signatures.entries()) {
    const place = `signatures[${index}]`;
    const tried = keys.filter((key) => keyId === '' || key.keyId === keyId);
    const signer = tried.find((key) => verifies(key, message, sig));
    if (signer !== undefined) by.set(signer.keyId, signer);
    else if (tried.length === 0)
      faults.push({ code: 'unknown-key', place, seen: keyId === '' ? 'no key named' : keyId, expected: trusted });
    else
      faults.push({ code: 'bad-signature', place, seen: `${sig.length} bytes that are no signature of it`, expected: `one by ${trusted}` });
  }
  const signers = [...by.values()];
  if (isNonEmpty(signers) && signers.length >= threshold)
    return holds({ payloadType: envelope.payloadType, payload: envelope.payload, by: signers });
  const few: Fault<SignatureCode> = {
    code: 'too-few',
    place: 'signatures',
    seen: `${signers.length} by trusted keys`,
    expected: `${Math.max(1, threshold)} or more`,
  };
  const [first, ...rest] = faults;
  return { holds: false, faults: first === undefined ? [few] : threshold > 1 ? [first, ...rest, few] : [first, ...rest] };
}
