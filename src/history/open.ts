import { join, resolve } from 'node:path';
import type { HistoryStore } from '../contract/store.ts';
import type { Engine } from './engine.ts';
import { HistoryError } from './errors.ts';
import { historyStore } from './store.ts';

export interface HistoryPlace {
  /** The state folder: `.vestige`. */
  readonly state: string;
  /** A file's path, or `postgres://…`; left out: `history.db` in the state folder. */
  readonly place?: string;
  /** How long a second writer waits for the first, in milliseconds; left out: 30 s. */
  readonly waitMs?: number;
}

/**
 * Opens the history, which is made where there is none. Throws `HistoryError`: `older-schema` when it must be migrated first,
 * `newer-schema`, `unreachable`, `bad-place`, `broken`, `full`. Loads the driver of the place named, and no other.
 */
export async function openHistory(place: HistoryPlace): Promise<HistoryStore> {
  return historyStore(await openEngine(place));
}

/** The same below the store: for checking, pruning and exporting. */
export async function openEngine(place: HistoryPlace): Promise<Engine> {
  const { kind, where, options } = understood(place);
  if (kind === 'postgres') return (await import('./postgres/engine.ts')).postgresEngine(where, options);
  return (await import('./sqlite/engine.ts')).sqliteEngine(where, options);
}

/** Brings a store that an earlier version made forward; an empty place is made. Answers the schemas before (0: none) and after. */
export async function migrateHistory(place: HistoryPlace): Promise<{ readonly from: number; readonly to: number }> {
  const { kind, where, options } = understood(place);
  if (kind === 'postgres') return (await import('./postgres/engine.ts')).migratePostgres(where, options);
  return (await import('./sqlite/engine.ts')).migrateSqlite(where, options);
}

function understood({ state, place, waitMs = 30_000 }: HistoryPlace): {
  readonly kind: 'sqlite' | 'postgres';
  readonly where: string;
  readonly options: { readonly waitMs: number; readonly place: string };
} {
  const where = place ?? join(state, 'history.db');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(where)?.[1]?.toLowerCase();
  if (scheme === 'postgres' || scheme === 'postgresql') return { kind: 'postgres', where, options: { waitMs, place: scheme } };
  // Not named in full: a password may be in it.
  if (scheme !== undefined)
    throw new HistoryError('bad-place', `opening the history: ${scheme}:// is no store that is known`, {
      hint: 'a path of a file, or postgres://host/database',
    });
  if (where === '' || where.includes('\0') || where === ':memory:')
    throw new HistoryError('bad-place', `opening the history: ${JSON.stringify(where)} is no path of a file`);
  return { kind: 'sqlite', where: resolve(where), options: { waitMs, place: `sqlite ${where}` } };
}
