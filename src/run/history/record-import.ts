import { canonicalJson } from '../../base/bytes/canonical.ts';
import { instantOf, type Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { JournalEntry } from '../../model/history.ts';
import type { LifeCycleImport } from '../../model/life-cycle-import.ts';
import type { LifeCycleEvent, LogSpan } from '../../model/life-cycle.ts';
import { eventEntry, spanEntry } from './journal-entries.ts';

/** A file that was read through and is to be kept. */
export interface ImportToRecord {
  readonly manifest: LifeCycleImport;
  readonly span: LogSpan | null;
  readonly at: Instant;
  events(): Iterable<LifeCycleEvent>;
}

export interface RecordedImport {
  /** As it is kept: with what was here before. */
  readonly manifest: LifeCycleImport;
  /** Events that were not here, that were as they are, and that were told otherwise; the corrections stand. */
  readonly added: number;
  readonly again: number;
  readonly corrected: number;
  /** Since when the same file, read the same way, is here; `null`: it was not. */
  readonly before: Instant | null;
}

/**
 * Keeps a file's events, then what it speaks for and its manifest. Where it stops between the two the events are here and the file speaks for
 * nothing, until it is imported again. The same file again changes nothing but what its giver now says of it otherwise. `now`: epoch milliseconds.
 */
export async function recordImport(store: HistoryStore, file: ImportToRecord, now: number): Promise<RecordedImport> {
  const at = instantOf(now);
  const former = await formerImport(store, file.manifest.id);
  const events = await store.append(entriesOf(file.events()), at);
  const manifest = former === null ? { ...file.manifest, replays: events.again } : withFormer(file.manifest, former.manifest);
  await store.append(
    [
      ...(file.span === null ? [] : [spanEntry(file.span, null)]),
      ...(former !== null && isSame(former.manifest, manifest) ? [] : [importEntry(manifest, file.at)]),
    ],
    at,
  );
  return { manifest, ...events, before: former?.recordedAt ?? null };
}

/** What was new when it first came, and what then lay ahead, is not told anew; nor is what its giver does not say again. */
function withFormer(manifest: LifeCycleImport, former: LifeCycleImport): LifeCycleImport {
  return {
    ...manifest,
    query: manifest.query ?? former.query,
    parameters: Object.keys(manifest.parameters).length === 0 ? former.parameters : manifest.parameters,
    extractedBy: manifest.extractedBy ?? former.extractedBy,
    extractedAt: manifest.extractedAt ?? former.extractedAt,
    covers: manifest.covers ?? former.covers,
    replays: former.replays,
    ahead: former.ahead,
  };
}

function* entriesOf(events: Iterable<LifeCycleEvent>): Generator<JournalEntry> {
  for (const event of events) yield eventEntry(event, null);
}

/** A manifest as a store keeps it. `at`: what it speaks until. */
export function importEntry(manifest: LifeCycleImport, at: Instant): JournalEntry {
  const { id, system, name, sha256 } = manifest;
  return {
    sort: 'import',
    key: id,
    boundary: null,
    at,
    names: [...new Set([id, system, name, sha256])].sort(byCodeUnit),
    value: manifest as unknown as Json,
  };
}

async function formerImport(
  store: HistoryStore,
  id: string,
): Promise<{ readonly manifest: LifeCycleImport; readonly recordedAt: Instant } | null> {
  for await (const { key, value, recordedAt } of store.entries({ sorts: ['import'], names: [id] }))
    if (key === id) return { manifest: value as unknown as LifeCycleImport, recordedAt };
  return null;
}

function isSame(a: LifeCycleImport, b: LifeCycleImport): boolean {
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json);
}
