import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryStore } from '../contract/store.ts';
import { memoryEngine } from '../history/memory/memory.ts';
import { openHistory } from '../history/open.ts';
import { historyStore } from '../history/store.ts';
import { demoConfigurationFile } from './configuration.ts';
import { isOfDemo, type DemoEstate } from './demo.ts';
import { agree, demoLedger, loggedIn, nothingLogged, type DemoLedger } from './ledger.ts';

/** Where the sample's history and ledger are. */
export interface DemoPlace {
  readonly store: HistoryStore;
  readonly ledger: DemoLedger;
  /** Whether they stay in the state folder. */
  readonly isKept: boolean;
  close(): Promise<void>;
}

/**
 * The history and the ledger of a state folder, where they hold these days or nothing, and hold the same; then the folder also gets the sample's
 * configuration, unless one is there. Else a history in memory and a ledger that goes with it: what was invented has no place among what was read.
 * `ledgerName`: what messages call the ledger of the state folder.
 */
export async function demoPlace(state: string, ledgerName: string, estate: DemoEstate): Promise<DemoPlace> {
  const folder = join(state, 'ledger');
  const store = await openHistory({ state });
  try {
    const [runs, logged] = [await store.runs(), await loggedIn(folder)];
    if (logged !== null && runs.every((run) => isOfDemo(estate, run)) && agree(logged, runs)) {
      const ledger = await demoLedger(folder, ledgerName, logged);
      await writeUnlessThere(join(state, 'vestige.yaml'), demoConfigurationFile());
      return { store, ledger, isKept: true, close: () => store.close() };
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  await store.close();
  return inMemory();
}

async function inMemory(): Promise<DemoPlace> {
  const scratch = await mkdtemp(join(tmpdir(), 'vestige-demo-ledger-'));
  const remove = (): Promise<void> => rm(scratch, { recursive: true, force: true });
  try {
    const folder = join(scratch, 'ledger');
    return { store: historyStore(memoryEngine()), ledger: await demoLedger(folder, folder, nothingLogged), isKept: false, close: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function writeUnlessThere(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
