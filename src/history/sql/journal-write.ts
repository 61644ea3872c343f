import type { EntryChange, EntryRow } from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { nameHashes, storedEntry } from './entry-row.ts';
import type { FoundEntries } from './found.ts';
import type { SqlRow, SqlSession } from './session.ts';
import { unstored } from './text.ts';

const PORTION = 5_000;

/** Their names are gathered to be found by: see `FoundEntries`. */
export async function writeEntries(session: SqlSession, entries: readonly EntryRow[], found: FoundEntries): Promise<void> {
  for (let at = 0; at < entries.length; at += PORTION) {
    const portion = entries.slice(at, at + PORTION);
    for (const { id, names } of portion) found.add(id, nameHashes(names));
    await session.insert('journal', portion.map(storedEntry));
    if (found.full) await writeFound(session, found);
  }
}

export async function writeFound(session: SqlSession, found: FoundEntries): Promise<void> {
  for (const portion of found.take()) await session.insert('journal_found', portion);
}

export async function changeEntries(session: SqlSession, changes: readonly EntryChange[]): Promise<void> {
  for (const { id, version, stands, told } of changes) {
    const set = { version, stands: stands ? 1 : 0, told };
    const changed = await session.all(session.build.updateTable('journal').set(set).where('id', '=', id).returning('id').compile());
    if (changed.length === 0) throw new HistoryError('broken', `cannot change entry ${id} of the journal: it is not kept`);
  }
}

export async function removeEntries(session: SqlSession, ids: readonly number[]): Promise<void> {
  const { build, among } = session;
  const hashes = new Set<number>();
  for (const { names } of await session.all(build.selectFrom('journal').select('names').where(among('id', ids)).compile()))
    for (const hash of nameHashes(unstored(names))) hashes.add(hash);
  const found = build.deleteFrom('journal_found').where(among('hash', [...hashes]));
  await session.all(found.where(among('entry_id', ids)).compile());
  await session.all(build.deleteFrom('journal').where(among('id', ids)).compile());
}

export async function forget(session: SqlSession, marks: readonly string[]): Promise<void> {
  for (let at = 0; at < marks.length; at += PORTION) {
    const rows: SqlRow[] = marks.slice(at, at + PORTION).map((mark) => [mark]);
    await session.insert('forgotten', rows, 'new');
  }
}
