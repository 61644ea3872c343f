import { hash } from 'node:crypto';
import type { KeyManagementServiceClient } from '@google-cloud/kms';
import type { Signer } from '../../../contract/signer.ts';
import { publicKeyOfPem } from '../../envelope/public-key.ts';
import { SealError } from '../errors.ts';
import { checkedSigner } from '../signer.ts';
import { crc32c } from './crc32c.ts';
import { asked, loaded } from './load.ts';

const RIGHTS = 'cloudkms.cryptoKeyVersions.viewPublicKey and useToSign';
/** Bytes of the longest message that the service takes as it is (`data` of its AsymmetricSign): all that Ed25519 could sign with. */
const MOST_RAW = 65_536;

export type GcpOptions = NonNullable<ConstructorParameters<typeof KeyManagementServiceClient>[0]>;

/**
 * A version of a key of Google Cloud KMS by its full name: EC_SIGN_P256_SHA256. One of kind EC_SIGN_ED25519 is refused before anything is written: the service
 * takes messages up to 65,536 bytes, and what seals a pack lists every file of it, with three a run. Credentials as the SDK finds them. Needs cloudkms.cryptoKeyVersions.viewPublicKey and useToSign. Every answer's checksums are held against it.
 */
export async function gcpSigner(name: string, options: GcpOptions = {}): Promise<Signer> {
  const place = `gcp-kms ${name}`;
  if (!/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+\/cryptoKeyVersions\/\d+$/.test(name))
    throw new SealError('bad-place', `cannot find a key by ${JSON.stringify(name)}: it is no full name of a version of a key`, {
      hint: 'write projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/N',
    });
  const { KeyManagementServiceClient: Client } = await loaded('@google-cloud/kms', () => import('@google-cloud/kms'));
  const client = new Client(options);
  try {
    const [told] = await asked(place, 'read the public key', RIGHTS, () => client.getPublicKey({ name }));
    const pem = told.pem ?? '';
    held(place, 'name of the key', told.name === name);
    held(place, 'public key', checksum(told.pemCrc32c) === crc32c(Buffer.from(pem)));
    const key = publicKeyOfPem(pem);
    const { algorithm } = told;
    if (key === undefined || algorithm !== 'EC_SIGN_P256_SHA256')
      throw new SealError(
        'unsupported-key',
        `cannot sign with ${place}: it is a key of kind ${String(algorithm)}${algorithm === 'EC_SIGN_ED25519' ? `, and signs at most ${MOST_RAW} bytes: less than what seals a pack` : ''}`,
        { hint: 'gcloud kms keys create --purpose asymmetric-signing --default-algorithm ec-sign-p256-sha256' },
      );
    return checkedSigner({
      spki: Buffer.from(key.spki, 'base64'),
      place,
      async sign(message) {
        const sha256 = hash('sha256', message, 'buffer');
        const request = { name, digest: { sha256 }, digestCrc32c: { value: crc32c(sha256) } };
        const [answer] = await asked(place, 'sign', RIGHTS, () => client.asymmetricSign(request));
        const { signature: told = '' } = answer;
        const signature = typeof told === 'string' ? Buffer.from(told, 'base64') : Buffer.from(told ?? []);
        held(place, 'name of the key that signed', answer.name === name);
        held(place, 'message', answer.verifiedDigestCrc32c === true);
        held(place, 'signature', checksum(answer.signatureCrc32c) === crc32c(signature));
        return signature;
      },
      close: () => client.close(),
    });
  } catch (error) {
    await client.close();
    throw error;
  }
}

function held(place: string, what: string, isSame: boolean): void {
  if (isSame) return;
  throw new SealError('bad-answer', `cannot trust ${place}: the ${what} was changed on its way`, {
    hint: 'ask again; where it stays so, something between here and the service changes what passes',
  });
}

/** A 64-bit number as the SDK hands it out: a number, a text, or an object that prints as one. */
function checksum(sum: { readonly value?: number | string | { toString(): string } | null } | null | undefined): number | undefined {
  const value = sum?.value;
  return value === undefined || value === null ? undefined : Number(value.toString());
}
