import { instantOf } from '../../base/instant.ts';
import { eraseBodies } from '../../evidence/ledger/erase.ts';
import { erasableBy, type Erasable } from '../../run/ledger/erasable.ts';
import { json, print } from '../history/format.ts';
import { eraseLines } from '../ledger/erase-text.ts';
import { ledgerFormat } from '../ledger/format.ts';
import type { LedgerOptions } from '../ledger/logbook.ts';
import { holdLedger } from '../ledger/open.ts';
import { ledgerHere, readHere } from '../ledger/reader.ts';
import { say } from '../present.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

export interface LedgerEraseOptions extends LedgerOptions {
  readonly reason: string;
  readonly by: string;
  readonly dryRun?: boolean;
  readonly format: string;
}

/** Erases what entries of the ledger say of people, after an entry that says so, and tells what can no longer be shown. Asks nothing back. */
export async function ledgerEraseCommand(terminal: Terminal, name: string, options: LedgerEraseOptions): Promise<number> {
  const format = ledgerFormat(options.format);
  const told = { by: named(options.by, '--by'), reason: named(options.reason, '--reason') };
  if (options.dryRun === true) {
    const { ledger } = await readHere(terminal, options);
    return tell(terminal, options, format, await erasableBy(ledger, name), null);
  }
  const { folder } = await ledgerHere(terminal, options);
  const held = await holdLedger(terminal, folder, options);
  try {
    const { ledger } = held;
    const gone = await erasableBy(ledger, name);
    const indexes = gone.map(({ index }) => index);
    const at = instantOf(terminal.clock());
    const entry = await eraseBodies(ledger, indexes, { at, by: { name: told.by, from: 'given' }, reason: told.reason });
    return await tell(terminal, options, format, gone, entry);
  } finally {
    await held.close();
  }
}

function named(text: string, option: string): string {
  const trimmed = text.trim();
  if (trimmed !== '') return trimmed;
  throw new UsageError(`cannot erase anything: ${option} says nothing`, { hint: 'an erasure is logged with who wanted it and why' });
}

async function tell(
  terminal: Terminal,
  options: LedgerEraseOptions,
  format: 'text' | 'json',
  erased: readonly Erasable[],
  entry: number | null,
): Promise<number> {
  if (format === 'json') await print(terminal, {}, json({ schema: 1, entry, erased }));
  else if (erased.length > 0) await print(terminal, {}, eraseLines(sheetOf(terminal, {}), erased, entry));
  if (erased.length === 0) say(terminal, options, 'nothing to erase: all of it was erased before');
  return 0;
}
