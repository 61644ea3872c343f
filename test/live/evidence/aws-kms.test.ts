import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSigner } from '../../../src/evidence/seal/open.ts';
import { signerSuite } from '../../evidence/seal/signer-suite.ts';
import { installed } from '../support/install.ts';
import { startMinistack } from '../support/ministack.ts';
import { motoNeeds, startMoto } from '../support/moto.ts';
import { keyServiceEnvironment } from './seal-programs.ts';

const moto = installed(motoNeeds);
const ministack = installed(keyServiceEnvironment);
/** moto hashes a hash once more, and has no Ed25519. */
const servers = [
  ...(moto === undefined ? [] : [{ name: 'moto', start: () => startMoto(moto, { bare: true }), longest: 4096, hasEdwards: false }]),
  ...(ministack === undefined ? [] : [{ name: 'ministack', start: () => startMinistack(ministack), longest: 1_000_000, hasEdwards: true }]),
];

describe.each(servers)('AWS KMS as $name has it', ({ start, longest, hasEdwards }) => {
  let stop: () => Promise<void>;
  let client: KMSClient;
  const before = { ...process.env };
  const keys: Record<string, string> = {};
  beforeAll(async () => {
    const server = await start();
    stop = () => server.stop();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: 'x',
    });
    client = new KMSClient({});
    for (const spec of ['ECC_NIST_P256', 'ECC_NIST_P384', 'RSA_2048', ...(hasEdwards ? ['ECC_NIST_EDWARDS25519' as const] : [])] as const) {
      const made = await client.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' }));
      keys[spec] = made.KeyMetadata?.Arn ?? '';
    }
    await client.send(new CreateAliasCommand({ AliasName: 'alias/ledger', TargetKeyId: keys['ECC_NIST_P256'] ?? '' }));
  }, 120_000);
  afterAll(async () => {
    process.env = before;
    client.destroy();
    await stop();
  });
  signerSuite({
    name: 'of AWS KMS',
    algorithm: 'ecdsa-p256',
    longest,
    open: () => openSigner({ kind: 'aws-kms', key: keys['ECC_NIST_P256'] ?? '' }),
  });
  it.runIf(hasEdwards)('refuses a key of Ed25519, which cannot sign what seals a pack', async () => {
    await expect(openSigner({ kind: 'aws-kms', key: keys['ECC_NIST_EDWARDS25519'] ?? '' })).rejects.toMatchObject({
      code: 'unsupported-key',
      message: expect.stringContaining('less than what seals a pack'),
    });
  });
  it('follows an alias to its key, once', async () => {
    const signer = await openSigner({ kind: 'aws-kms', key: 'alias/ledger' });
    // some servers tell the key's id where AWS tells its ARN
    expect(keys['ECC_NIST_P256']).toContain(signer.place.replace('aws-kms ', ''));
    await signer.close();
  });
  it.each(['ECC_NIST_P384', 'RSA_2048'])('refuses a key of kind %s', async (spec) => {
    await expect(openSigner({ kind: 'aws-kms', key: keys[spec] ?? '' })).rejects.toMatchObject({ code: 'unsupported-key' });
  });
  it('tells what the service says of a key that is not there', async () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000';
    await expect(openSigner({ kind: 'aws-kms', key })).rejects.toMatchObject({
      code: 'key-service',
      message: expect.stringContaining('NotFound'),
      hint: expect.stringContaining('there is no such key'),
    });
  });
});
