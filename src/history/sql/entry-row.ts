import type { JournalSort } from '../../model/history.ts';
import type { EntryHead, EntryRow } from '../engine.ts';
import { foundHash } from './found.ts';
import type { SqlRow } from './session.ts';
import { columnNames, type JournalTable } from './tables.ts';
import { sortable, storable, unsorted, unstored } from './text.ts';

/** The columns of an entry, in the order in which {@link storedEntry} gives and {@link entryOf} takes them. */
export const entryColumns = columnNames('journal') as readonly (keyof JournalTable)[];
/** Those of a head, as {@link headOf} takes them. */
export const headColumns = ['id', 'sort', 'key', 'hash', 'version', 'stands', 'told'] as const satisfies readonly (keyof JournalTable)[];

export function storedEntry(row: EntryRow): SqlRow {
  return [
    row.id,
    row.sort,
    sortable(row.key),
    foundHash(row.key),
    row.boundary === null ? null : storable(row.boundary),
    row.at,
    row.hash,
    row.version,
    row.stands ? 1 : 0,
    row.told,
    row.recordedAt,
    storable(row.names),
    storable(row.value),
  ];
}

export function entryOf(list: SqlRow): EntryRow {
  return {
    id: list[0] as number,
    sort: list[1] as JournalSort,
    key: unsorted(list[2] as string),
    boundary: typeof list[4] === 'string' ? unstored(list[4]) : null,
    at: list[5] as number,
    hash: list[6] as string,
    version: list[7] as number,
    stands: list[8] === 1,
    told: list[9] as number | null,
    recordedAt: list[10] as number,
    names: unstored(list[11] as string),
    value: unstored(list[12] as string),
  };
}

export function headOf(list: SqlRow): EntryHead {
  return {
    id: list[0] as number,
    sort: list[1] as JournalSort,
    key: unsorted(list[2] as string),
    hash: list[3] as string,
    version: list[4] as number,
    stands: list[5] === 1,
    told: list[6] as number | null,
  };
}

/** Numbers of an entry's names, each once. */
export function nameHashes(names: string): readonly number[] {
  return [...new Set((JSON.parse(names) as readonly string[]).map(foundHash))];
}
