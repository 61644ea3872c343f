import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { Interval } from '../../model/history.ts';
import { movedPairs, type NewName, type Saying } from '../../model/new-name.ts';

/** An interval that ended with an old name, and the one that goes on from it under the new one. */
export interface Move {
  readonly before: Interval;
  readonly after: Interval;
  readonly name: NewName;
}

/**
 * Of intervals that ended and of others that began, those that tell one thing under an identity's old and new name. One that says anything else
 * under the new name has not only moved, and is not among them.
 */
export async function movesBetween(store: HistoryStore, ended: readonly Interval[], begun: readonly Interval[]): Promise<readonly Move[]> {
  const moves: Move[] = [];
  const left = new Set(ended.filter(({ end }) => end?.how === 'renamed'));
  const fresh = new Set(left.size === 0 ? [] : begun);
  for (const name of await namesGivenUp(store, [...left])) {
    const isOf = ({ key, names }: Interval, id: string): boolean => key === id || names.includes(id);
    const old = [...left].filter((each) => isOf(each, name.from));
    const now = [...fresh].filter((each) => isOf(each, name.to));
    const identities = old.flatMap((before) =>
      before.kind === 'identity' && before.key === name.from
        ? now.flatMap((after) => (after.kind === 'identity' && after.key === name.to ? [[before, after] as const] : []))
        : [],
    );
    const others = (each: Interval): boolean => each.kind !== 'identity';
    const alike = movedPairs(old.filter(others).map(sayingOf), now.filter(others).map(sayingOf), name);
    for (const [before, after] of [...identities, ...alike.map(([a, b]) => [a.interval, b.interval] as const)]) {
      left.delete(before);
      fresh.delete(after);
      moves.push({ before, after, name });
    }
  }
  return moves;
}

/** Each old name with each that the same identity had after it. */
async function namesGivenUp(store: HistoryStore, ended: readonly Interval[]): Promise<readonly NewName[]> {
  const names = new Map<string, NewName>();
  for (const to of new Set(ended.flatMap(({ end }) => (end?.to === null || end === null ? [] : [end.to])))) {
    for (const uid of await uidsOf(store, to)) {
      const own: Interval[] = [];
      for await (const each of store.intervals({ kinds: ['identity'], name: uid })) if (each.incarnation === uid) own.push(each);
      for (const { key: from } of own.filter(({ end }) => end?.how === 'renamed' && end.to === to)) {
        for (const later of after(own, from)) names.set(JSON.stringify([from, later]), { from, to: later });
      }
    }
  }
  return [...names.values()];
}

async function uidsOf(store: HistoryStore, id: string): Promise<ReadonlySet<string>> {
  const uids = new Set<string>();
  for await (const { key, incarnation } of store.intervals({ kinds: ['identity'], name: id })) {
    if (key === id && incarnation !== null) uids.add(incarnation);
  }
  return uids;
}

function after(own: readonly Interval[], from: string): readonly string[] {
  const names = new Set<string>();
  for (let name: string | undefined = from; name !== undefined;) {
    const next: string | undefined = own.find(({ key, end }) => key === name && end?.how === 'renamed')?.end?.to ?? undefined;
    name = next === undefined || names.has(next) ? undefined : next;
    if (name !== undefined) names.add(name);
  }
  names.delete(from);
  return [...names];
}

function sayingOf(interval: Interval): Saying & { readonly interval: Interval } {
  const { kind, boundary, family, value } = interval;
  return { kind, boundary, family, value: canonicalJson(value), interval };
}
