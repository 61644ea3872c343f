import { ledgerStatus } from '../../run/ledger/status.ts';
import { json, print } from '../history/format.ts';
import { ledgerFormat } from '../ledger/format.ts';
import { readHere } from '../ledger/reader.ts';
import { statusLines } from '../ledger/status-text.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

export interface LedgerStatusOptions extends CommonOptions {
  readonly format: string;
  readonly output?: string;
}

/** What the ledger holds. It is not checked: `vestige ledger check` does that. */
export async function ledgerStatusCommand(terminal: Terminal, options: LedgerStatusOptions): Promise<number> {
  const format = ledgerFormat(options.format);
  const { ledger, name } = await readHere(terminal, options);
  const status = await ledgerStatus(ledger, name);
  const sheet = sheetOf(terminal, options);
  await print(terminal, options, format === 'json' ? json(status) : statusLines(sheet, status, terminal.clock()));
  return 0;
}
