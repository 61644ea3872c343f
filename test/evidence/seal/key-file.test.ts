import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicKeyOfObject } from '../../../src/evidence/envelope/public-key.ts';
import { createKeyFile, fileSigner } from '../../../src/evidence/seal/key-file.ts';
import { openSigner, parseKeyService } from '../../../src/evidence/seal/open.ts';
import { checkedSigner } from '../../../src/evidence/seal/signer.ts';
import { signNote } from '../../../src/evidence/seal/note.ts';
import { p256, privateKeyOf, seeds, signerOf } from '../support/keys.ts';
import { signerSuite } from './signer-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-keys-'));
let files = 0;
const fresh = () => join(folder, `key-${files++}.pem`);
const written = (text: string | Buffer, mode = 0o600) => {
  const path = fresh();
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
};
const pem = (key = p256()) => key.export({ format: 'pem', type: 'pkcs8' }).toString();

signerSuite({
  name: 'of a file',
  algorithm: 'ed25519',
  longest: 1_000_000,
  async open() {
    const path = fresh();
    await createKeyFile(path);
    return await fileSigner(path);
  },
});
signerSuite({
  name: 'of an encrypted file',
  algorithm: 'ed25519',
  longest: 1_000_000,
  async open() {
    const path = fresh();
    await createKeyFile(path, 'correct horse');
    return await openSigner({ kind: 'file', path }, 'correct horse');
  },
});
signerSuite({ name: 'of a file with P-256', algorithm: 'ecdsa-p256', longest: 1_000_000, open: () => fileSigner(written(pem())) });

describe('a file of a key', () => {
  it('is made for its owner alone, and never over another', async () => {
    const path = fresh();
    const key = await createKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await fileSigner(path)).publicKey).toEqual(key);
    await expect(createKeyFile(path)).rejects.toMatchObject({ code: 'exists' });
    expect((await fileSigner(path)).publicKey).toEqual(key);
  });
  it('encrypted shows nothing, and opens by its passphrase alone', async () => {
    const path = fresh();
    await createKeyFile(path, 'correct horse');
    expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    await expect(fileSigner(path)).rejects.toMatchObject({ code: 'passphrase-needed' });
    await expect(fileSigner(path, 'correct horsf')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await expect(createKeyFile(fresh(), '')).rejects.toMatchObject({ code: 'passphrase-needed' });
  });
  it('encrypted by the platform opens too', async () => {
    const key = privateKeyOf(seeds.log);
    const text = key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }).toString();
    expect((await fileSigner(written(text), 'x')).publicKey).toEqual(publicKeyOfObject(key));
  });
  it('of ours is opened by the platform', async () => {
    const path = fresh();
    const key = await createKeyFile(path, 'ünïcode ✓');
    expect(publicKeyOfObject(createPrivateKey({ key: readFileSync(path), passphrase: 'ünïcode ✓' }))).toEqual(key);
  });
  it.each([0o640, 0o604, 0o620, 0o660, 0o644, 0o601])('that others have rights to (%o) is refused, with what to do', async (mode) => {
    await expect(fileSigner(written(pem(), mode))).rejects.toMatchObject({
      code: 'loose-mode',
      hint: expect.stringContaining('chmod 600'),
    });
  });
  it.each([0o600, 0o400, 0o700])('that its owner alone has rights to (%o) is taken', async (mode) => {
    expect((await fileSigner(written(pem(), mode))).publicKey.algorithm).toBe('ecdsa-p256');
  });
  it.each([
    ['nothing', '', 'not-a-key'],
    ['something else', 'hello', 'not-a-key'],
    ['an older form', p256().export({ format: 'pem', type: 'sec1' }).toString(), 'not-a-key'],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', 'not-a-key'],
    ['a damaged key', pem().replace(/\n[A-Za-z0-9+/]{8}/, '\nAAAAAAAA'), 'not-a-key'],
    [
      'a key of RSA',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      'unsupported-key',
    ],
    ['too much', `${pem()}${' '.repeat(70_000)}`, 'not-a-key'],
  ])('with %s is refused', async (_, text, code) => {
    await expect(fileSigner(written(text))).rejects.toMatchObject({ code });
  });
  it('that is not there is refused', async () => {
    await expect(fileSigner(join(folder, 'none'))).rejects.toMatchObject({ code: 'no-key' });
    await expect(createKeyFile(join(folder, 'none', 'key'))).rejects.toMatchObject({ code: 'no-key' });
  });
  it('never shows its passphrase in an error', async () => {
    const path = fresh();
    await createKeyFile(path, 'correct horse');
    const error: unknown = await fileSigner(path, 'hunter2-hunter2').catch((each: unknown) => each);
    expect(JSON.stringify([error, String(error), (error as { cause?: unknown }).cause])).not.toContain('hunter2');
  });
});

describe('a place of a key', () => {
  it.each([
    ['aws:arn:aws:kms:eu-west-1:1:key/a', { kind: 'aws-kms', key: 'arn:aws:kms:eu-west-1:1:key/a' }],
    ['azure:https://v.vault.azure.net/keys/k', { kind: 'azure-key-vault', key: 'https://v.vault.azure.net/keys/k' }],
    ['gcp:projects/p', { kind: 'gcp-kms', key: 'projects/p' }],
  ])('is %s', (text, place) => {
    expect(parseKeyService(text)).toEqual(place);
  });
  it.each(['', 'aws', 'aws:', 'hsm:x', ':x', 'constructor:x'])('is not %j', (text) => {
    expect(() => parseKeyService(text)).toThrow(expect.objectContaining({ code: 'bad-place' }));
  });
  it('of a key service is refused before anything is asked where it cannot be one', async () => {
    await expect(openSigner({ kind: 'azure-key-vault', key: 'http://v/keys/k' })).rejects.toMatchObject({ code: 'bad-place' });
    await expect(openSigner({ kind: 'gcp-kms', key: 'projects/p/locations/l/keyRings/r/cryptoKeys/k' })).rejects.toMatchObject({
      code: 'bad-place',
    });
  });
});

describe('a signer', () => {
  it('hands out no signature that its own key did not make', async () => {
    const [one, other] = [signerOf(p256()), signerOf(p256())];
    const lying = checkedSigner({
      spki: Buffer.from(one.publicKey.spki, 'base64'),
      place: 'a service',
      sign: (message) => other.sign(message),
      close: () => Promise.resolve(),
    });
    await expect(lying.sign(Buffer.from('m'))).rejects.toMatchObject({ code: 'bad-answer' });
  });
  it('signs the checkpoint of the vector as it stands there', async () => {
    const text = 'example.com/revocation-log\n5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n';
    expect(await signNote(signerOf(privateKeyOf(seeds.log)), 'example.com/revocation-log', text)).toBe(
      `${text}\n— example.com/revocation-log 1QR21W7X78OSmrNK4Y2QNi9rzjsCHKV8FxnorutFD1MFyMPPhjyyA6BvHmkbHue7nU5HA7I0ax37efG8fo8ZrIOnOAo=\n`,
    );
  });
});
