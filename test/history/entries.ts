import type { Json } from '../../src/base/json.ts';
import type { HistoryStore, JournalFilter } from '../../src/contract/store.ts';
import type { JournalEntry, StoredEntry } from '../../src/model/history.ts';
import { minute } from './batches.ts';

/** What happened, in few words: at minute `at`, with what it says. */
export function entry(key: string, at = 0, says: Json = key, more: Partial<JournalEntry> = {}): JournalEntry {
  return { sort: 'event', key, boundary: null, at: minute(at), names: [key], value: { says }, ...more };
}

/** An event as logs and imports tell it, of which the retention looks at whom it is about. */
export function event(key: string, at: number, of: Readonly<Record<string, Json>>): JournalEntry {
  const value = { type: 'revoked', subject: null, about: [], object: null, scope: null, ...of };
  return { ...entry(key, at), value, names: typeof value.subject === 'string' ? [value.subject] : [] };
}

export async function entriesOf(store: HistoryStore, filter: JournalFilter = {}): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const each of store.entries(filter)) entries.push(each);
  return entries;
}

/** Keys and what they say: `k=1`. */
export async function said(store: HistoryStore, filter: JournalFilter = {}): Promise<readonly string[]> {
  return (await entriesOf(store, filter)).map(({ key, value }) => `${key}=${JSON.stringify((value as { readonly says?: Json }).says)}`);
}
