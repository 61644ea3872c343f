import { readLedger } from '../../evidence/ledger/open.ts';
import type { FolderReader } from '../../evidence/ledger/reader.ts';
import type { LedgerSettings } from '../../run/ledger-settings.ts';
import { RunLedgerError } from '../../run/ledger/errors.ts';
import { loadLedgerSettings, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { isLedgerWanted, ledgerFolder, ledgerName, refuseHalfMade } from './place.ts';

export interface LedgerHere {
  readonly settings: LedgerSettings;
  readonly folder: string;
  /** What messages call it. */
  readonly name: string;
}

/** The ledger that the options and the configuration mean. Throws {@link RunLedgerError} `no-ledger` where nothing is there. */
export async function ledgerHere(terminal: Terminal, options: CommonOptions): Promise<LedgerHere> {
  const settings = await loadLedgerSettings(terminal, options);
  const folder = ledgerFolder(terminal, options, settings);
  const name = ledgerName(options, settings);
  if (!(await isLedgerWanted(folder, settings))) {
    throw new RunLedgerError('no-ledger', `cannot ask the ledger: there is none in ${name}`, {
      hint: '`vestige ledger init` makes one; another place is named by --state, or by ledger.folder of the configuration',
    });
  }
  return { settings, folder, name };
}

/** It is read as its checkpoint has it: a writer is not waited for. */
export async function readHere(terminal: Terminal, options: CommonOptions): Promise<LedgerHere & { readonly ledger: FolderReader }> {
  const here = await ledgerHere(terminal, options);
  await refuseHalfMade(here.folder, here.name);
  return { ...here, ledger: await readLedger(here.folder) };
}
