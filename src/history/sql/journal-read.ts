import { byCodeUnit } from '../../base/order.ts';
import { journalSorts } from '../../model/history.ts';
import type { EntryFilter, EntryHead, EntryRow } from '../engine.ts';
import { isNamed } from '../journal/named.ts';
import { entryColumns, entryOf, headColumns, headOf } from './entry-row.ts';
import { foundHash } from './found.ts';
import type { SqlSession } from './session.ts';
import { storable } from './text.ts';

/** More boundaries than this are looked at here: a statement takes so many values and no more. */
const MANY = 1_000;
const sortsInOrder = [...journalSorts].sort(byCodeUnit);

/** Entries by sort, at, key, version. Found by name they are few, and asked for at once; else one sort after another, as an index has them. */
export async function* readEntries(session: SqlSession, filter: EntryFilter): AsyncGenerator<EntryRow> {
  const { sorts, boundaries } = filter;
  const chosen = sortsInOrder.filter((sort) => sorts?.includes(sort) !== false);
  if (chosen.length === 0 || boundaries?.length === 0) return;
  const within = boundaries === undefined ? null : new Set<string | null>(boundaries);
  const names = filter.names === undefined ? null : new Set(filter.names);
  for (const turn of names === null ? chosen.map((sort) => [sort]) : [chosen]) {
    let query = session.build.selectFrom('journal').select(entryColumns);
    query = query.where('sort', 'in', turn).orderBy('sort').orderBy('at').orderBy('key').orderBy('version');
    if (filter.every !== true) query = query.where('stands', '=', 1);
    if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
    if (filter.until !== undefined) query = query.where('at', '<', filter.until);
    if (boundaries !== undefined && boundaries.length <= MANY) query = query.where('boundary', 'in', boundaries.map(storable));
    if (names !== null) query = query.where('id', 'in', found(session, Array.from(names, foundHash)));
    for await (const portion of session.stream(query.compile())) {
      for (const list of portion) {
        const entry = entryOf(list);
        if (within?.has(entry.boundary) === false) continue;
        // A number may be that of several texts.
        if (names === null || isNamed(entry, names)) yield entry;
      }
    }
  }
}

function found({ build, among }: SqlSession, hashes: readonly number[]) {
  const byKey = build.selectFrom('journal').select('id').where(among('key_hash', hashes));
  const byName = build.selectFrom('journal_found').select('entry_id as id').where(among('hash', hashes));
  return byName.unionAll(byKey);
}

export async function readHeads(session: SqlSession, of: readonly Pick<EntryHead, 'sort' | 'key'>[]): Promise<readonly EntryHead[]> {
  const wanted = new Set(of.map(({ sort, key }) => `${sort} ${key}`));
  const hashes = [...new Set(of.map(({ key }) => foundHash(key)))];
  const heads: EntryHead[] = [];
  const query = session.build.selectFrom('journal').select(headColumns).where(session.among('key_hash', hashes));
  for await (const portion of session.stream(query.compile()))
    for (const list of portion) {
      const head = headOf(list);
      if (wanted.has(`${head.sort} ${head.key}`)) heads.push(head);
    }
  return heads;
}

export async function* readEveryHead(session: SqlSession): AsyncGenerator<EntryHead> {
  const query = session.build.selectFrom('journal').select(headColumns).orderBy('sort').orderBy('key').orderBy('version');
  for await (const portion of session.stream(query.compile())) for (const list of portion) yield headOf(list);
}

export async function readForgotten(session: SqlSession, among: readonly string[] | undefined): Promise<readonly string[]> {
  const marks: string[] = [];
  const every = session.build.selectFrom('forgotten').select('mark').orderBy('mark');
  if (among === undefined) {
    for await (const portion of session.stream(every.compile())) for (const [mark] of portion) marks.push(mark as string);
    return marks;
  }
  for (let at = 0; at < among.length; at += MANY) {
    const query = every.where('mark', 'in', among.slice(at, at + MANY));
    for (const { mark } of await session.all(query.compile())) marks.push(mark);
  }
  return marks.sort(byCodeUnit);
}
