import { hash } from 'node:crypto';
import type { Signer } from '../../../contract/signer.ts';
import { SealError } from '../errors.ts';
import { checkedSigner } from '../signer.ts';
import { asked, loaded } from './load.ts';

const RIGHTS = 'kms:GetPublicKey and kms:Sign';
/** Bytes of the longest message that AWS KMS takes as it is. Of longer ones it signs the hash, which only ECDSA can. */
const MOST_RAW = 4096;

/**
 * A key of AWS KMS: ECC_NIST_P256. One of kind ECC_NIST_EDWARDS25519 is refused: it signs messages up to 4,096 bytes only, and what seals a pack lists every
 * file of it. Credentials, endpoint and region as the SDK finds them; the region of an ARN goes first. Needs kms:GetPublicKey and kms:Sign. An alias is followed once, when it is opened.
 */
export async function awsSigner(key: string): Promise<Signer> {
  const { KMSClient, GetPublicKeyCommand, SignCommand } = await loaded('@aws-sdk/client-kms', () => import('@aws-sdk/client-kms'));
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(key)?.[1];
  const client = new KMSClient(region === undefined ? {} : { region });
  try {
    const told = await asked(`aws-kms ${key}`, 'read the public key', RIGHTS, () => client.send(new GetPublicKeyCommand({ KeyId: key })));
    const { KeyId: id = key, PublicKey: spki, KeyUsage, SigningAlgorithms = [] } = told;
    const place = `aws-kms ${id}`;
    const algorithm = 'ECDSA_SHA_256';
    const isShort = SigningAlgorithms.includes('ED25519_SHA_512');
    if (spki === undefined || KeyUsage !== 'SIGN_VERIFY' || !SigningAlgorithms.includes(algorithm))
      throw new SealError(
        'unsupported-key',
        `cannot sign with ${place}: it is a key of kind ${told.KeySpec ?? 'unknown'} for ${KeyUsage ?? 'an unknown use'}${isShort ? `, and signs at most ${MOST_RAW} bytes: less than what seals a pack` : ''}`,
        {
          hint: 'aws kms create-key --key-usage SIGN_VERIFY --key-spec ECC_NIST_P256',
        },
      );
    return checkedSigner({
      spki,
      place,
      async sign(message) {
        const [Message, MessageType] =
          message.length <= MOST_RAW ? ([message, 'RAW'] as const) : ([hash('sha256', message, 'buffer'), 'DIGEST'] as const);
        const answer = await asked(place, 'sign', RIGHTS, () =>
          client.send(new SignCommand({ KeyId: id, Message, MessageType, SigningAlgorithm: algorithm })),
        );
        return answer.Signature ?? new Uint8Array();
      },
      close() {
        client.destroy();
        return Promise.resolve();
      },
    });
  } catch (error) {
    client.destroy();
    throw error;
  }
}
