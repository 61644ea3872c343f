import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { JsonObject } from '../../base/json.ts';
import type { Signer } from '../../contract/signer.ts';
import { openSigner, parseKeyService, type KeyPlace } from '../../evidence/seal/open.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

export interface KeyOptions {
  readonly keyFile?: string;
  /** `aws:ARN`, `azure:URL` or `gcp:NAME`. */
  readonly kms?: string;
  readonly passphraseFile?: string;
}

/**
 * Where the options say that the key is, or is to be. A file within the ledger's folder is told from there, so that the folder can be moved. `name`: of
 * a file there, where they name no other.
 */
export function keyPlaceOf(terminal: Terminal, folder: string, { keyFile, kms }: KeyOptions, name: string): KeyPlace {
  if (kms === undefined) {
    const path = keyFile === undefined ? join(folder, name) : userPath(terminal, keyFile);
    const within = relative(folder, path);
    return { kind: 'file', path: within.startsWith('..') || isAbsolute(within) ? path : within };
  }
  if (keyFile !== undefined) throw new UsageError('cannot keep the key in a file and in a key service: name one of --key-file and --kms');
  return parseKeyService(kms);
}

/** What a ledger keeps of where its key is. Throws {@link UsageError} where that is nothing this version knows. */
export function readKeyPlace(folder: string, kept: JsonObject): KeyPlace {
  const { kind, path, key } = kept;
  if (kind === 'file' && typeof path === 'string') return { kind, path };
  if ((kind === 'aws-kms' || kind === 'azure-key-vault' || kind === 'gcp-kms') && typeof key === 'string') return { kind, key };
  throw new UsageError(`cannot find the key of the ledger ${folder}: ledger.json says ${JSON.stringify(kept)}`, {
    hint: 'use the version of vestige that wrote it, or a newer one',
  });
}

/** Opens it. A passphrase comes from a file or the environment and from nowhere else. */
export async function openKey(terminal: Terminal, folder: string, place: KeyPlace, options: KeyOptions): Promise<Signer> {
  if (place.kind !== 'file') return openSigner(place);
  return openSigner({ kind: 'file', path: keyPath(folder, place.path) }, await passphraseOf(terminal, options));
}

export function keyPath(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

/** `undefined`: none is given. One line feed at the end of a file is not part of it. */
export async function passphraseOf(terminal: Terminal, { passphraseFile }: KeyOptions): Promise<string | undefined> {
  if (passphraseFile === undefined) {
    const given = terminal.environment['VESTIGE_LEDGER_PASSPHRASE'] ?? '';
    return given === '' ? undefined : given;
  }
  try {
    return (await readFile(userPath(terminal, passphraseFile), 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new UsageError(
      `cannot read the passphrase in ${passphraseFile}: ${(cause as NodeJS.ErrnoException).code ?? 'it cannot be read'}`,
      {
        cause,
      },
    );
  }
}
