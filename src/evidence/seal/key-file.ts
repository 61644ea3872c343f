import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PublicKey, Signer } from '../../contract/signer.ts';
import { publicKeyOfObject } from '../envelope/public-key.ts';
import { SealError } from './errors.ts';
import { encryptedPem } from './pkcs8.ts';
import { checkedSigner } from './signer.ts';

/** A file of a key is never longer. */
const MOST_BYTES = 65_536;

/**
 * Makes an Ed25519 key and writes it as PKCS#8 in PEM, readable by its owner alone, durable before this answers. With a passphrase it is
 * encrypted so that `openssl pkey` opens it. Throws `exists` rather than to write over a key.
 */
export async function createKeyFile(path: string, passphrase?: string): Promise<PublicKey> {
  if (passphrase === '') throw new SealError('passphrase-needed', `cannot encrypt the key ${path}: the passphrase is empty`);
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem =
    passphrase === undefined ? privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() : encryptedPem(privateKey, passphrase);
  const file = await opened(path);
  try {
    // a umask may only have taken more away; some file systems give all to everybody
    await file.chmod(0o600);
    await file.writeFile(pem);
    await file.sync();
  } catch (cause) {
    await unlink(path);
    throw new SealError('no-key', `cannot write a key to ${path}`, { cause });
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
  const publicKey = publicKeyOfObject(privateKey);
  if (publicKey === undefined) throw new SealError('unsupported-key', `cannot tell the public key of ${path}`);
  return publicKey;
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST')
      throw new SealError('exists', `cannot make a key in ${path}: there is a file already`, {
        cause,
        hint: 'name another file; a key is never written over',
      });
    throw new SealError('no-key', `cannot make a key in ${path}: ${codeOf(cause) ?? 'the file cannot be made'}`, { cause });
  }
}

/**
 * Signs with the key in a file: PKCS#8 in PEM, Ed25519 or ECDSA P-256, encrypted or not. Nobody but its owner may have any right to the file,
 * and the owner is whoever runs this, or root. The passphrase is used once and kept nowhere.
 */
export async function fileSigner(path: string, passphrase?: string): Promise<Signer> {
  const key = privateKeyIn(path, await readKey(path), passphrase);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return checkedSigner({
    spki,
    place: `file ${path}`,
    sign: (message, { algorithm }) =>
      Promise.resolve(sign(algorithm === 'ed25519' ? null : 'sha256', message, { key, dsaEncoding: 'der' })),
    close: () => Promise.resolve(),
  });
}

/** Rights are looked at on the file that was opened, so that nobody swaps it between the two. */
async function readKey(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new SealError('no-key', `cannot open the key ${path}: ${codeOf(cause) ?? 'it cannot be read'}`, {
      cause,
      hint:
        codeOf(cause) === 'ENOENT'
          ? 'make one with `vestige ledger init`, or name the file that holds it'
          : 'run as the user it belongs to',
    });
  }
  try {
    const { mode, uid, size } = await file.stat();
    const me = process.geteuid?.();
    // where there are no such rights, the platform makes them up
    if (me !== undefined && (mode & 0o077) !== 0)
      throw new SealError('loose-mode', `cannot trust the key ${path}: its mode is ${octal(mode)}, so others may read or change it`, {
        hint: `chmod 600 ${path}; if others may have read it, change the key: vestige ledger rotate-key`,
      });
    if (me !== undefined && uid !== me && uid !== 0)
      throw new SealError('loose-mode', `cannot trust the key ${path}: it belongs to user ${uid}, and this runs as ${me}`, {
        hint: 'own it, or run as its owner',
      });
    if (size > MOST_BYTES) throw new SealError('not-a-key', `cannot read the key ${path}: it has ${size} bytes, and no key is so long`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function privateKeyIn(path: string, pem: string, passphrase: string | undefined): KeyObject {
  const isEncrypted = pem.includes('BEGIN ENCRYPTED PRIVATE KEY');
  if (!isEncrypted && !pem.includes('BEGIN PRIVATE KEY'))
    throw new SealError('not-a-key', `cannot read the key ${path}: it is no PKCS#8 in PEM`, {
      hint: `openssl pkcs8 -topk8 -in ${path} -out NEW -nocrypt writes an older form anew`,
    });
  if (isEncrypted && passphrase === undefined)
    throw new SealError('passphrase-needed', `cannot open the key ${path}: it is encrypted`, {
      hint: 'set VESTIGE_LEDGER_PASSPHRASE, or name a file with --passphrase-file',
    });
  let key: KeyObject;
  try {
    key = createPrivateKey(isEncrypted ? { key: pem, passphrase: passphrase ?? '' } : pem);
  } catch {
    // the platform's message is not handed on: it may tell of what is inside
    if (isEncrypted)
      throw new SealError('wrong-passphrase', `cannot open the key ${path}: the passphrase does not fit, or the file is damaged`);
    throw new SealError('not-a-key', `cannot read the key ${path}: what is between its PEM lines is no key`);
  }
  return key;
}

/** A file is there for good when its folder says so. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

function codeOf(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
