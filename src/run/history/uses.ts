import type { Instant } from '../../base/instant.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import type { UsageNote } from '../../model/history.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { KeptUse } from './fact-sightings.ts';

/** What was told of the use of an identity, a credential or another thing. */
export interface HistoryUse {
  readonly at: Instant;
  /** Of the identity or thing; for use of a service `<identity>|<service>`. */
  readonly key: string;
  readonly value: Json;
  /** `last used 2026-11-01T08:00:00.000Z`, in a reader's words. */
  readonly text: string;
}

/** Months are looked back at as far as this many in which there were runs. */
const MONTHS = 24;

/** What was told of the use of these identities, and of the things under these keys: last, and last in each month. By time, then key. */
export async function usesOf(
  store: HistoryStore,
  runs: readonly RunLine[],
  boundaries: readonly BoundaryId[],
  ids: ReadonlySet<EntityId>,
  keys: ReadonlySet<string>,
): Promise<readonly HistoryUse[]> {
  const months = [...new Set(runs.flatMap(({ from, to }) => [from.slice(0, 7), to.slice(0, 7)]))].sort(byCodeUnit).slice(-MONTHS);
  const uses = new Map<string, HistoryUse>();
  for (const boundary of boundaries) {
    for (const month of [undefined, ...months]) {
      for await (const note of store.usage({ boundary, ...(month === undefined ? {} : { month }) })) {
        const { of, key, value } = note.value as unknown as KeptUse;
        if (isAbout(note, of, key, value, ids, keys)) uses.set(`${note.at}\n${note.key}`, { at: note.at, key, value, text: textOf(value) });
      }
    }
  }
  return [...uses.values()].sort((a, b) => byCodeUnit(a.at, b.at) || byCodeUnit(a.key, b.key));
}

function isAbout(
  { kind }: UsageNote,
  of: string,
  key: string,
  value: Json,
  ids: ReadonlySet<EntityId>,
  keys: ReadonlySet<string>,
): boolean {
  if (kind === 'usage' && of !== 'usage') return keys.has(key);
  const identity: unknown = isJsonObject(value) ? value['identity'] : undefined;
  return typeof identity === 'string' && ids.has(identity);
}

function textOf(value: Json): string {
  if (!isJsonObject(value)) return JSON.stringify(value);
  const { lastUsed, service, detail } = value;
  const told = lastUsed ?? Object.values(value).find((each) => typeof each === 'string') ?? 'unknown';
  const when = typeof told === 'string' ? (words[told] ?? `last used ${told}`) : 'last use not told';
  return `${typeof service === 'string' ? `${service} ` : ''}${when}${typeof detail === 'string' ? ` ${detail}` : ''}`;
}

const words: Readonly<Record<string, string>> = { never: 'not used within what is kept', unknown: 'last use not told' };
