import type { Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { Interval } from '../../model/history.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import { RunError } from '../errors.ts';
import { statesBy, type IntervalState } from './state.ts';
import { usesOf, type HistoryUse } from './uses.ts';
import { historyParts, partOfKind, textOf, type HistoryPart } from './words.ts';

export type { HistoryPart } from './words.ts';
export type { HistoryUse } from './uses.ts';

export interface HistoryEntry {
  readonly part: HistoryPart;
  readonly interval: Interval;
  readonly state: IntervalState;
  /** What it is, in a reader's words: `administer on aws:111122223333, standing, by AdministratorAccess attached to role ops`. */
  readonly text: string;
  /** The name it is told of, where that is a former or later one of what was asked for; else `null`. */
  readonly as: EntityId | null;
}

/** One identity under one name: renamed or re-created, it is another one. */
export interface HistorySubject {
  readonly id: EntityId;
  readonly uid: string | null;
  readonly first: Instant;
  readonly last: Instant;
  readonly state: IntervalState;
}

/** All that is kept of one name. */
export interface HistoryOf {
  readonly asked: string;
  /** Runs kept, and the moments they speak for, first and last. */
  readonly runs: number;
  readonly since: Instant;
  readonly until: Instant;
  /** Identities that were asked for, and what they were called before and after; by first sighting. Empty where the name is of no identity. */
  readonly subjects: readonly HistorySubject[];
  /** By first sighting, then part, kind, key and number. */
  readonly entries: readonly HistoryEntry[];
  /** Use, as told last and as told last in each month, by time, then key. */
  readonly usage: readonly HistoryUse[];
}

/**
 * The history of an id, name or immutable id. Names that an identity had before or after are followed, and so are others under the same
 * name. Throws {@link RunError} `no-history` without any run, `unknown-name` where nothing was ever known by that name.
 */
export async function historyOf(store: HistoryStore, asked: string): Promise<HistoryOf> {
  const runs = await store.runs();
  const [first] = runs;
  if (first === undefined) {
    throw new RunError('no-history', `cannot tell the history of ${asked}: no run is recorded`, { hint: 'run `vestige scan` first' });
  }
  const found = new Map<number, Interval>();
  for await (const interval of store.intervals({ name: asked })) found.set(interval.number, interval);
  if (found.size === 0) {
    throw new RunError('unknown-name', `cannot tell the history of ${asked}: no recorded run knew it`, {
      hint: 'name an identity by its id, immutable id or name; or a credential, policy, grant or finding by its id',
    });
  }
  const ids = await followed(
    store,
    [...found.values()].filter((interval) => isIdentity(interval, asked)),
  );
  if (ids.size > 0) {
    found.clear();
    for (const id of ids) for await (const interval of store.intervals({ name: id })) found.set(interval.number, interval);
  }
  const stateOf = statesBy(await store.lastReads());
  const intervals = [...found.values()];
  const subjects = subjectsOf(
    intervals.filter(({ kind, key }) => kind === 'identity' && ids.has(key)),
    stateOf,
  );
  const main = ids.has(asked) ? asked : (subjects.at(-1)?.id ?? asked);
  const entries = intervals.map((interval): HistoryEntry => ({
    part: partOfKind(interval.kind),
    interval,
    state: stateOf(interval),
    text: textOf(interval),
    as: otherName(interval, main, ids),
  }));
  return {
    asked,
    runs: runs.length,
    since: runs.reduce((least, { from }) => (from < least ? from : least), first.from),
    until: runs.reduce((most, { to }) => (to > most ? to : most), first.to),
    subjects,
    entries: entries.sort(byTime),
    usage: await usesOf(store, runs, boundariesOf(intervals), ids, new Set(intervals.map(({ key }) => key))),
  };
}

function isIdentity({ kind, key, incarnation, value }: Interval, asked: string): boolean {
  return kind === 'identity' && (key === asked || incarnation === asked || nameOf(value) === asked);
}

function nameOf(value: Json): string | undefined {
  return (value as { readonly value?: { readonly name?: string } } | null)?.value?.name;
}

/** The ids of identities, and every other id under which one with their immutable ids was seen. */
async function followed(store: HistoryStore, identities: readonly Interval[]): Promise<ReadonlySet<EntityId>> {
  const ids = new Set<EntityId>(identities.map(({ key }) => key));
  const uids = new Set<string>();
  const waiting = [...identities];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { incarnation } = next;
    if (incarnation === null || uids.has(incarnation)) continue;
    uids.add(incarnation);
    for await (const same of store.intervals({ kinds: ['identity'], name: incarnation })) {
      if (same.incarnation !== incarnation || ids.has(same.key)) continue;
      ids.add(same.key);
      for await (const other of store.intervals({ kinds: ['identity'], name: same.key })) if (other.key === same.key) waiting.push(other);
    }
  }
  return ids;
}

function subjectsOf(identities: readonly Interval[], stateOf: (interval: Interval) => IntervalState): readonly HistorySubject[] {
  const subjects = new Map<string, HistorySubject>();
  for (const interval of identities.toSorted((a, b) => byCodeUnit(a.first.at, b.first.at) || a.number - b.number)) {
    const { key: id, incarnation: uid, first, last } = interval;
    const key = JSON.stringify([id, uid]);
    const before = subjects.get(key);
    subjects.set(key, { id, uid, first: before?.first ?? first.at, last: last.at, state: stateOf(interval) });
  }
  return [...subjects.values()];
}

function otherName({ names, key }: Interval, main: EntityId, ids: ReadonlySet<EntityId>): EntityId | null {
  if (key === main || names.includes(main)) return null;
  return ids.has(key) ? key : (names.find((name) => ids.has(name)) ?? null);
}

function boundariesOf(intervals: readonly Interval[]): readonly BoundaryId[] {
  return [...new Set(intervals.map(({ boundary }) => boundary))].sort(byCodeUnit);
}

function byTime(a: HistoryEntry, b: HistoryEntry): number {
  return (
    byCodeUnit(a.interval.first.at, b.interval.first.at) ||
    historyParts.indexOf(a.part) - historyParts.indexOf(b.part) ||
    byCodeUnit(a.interval.kind, b.interval.kind) ||
    byCodeUnit(a.interval.key, b.interval.key) ||
    a.interval.number - b.interval.number
  );
}
