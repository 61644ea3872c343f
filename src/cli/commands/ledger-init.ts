import { randomBytes } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { instantOf } from '../../base/instant.ts';
import { createLedger, isOrigin } from '../../evidence/ledger/open.ts';
import { programName } from '../../run/version.ts';
import { json, print } from '../history/format.ts';
import { operatorOf, type LedgerOptions } from '../ledger/logbook.ts';
import { keyLines } from '../ledger/key-text.ts';
import { ledgerFormat } from '../ledger/format.ts';
import { ledgerFolder, ledgerName } from '../ledger/place.ts';
import { keyPath, keyPlaceOf, openKey, passphraseOf, type KeyOptions } from '../ledger/signer.ts';
import { sayWrapped } from '../present.ts';
import { loadLedgerSettings } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

export interface LedgerInitOptions extends LedgerOptions, KeyOptions {
  readonly origin?: string;
  readonly format: string;
}

/** Begins a ledger and prints the key that its readers need. From then on runs are logged. */
export async function ledgerInitCommand(terminal: Terminal, options: LedgerInitOptions): Promise<number> {
  const format = ledgerFormat(options.format);
  const settings = await loadLedgerSettings(terminal, options);
  const folder = ledgerFolder(terminal, options, settings);
  const name = ledgerName(options, settings);
  if (await isThere(join(folder, 'checkpoint')))
    throw new UsageError(`cannot begin a ledger in ${name}: there is one`, { hint: 'see it with `vestige ledger status`' });
  const place = keyPlaceOf(terminal, folder, options, 'key.pem');
  const { origin = `vestige-ledger/${randomBytes(8).toString('hex')}` } = options;
  // Looked at before a key is made that nothing would be signed with.
  if (!isOrigin(origin))
    throw new UsageError(`cannot call a ledger ${JSON.stringify(origin)}`, {
      hint: 'a name has at most 200 characters, no white space and no "+": best an address of yours without https://',
    });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isNew = place.kind === 'file' && (await makeKey(terminal, keyPath(folder, place.path), options));
  const signer = await openKey(terminal, folder, place, options);
  try {
    const ledger = await createLedger(folder, {
      ...{ origin, signer, by: operatorOf(settings), program: programName(), at: instantOf(terminal.clock()) },
      signerSettings: { ...place },
    });
    await ledger.close();
    const vkey = ledger.keys.at(-1)?.vkey ?? '';
    const told = { schema: 1, place: name, origin, vkey, key: signer.place };
    await print(
      terminal,
      {},
      format === 'json' ? json(told) : keyLines(sheetOf(terminal, {}), { ...told, isNew, isFile: place.kind === 'file' }),
    );
    sayWrapped(terminal, options, 'from now on scan, capture, analyze, verify, imports, exceptions, exports and prunes are logged here');
    return 0;
  } finally {
    await signer.close();
  }
}

/** Makes a key where there is none: one that is there is used as it is. Answers whether it is new. */
export async function makeKey(terminal: Terminal, path: string, options: KeyOptions): Promise<boolean> {
  if (await isThere(path)) return false;
  const { createKeyFile } = await import('../../evidence/seal/key-file.ts');
  await createKeyFile(path, await passphraseOf(terminal, options));
  return true;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw new UsageError(`cannot look at ${path}: ${(error as Error).message}`, { cause: error });
    },
  );
}
