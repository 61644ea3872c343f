import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HistoryError } from '../errors.ts';
import { sqliteError } from './errors.ts';

/** Tells a store from other SQLite files: `Vstg`. */
export const APPLICATION = 0x56737467;

const MIB = 2 ** 20;
/*
 * The write-ahead log lets readers go on beside a writer, and with full synchronisation what is committed is on the disk. The page cache is
 * for the first load, which writes into three trees at once: with the usual 2 MiB it takes half as long again.
 */
const settings = [
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA cell_size_check = ON',
  'PRAGMA trusted_schema = OFF',
  // After a first load the log is as long as the store; it is cut when it starts anew.
  `PRAGMA journal_size_limit = ${64 * MIB}`,
  // What is in the log is durable. It goes into the store when it is longer than this, in pages of 4 KiB, or when the store is closed: once for
  // facts, conclusions and all else that a process writes, and not behind each of them.
  `PRAGMA wal_autocheckpoint = ${(128 * MIB) / 4096}`,
];

/** Opens a file, which is made with its folder where it is not there: the file for its owner alone, the folder too. */
export function openDatabase(path: string, place: string, use: 'read' | 'write'): DatabaseSync {
  make(path, place);
  let database: DatabaseSync | undefined;
  try {
    // Another process may be making it, or reading a log that was left behind: that takes moments.
    database = new DatabaseSync(path, { timeout: 5_000, allowExtension: false });
    for (const setting of settings) database.exec(setting);
    database.exec(`PRAGMA cache_size = -${(use === 'write' ? 128 * MIB : 16 * MIB) / 1024}`);
    // Read before anything is written: it may be somebody else's.
    const application = pragma(database, 'application_id');
    const foreign = application === 0 && database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
    if (foreign || (application !== 0 && application !== APPLICATION))
      throw new HistoryError('bad-place', `opening ${place}: it is another program's database`, { hint: 'name another place' });
    return database;
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw sqliteError(`opening ${place}`, error);
  }
}

/** A number that a pragma tells. */
export function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  const row: unknown = database.prepare(`PRAGMA ${name}`).get();
  const value = row === undefined ? undefined : (Object.values(row as object) as readonly unknown[])[0];
  return typeof value === 'number' ? value : 0;
}

function make(path: string, place: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return;
    if (code === 'ENOSPC') throw new HistoryError('full', `making ${place}: no room is left`, { cause: error });
    throw new HistoryError('unreachable', `making ${place}: ${code}`, { cause: error, hint: 'may the folder be written in?' });
  }
}
