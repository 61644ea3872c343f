import { openLedger, readLedgerSettings } from '../../evidence/ledger/open.ts';
import type { FolderLedger } from '../../evidence/ledger/writer.ts';
import type { HeldLedger } from '../../run/ledger/logbook.ts';
import type { Terminal } from '../streams.ts';
import { refuseHalfMade } from './place.ts';
import { openKey, readKeyPlace, type KeyOptions } from './signer.ts';

export interface HeldFolder extends HeldLedger {
  readonly ledger: FolderLedger;
}

/** How long one try to become the writer lasts: another one appends within milliseconds, or waits for its key service. */
const PATIENCE_MS = 5_000;

/** Opens the ledger with the key that it says signs now. Throws with code `busy` while another writer has it. */
export async function holdLedger(terminal: Terminal, folder: string, options: KeyOptions): Promise<HeldFolder> {
  await refuseHalfMade(folder, folder);
  const { signer: kept } = await readLedgerSettings(folder);
  const signer = await openKey(terminal, folder, readKeyPlace(folder, kept), options);
  try {
    const ledger = await openLedger(folder, signer, { patienceMs: PATIENCE_MS });
    return {
      ledger,
      async close() {
        try {
          await ledger.close();
        } finally {
          await signer.close();
        }
      },
    };
  } catch (error) {
    await signer.close();
    throw error;
  }
}
