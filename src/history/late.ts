import type { NewName } from '../model/new-name.ts';
import { byCodeUnit } from '../base/order.ts';
import type { SurfaceRead } from '../model/history.ts';
import type { ReadTransaction, Row, RowChange, TellerRun, TellerRunRows, TellerRunWhat, WriteTransaction } from './engine.ts';
import { recordKinds } from './kinds.ts';
import { Composition, type KnownRecord } from './compose.ts';
import { addAnswers, addSightings, addTold, gather, partKey, type Addition, type GatheredRecord, type Gathering } from './gather.ts';
import type { HeadIndex } from './head-index.ts';
import { SeenRows, TellerSets } from './ledger.ts';
import { Looks, sortOf, type KnownRun } from './looks.ts';
import { recordKey, type Sight } from './record.ts';
import { changeOf, stateOf, type RowState } from './rows.ts';
import { headBytes, stampOfRow, type Head } from './stamp.ts';
import { countMoved } from './moved.ts';
import { tallyOf, withMoved, type Tally } from './tally.ts';
import { byTime, type Span } from './timeline.ts';
import type { Told } from './told.ts';

/**
 * Works out all intervals anew from all that runs told, with what one more adds, wherever it lies in time; writes what differs. Costs as much
 * as the whole history. The run itself, its reads and gaps are already written.
 */
export async function recordAnew(transaction: WriteTransaction, addition: Addition, begun: Begun | null = null): Promise<Outcome> {
  const last = await transaction.last();
  const sets = begun?.sets ?? new TellerSets(await transaction.tellerSets(), last.tellers);
  const looks = new Looks(await knownRuns(transaction), sets.all(), addition.asksAsMuch);
  const gathering = await gather(transaction, looks, addition);
  if (begun === null) addSightings(gathering, looks, sets, addition);
  else addTold(gathering, looks, begun.told, begun.index, addition);
  await addAnswers(gathering, looks, addition);
  const records = [...gathering.records.values()];
  for (const { sights } of records) sights.sort(byTime);
  const composition = new Composition(records, looks, (record, run) => (record as GatheredRecord).answered.has(run));
  const plan = planOf(records, composition, last.row);
  await sets.save(transaction);
  const rows = await writeRows(transaction, plan);
  const parts = await writeParts(transaction, plan, gathering, looks);
  await writeHeads(transaction, plan, sets);
  const moved = await countMoved(transaction, addition, newNamesOf(plan, addition.run), addedBy(plan));
  return { tally: withMoved(tallyOf(plan.placed, addition), moved), written: rows + parts };
}

/** A run whose sightings were gone through already. */
export interface Begun {
  readonly told: Told;
  readonly index: HeadIndex;
  readonly sets: TellerSets;
}

export interface Outcome {
  readonly tally: Tally;
  /** How much of what was kept is another than before; 0: nothing. */
  readonly written: number;
}

export async function knownRuns(transaction: ReadTransaction): Promise<readonly KnownRun[]> {
  const byRun = new Map<number, SurfaceRead[]>();
  for (const { run, ...read } of await transaction.reads()) {
    const reads = byRun.get(run);
    if (reads === undefined) byRun.set(run, [read]);
    else reads.push(read);
  }
  return (await transaction.runs()).map((line) => ({ line, reads: byRun.get(line.number) ?? [] }));
}

/** An interval with the row that tells it. */
export interface Placed {
  readonly record: GatheredRecord;
  readonly span: Span;
  readonly state: RowState;
  readonly id: number;
  /** `null`: it is new. */
  readonly row: Row | null;
  previous: number | null;
}

interface Plan {
  readonly placed: readonly Placed[];
  readonly removed: readonly number[];
}

function planOf(records: readonly GatheredRecord[], composition: Composition, lastId: number): Plan {
  const byRecord = new Map<KnownRecord, Placed[]>();
  const removed: number[] = [];
  let id = lastId;
  for (const record of records) {
    const spans = composition.spansOf(record);
    const rows = rowsOf(record, spans);
    const kept = new Set(rows);
    for (const row of record.rows) if (!kept.has(row) && record.told.has(row.id)) removed.push(row.id);
    const placed = spans.map((span, i): Placed => {
      const row = rows[i] ?? null;
      return { record, span, state: stateOf(record, span, composition), id: row?.id ?? ++id, row, previous: null };
    });
    byRecord.set(record, placed);
    for (const [i, each] of placed.entries()) each.previous = i === 0 ? unrelated(record, each) : (placed[i - 1] as Placed).id;
  }
  const placed = [...byRecord.values()].flat();
  // Of several old names the identity goes on from the one that was given up first.
  const renamed = placed.filter(({ span }) => span.end?.how === 'renamed').sort(byEnd);
  for (const each of renamed) linkRenamed(each, byRecord, composition);
  return { placed, removed };
}

/** The rows that stand for intervals: each the first among its sightings' rows that no other has taken. */
function rowsOf(record: GatheredRecord, spans: readonly Span[]): readonly (Row | undefined)[] {
  const free = new Map(record.rows.map((row) => [row.id, row]));
  return spans.map(({ first, last }) => {
    const ids = record.sights.slice(first, last + 1).map(({ row }) => row);
    const id = ids.filter((each) => free.has(each)).sort((a, b) => a - b)[0];
    const row = id === undefined ? undefined : free.get(id);
    if (row !== undefined) free.delete(row.id);
    return row;
  });
}

