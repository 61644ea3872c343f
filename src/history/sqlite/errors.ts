import { VestigeError } from '../../base/errors.ts';
import { HistoryError, type HistoryCode } from '../errors.ts';

// Result codes of SQLite, sqlite.org/rescode.html.
const FULL = 13;
const IOERR = 10;
/** The index beside the write-ahead log could not be made longer. */
const IOERR_SHMSIZE = 4874;
const codes: ReadonlyMap<number, readonly [HistoryCode, string]> = new Map([
  [5, ['busy', 'another process holds the store; try again when it is done']],
  [6, ['busy', 'another process holds the store; try again when it is done']],
  [FULL, ['full', 'nothing was recorded; make room and do it again']],
  [8, ['unreachable', 'make file and folder writable']],
  [IOERR, ['failed', 'the disk, or a quota of it, refuses; nothing was recorded']],
  [11, ['broken', 'restore the file from a copy; vestige store check says what is wrong']],
  [14, ['unreachable', 'is the folder there, and may it be written in?']],
  [23, ['unreachable', 'may the file be read and written?']],
  [26, ['broken', 'it is no SQLite database, or its beginning was overwritten: name another place, or restore it from a copy']],
]);

/** What SQLite refused, as an error of the history; ours as they are. */
export function sqliteError(attempted: string, error: unknown): unknown {
  if (error instanceof VestigeError || !(error instanceof Error)) return error;
  if (!('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return error;
  const extended = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  const [code, hint] = codes.get(extended === IOERR_SHMSIZE ? FULL : extended & 0xff) ?? (['failed', undefined] as const);
  return new HistoryError(code, `${attempted}: ${error.message} (${extended})`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

export function isBusy(error: unknown): boolean {
  return error instanceof HistoryError && error.code === 'busy';
}
