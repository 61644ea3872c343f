import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isUnbegun } from '../../evidence/ledger/open.ts';
import { RunLedgerError } from '../../run/ledger/errors.ts';
import type { LedgerSettings } from '../../run/ledger-settings.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

/** Where the ledger is: in the state folder, or as the configuration says and the user meant it. */
export function ledgerFolder(
  terminal: Terminal,
  options: Pick<CommonOptions, 'state'>,
  { folder }: Pick<LedgerSettings, 'folder'>,
): string {
  return folder === null ? join(userPath(terminal, options.state), 'ledger') : userPath(terminal, folder);
}

/** What messages call it: as short as the user would write it. */
export function ledgerName(options: Pick<CommonOptions, 'state'>, { folder }: Pick<LedgerSettings, 'folder'>): string {
  return folder ?? join(options.state, 'ledger');
}

/**
 * Whether runs are to be logged: a ledger was named, or something lies where one would be. A ledger that lost a file is one still: taking it for
 * none would leave runs out in silence.
 */
export async function isLedgerWanted(folder: string, { folder: named }: Pick<LedgerSettings, 'folder'>): Promise<boolean> {
  return named !== null || (await isAnythingIn(folder));
}

/** Throws {@link RunLedgerError} `half-made` where somebody began to make a ledger and nothing was logged in it yet. */
export async function refuseHalfMade(folder: string, name: string): Promise<void> {
  if (!(await isAnythingIn(folder)) || !(await isUnbegun(folder))) return;
  throw new RunLedgerError('half-made', `cannot use the ledger ${name}: its making was cut off, and nothing was logged in it`, {
    hint: 'run `vestige ledger init` again, with the same options: a key that is there is used',
  });
}

async function isAnythingIn(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new UsageError(`cannot look into ${folder}: ${(cause as Error).message}`, { cause });
  }
}
