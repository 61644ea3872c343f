import { isGone } from './rows.ts';
import type { ReadTransaction, Row } from './engine.ts';
import type { Evidence } from '../model/fact.ts';
import { sortOf } from './looks.ts';
import { groupKey, idsOf, recordKey } from './record.ts';

/**
 * Takes out of what would go what something that stays rests on, so that all that stays can be worked out anew, from the runs, as it was:
 * other intervals of the same record; identities it is nothing without, under each of their names; what was there beside it while it was said to
 * be gone, for of a filtered read that is the proof; facts whose place in a page a conclusion cites. And what rests on those in turn.
 * Answers how many that were.
 */
export async function keepWhatIsNeeded(transaction: ReadTransaction, going: Map<number, Row>): Promise<number> {
  if (going.size === 0) return 0;
  const before = going.size;
  const needs = new Needs(going, await filteredSets(transaction));
  for await (const row of transaction.rows({})) if (!going.has(row.id)) needs.of(row);
  return before - going.size;
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
async function filteredSets(transaction: ReadTransaction): Promise<ReadonlySet<number>> {
  const filtered = new Set((await transaction.reads()).flatMap((read) => (read.filtered ? [placeOf(read.boundary, read.surface)] : [])));
  const sets = await transaction.tellerSets();
  const hasFiltered = (members: string): boolean =>
    (JSON.parse(members) as readonly (readonly [string, string])[]).some(([boundary, surface]) => filtered.has(placeOf(boundary, surface)));
  return new Set(sets.filter(({ members }) => hasFiltered(members)).map(({ id }) => id));
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
