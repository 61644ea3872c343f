import { instantOf } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import type { JournalFilter } from '../../contract/store.ts';
import type { StoredEntry } from '../../model/history.ts';
import type { EntryFilter, EntryRow, ReadTransaction } from '../engine.ts';
import { moment } from '../moment.ts';

export async function giveEntries(
  transaction: ReadTransaction,
  { from, until, ...filter }: JournalFilter,
  give: (entry: StoredEntry) => Promise<boolean>,
): Promise<void> {
  const limits: EntryFilter = {
    ...filter,
    ...(from === undefined ? {} : { from: moment(from) }),
    ...(until === undefined ? {} : { until: moment(until) }),
  };
  for await (const row of transaction.entries(limits)) if (!(await give(entryOf(row)))) return;
}

function entryOf({ sort, key, boundary, at, names, value, version, recordedAt, hash }: EntryRow): StoredEntry {
  return {
    sort,
    key,
    boundary,
    at: instantOf(at),
    names: JSON.parse(names) as readonly string[],
    value: JSON.parse(value) as Json,
    version,
    recordedAt: instantOf(recordedAt),
    hash,
  };
}
