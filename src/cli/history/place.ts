import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryStore } from '../../contract/store.ts';
import type { Engine } from '../../history/engine.ts';
import type { HistoryPlace } from '../../history/open.ts';
import type { HistorySettings } from '../../run/history-settings.ts';
import { loadHistorySettings, userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

/** Where history is kept: as the configuration says, a file as the user meant it. */
export function placeOf(terminal: Terminal, options: CommonOptions, { store }: Pick<HistorySettings, 'store'>): HistoryPlace {
  const state = userPath(terminal, options.state);
  if (store === null) return { state };
  return { state, place: isAddress(store) ? store : userPath(terminal, store) };
}

function isAddress(store: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(store);
}

/** Opens it to be written to; it is made where there is none. The drivers are loaded here and by nobody before. */
export async function openStore(place: HistoryPlace): Promise<HistoryStore> {
  const { openHistory } = await import('../../history/open.ts');
  return openHistory(place);
}

/** Asks the store that the configuration names, and closes it. Throws {@link UsageError} where nothing was ever recorded. */
export async function withStore<T>(terminal: Terminal, options: CommonOptions, ask: (store: HistoryStore) => Promise<T>): Promise<T> {
  const place = placeOf(terminal, options, await loadHistorySettings(terminal, options));
  await mustBeThere(place);
  return using(await openStore(place), ask);
}

/** The same below the store, for those who keep it. */
export async function withEngine<T>(
  terminal: Terminal,
  options: CommonOptions,
  work: (engine: Engine, settings: HistorySettings) => Promise<T>,
): Promise<T> {
  const settings = await loadHistorySettings(terminal, options);
  const place = placeOf(terminal, options, settings);
  await mustBeThere(place);
  const { openEngine } = await import('../../history/open.ts');
  return using(await openEngine(place), (engine) => work(engine, settings));
}

async function using<S extends { close(): Promise<void> }, T>(opened: S, work: (opened: S) => Promise<T>): Promise<T> {
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** A question makes no store. */
async function mustBeThere(place: HistoryPlace): Promise<void> {
  if (!(await isToBeMade(place))) return;
  throw new UsageError(`cannot look into the history: nothing is recorded in ${fileOf(place)}`, {
    hint: '`vestige scan` and `vestige analyze` record what they read; another place is named by --state, or by history.store of the configuration',
  });
}

/** Whether it is a file that is not there. */
export async function isToBeMade(place: HistoryPlace): Promise<boolean> {
  const file = fileOf(place);
  if (isAddress(file)) return false;
  return access(file).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT',
  );
}

function fileOf({ state, place = join(state, 'history.db') }: HistoryPlace): string {
  return place;
}