/** What came before the first interval of which runs still tell: one that is kept though its runs were pruned. */
function unrelated({ rows, told }: GatheredRecord, { row }: Placed): number | null {
  const previous = rows.find(({ id }) => id === row?.previous);
  return previous !== undefined && !told.has(previous.id) ? previous.id : null;
}

function byEnd(a: Placed, b: Placed): number {
  return (a.span.end?.look.rank ?? 0) - (b.span.end?.look.rank ?? 0) || byCodeUnit(recordKey(a.record), recordKey(b.record));
}

/** The identity under its new name goes on from the interval under the old one. */
function linkRenamed({ span, id }: Placed, byRecord: ReadonlyMap<KnownRecord, readonly Placed[]>, composition: Composition): void {
  const { end } = span;
  if (end?.how !== 'renamed' || end.to === null || span.uid === null) return;
  for (const identity of composition.identities(end.to)) {
    const under = byRecord
      .get(identity)
      ?.findLast((each) => each.span.uid === span.uid && (identity.sights[each.span.first] as Sight).look.rank <= end.look.rank);
    if (under !== undefined && under.previous === null) under.previous = id;
  }
}

function newNamesOf({ placed }: Plan, run: number): readonly NewName[] {
  return placed.flatMap(({ record, state }) =>
    record.kind === 'identity' && state.how === 'renamed' && state.endRun === run && state.renamedTo !== null
      ? [{ from: record.key, to: state.renamedTo }]
      : [],
  );
}

function addedBy({ placed }: Plan): readonly Row[] {
  return placed.flatMap(({ state, id, row, previous }) => (row === null ? [{ ...state, id, previous }] : []));
}

async function writeRows(transaction: WriteTransaction, { placed, removed }: Plan): Promise<number> {
  const added: Row[] = [];
  const changes: RowChange[] = [];
  for (const { record, span, state, id, row, previous } of placed) {
    if (row === null) {
      added.push({ ...state, id, previous });
      continue;
    }
    const runs = new Set(record.sights.slice(span.first, span.last + 1).map(({ look }) => look.run));
    const change = changeOf(row, { ...state, previous }, runs);
    if (change !== null) changes.push(change);
  }
  if (removed.length > 0) await transaction.removeRows(removed);
  if (added.length > 0) await transaction.addRows(added);
  if (changes.length > 0) await transaction.changeRows(changes);
  return added.length + changes.length + removed.length;
}

/** Which rows runs saw: an interval that was cut or joined is another row to them. */
async function writeParts(transaction: WriteTransaction, { placed }: Plan, { told }: Gathering, looks: Looks): Promise<number> {
  const seen = new SeenRows();
  for (const { record, span, id } of placed) {
    for (let i = span.first; i <= span.last; i++) {
      const { tellers, look, uid } = record.sights[i] as Sight;
      seen.add(tellers, look.run, sortOf(record.kind), id);
      if (record.kind === 'identity' && uid === null) seen.add(tellers, look.run, 'unnamed', id);
    }
    if (record.answered.size > 0 && span.last === record.sights.length - 1) {
      for (const run of record.answered) seen.add((record.sights[span.last] as Sight).tellers, run, 'answered', id);
    }
  }
  const puts: TellerRunRows[] = [];
  const left = new Set(told.keys());
  for (const part of seen.packed(looks)) {
    const former = told.get(partKey(part));
    left.delete(partKey(part));
    if (former === undefined || Buffer.compare(former, part.rows) !== 0) puts.push(part);
  }
  for (const key of left) puts.push({ ...partOf(key), rows: new Uint8Array() });
  if (puts.length > 0) await transaction.putTellerRuns(puts);
  return puts.length;
}

function partOf(key: string): TellerRun {
  const [tellers = '', run = '', what = ''] = key.split(' ');
  return { tellers: Number(tellers), run: Number(run), what: what as TellerRunWhat, from: 0, to: 0 };
}

async function writeHeads(transaction: WriteTransaction, { placed }: Plan, sets: TellerSets): Promise<void> {
  const groups = new Map<string, { readonly kind: Row['kind']; readonly boundary: string; readonly heads: Head[] }>();
  for (const { kind, boundary } of await transaction.heads(recordKinds)) groups.set(`${kind} ${boundary}`, { kind, boundary, heads: [] });
  for (const { state, id, previous } of placed) {
    if (state.how !== null) continue;
    const { kind, boundary } = state;
    let group = groups.get(`${kind} ${boundary}`);
    if (group === undefined) groups.set(`${kind} ${boundary}`, (group = { kind, boundary, heads: [] }));
    const stamp = stampOfRow({ ...state, id, previous }, sets.members(state.tellers));
    group.heads.push({ stamp, id, isMissing: state.missingRun !== null });
  }
  await transaction.putHeads([...groups.values()].map(({ kind, boundary, heads }) => ({ kind, boundary, bytes: headBytes(heads) })));
}
