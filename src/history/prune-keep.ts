import { groupBy } from '../base/group.ts';
import { isGone } from './rows.ts';
import type { ReadTransaction, Row, StoredRead, TellerSet } from './engine.ts';
import type { Evidence } from '../model/fact.ts';
import { sortOf } from './looks.ts';
import { groupKey, idsOf, recordKey } from './record.ts';

/**
 * Takes out of what would go what something that stays rests on, so that all that stays can be worked out anew, from the runs, as it was:
 * other intervals of the same record; identities it is nothing without, under each of their names; what was there beside it while it was said to
 * be gone, for of a filtered read that is the proof; facts whose place in a page a conclusion cites; what went with its identity and was seen by
 * the last reads before the cutoff. And what rests on those in turn. Answers how many that were.
 */
export async function keepWhatIsNeeded(transaction: ReadTransaction, going: Map<number, Row>, cutoff: number): Promise<number> {
  if (going.size === 0) return 0;
  const before = going.size;
  const reads = await transaction.reads();
  const sets = await transaction.tellerSets();
  const needs = new Needs(going, filteredSets(reads, sets));
  for (const row of stillShown([...going.values()], reads, sets, cutoff)) if (going.delete(row.id)) needs.of(row);
  for await (const row of transaction.rows({})) if (!going.has(row.id)) needs.of(row);
  return before - going.size;
}

/**
 * What another identity's coming ended, where no two reads before the cutoff lacked it since. The reads that saw it may have been later than that
 * end: were it forgotten, they would say of what is seen under its name next that it was not there yet.
 */
function stillShown(rows: readonly Row[], reads: readonly StoredRead[], sets: readonly TellerSet[], cutoff: number): readonly Row[] {
  const proving = reads.flatMap(({ boundary, surface, status, filtered, from, to, absenceAfterMs, skewMs }) => {
    if (status !== 'complete' || filtered || from === null || to === null || absenceAfterMs === null) return [];
    const off = Math.abs(skewMs ?? 0);
    if (Date.parse(to) + off >= cutoff) return [];
    return [{ place: placeOf(boundary, surface), begun: Date.parse(from) - off - absenceAfterMs }];
  });
  const byPlace = groupBy(proving, ({ place }) => place);
  const members = new Map(sets.map((each) => [each.id, membersOf(each)]));
  return rows.filter(
    ({ how, tellers, seenAt }) =>
      (how === 're-created' || how === 'renamed') &&
      (members.get(tellers) ?? []).some((place) => (byPlace.get(place) ?? []).filter(({ begun }) => begun > seenAt).length < 2),
  );
}

class Needs {
  readonly #going: Map<number, Row>;
  readonly #filtered: ReadonlySet<number>;
  readonly #byRecord: ReadonlyMap<string, readonly Row[]>;
  readonly #byIdentity: ReadonlyMap<string, readonly Row[]>;
  readonly #byUid: ReadonlyMap<string, readonly Row[]>;
  readonly #byGroup: ReadonlyMap<string, readonly Row[]>;
  readonly #byPlace: ReadonlyMap<string, readonly Row[]>;

  constructor(going: Map<number, Row>, filtered: ReadonlySet<number>) {
    const rows = [...going.values()];
    const identities = rows.filter(({ kind }) => kind === 'identity');
    this.#going = going;
    this.#filtered = filtered;
    this.#byRecord = lists(rows, (row) => [recordKey(row)]);
    this.#byIdentity = lists(identities, ({ key }) => [key]);
    this.#byUid = lists(identities, ({ incarnation }) => (incarnation === null ? [] : [incarnation]));
    this.#byGroup = lists(rows, (row) => [groupKey(row)]);
    this.#byPlace = lists(
      rows.filter(({ kind }) => sortOf(kind) === 'facts'),
      placesOf,
    );
  }

  of(stays: Row): void {
    const waiting: Row[] = [stays];
    const keep = (rows: Iterable<Row> | undefined): void => {
      for (const row of rows ?? []) if (this.#going.delete(row.id)) waiting.push(row);
    };
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) this.#keep(row, keep);
  }

  #keep(row: Row, keep: (rows: Iterable<Row> | undefined) => void): void {
    keep(this.#byRecord.get(recordKey(row)));
    for (const id of idsOf(row.dependsOn)) keep(this.#byIdentity.get(id));
    if (row.kind === 'identity' && row.incarnation !== null) keep(this.#byUid.get(row.incarnation));
    if (sortOf(row.kind) === 'conclusions') for (const place of placesOf(row)) keep(this.#byPlace.get(place));
    if (!this.#filtered.has(row.tellers) || (row.how === null ? row.missingRun === null : !isGone(row.how))) return;
    keep(this.#byGroup.get(groupKey(row))?.filter(({ endBefore }) => (endBefore ?? Infinity) >= row.seenAt));
  }
}

/** Sets of tellers some of which some run read so that it may lack without a word what its reader might not see. */
function filteredSets(reads: readonly StoredRead[], sets: readonly TellerSet[]): ReadonlySet<number> {
  const filtered = new Set(reads.flatMap((read) => (read.filtered ? [placeOf(read.boundary, read.surface)] : [])));
  return new Set(sets.filter((each) => membersOf(each).some((place) => filtered.has(place))).map(({ id }) => id));
}

function membersOf({ members }: TellerSet): readonly string[] {
  return (JSON.parse(members) as readonly (readonly [string, string])[]).map(([boundary, surface]) => placeOf(boundary, surface));
}

function placeOf(boundary: string, surface: string): string {
  return `${boundary}\n${surface}`;
}

function placesOf({ evidence }: Pick<Row, 'evidence'>): readonly string[] {
  return (JSON.parse(evidence) as readonly Evidence[]).map(({ page, pointer }) => `${page} ${pointer}`);
}

function lists(rows: readonly Row[], keysOf: (row: Row) => readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [row]);
      else list.push(row);
    }
  }
  return found;
}
