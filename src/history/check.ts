import { isJsonObject, type Json } from '../base/json.ts';
import type { RunLine } from '../contract/store.ts';
import type { Engine, ReadTransaction, Row } from './engine.ts';
import { unpackIds } from './id-list.ts';
import { recordKinds } from './kinds.ts';
import { recordKey } from './record.ts';
import { chained } from './recorder.ts';
import { headBuffer, HEAD, headId, isHeadMissing, STAMP, stampOfRow, type Stamp } from './stamp.ts';

/** Something of a store that contradicts the rest of it. */
export interface Contradiction {
  /** `run 3`, `interval 17`. */
  readonly where: string;
  readonly seen: string;
}

export interface Checked {
  readonly runs: number;
  readonly intervals: number;
  readonly open: number;
  /** At most {@link LISTED} of them. */
  readonly contradictions: readonly Contradiction[];
  /** How many there are. */
  readonly count: number;
}

const LISTED = 100;

/**
 * Holds a store against itself: the engine's own files; the chain of runs; that intervals of one record follow one another and cite runs that
 * are there; that the lists of what is open, and of what runs saw, say what the intervals say. Reads all of it, in one snapshot, and changes
 * nothing.
 */
export async function checkHistory(engine: Engine): Promise<Checked> {
  const found = new Contradictions();
  for (const seen of await engine.integrity()) found.add(engine.place, seen);
  return engine.read(async (transaction) => {
    const runs = await transaction.runs();
    await checkChain(transaction, runs, found);
    const { intervals, open, ids } = await checkIntervals(transaction, runs, found);
    await checkSeen(transaction, runs, ids, found);
    return { runs: runs.length, intervals, open, contradictions: found.listed, count: found.count };
  });
}

class Contradictions {
  readonly listed: Contradiction[] = [];
  count = 0;

  add(where: string, seen: string): void {
    this.count++;
    if (this.listed.length < LISTED) this.listed.push({ where, seen });
  }
}

/** Each run's hash is made of its line and of the hash before, which stands in a pruning where that run was pruned. */
async function checkChain(transaction: ReadTransaction, runs: readonly RunLine[], found: Contradictions): Promise<void> {
  const hashes = new Map<number, string>(runs.map((run) => [run.number, run.hash]));
  const pruned = new Map<number, string>();
  for (const { id, what } of await transaction.prunes()) {
    for (const { number, hash } of removedRuns(what)) {
      if (hashes.has(number)) found.add(`pruning ${id}`, `says it removed run ${number}, which is there`);
      pruned.set(number, hash);
    }
  }
  const reads = new Set((await transaction.reads()).map(({ run }) => run));
  for (const run of runs) {
    const before = run.number === 1 ? null : (hashes.get(run.number - 1) ?? pruned.get(run.number - 1));
    if (before === undefined) found.add(`run ${run.number}`, `run ${run.number - 1} before it is neither there nor pruned`);
    else if (chained(run, before) !== run.hash) found.add(`run ${run.number}`, 'its hash is not that of what it says');
    if (!reads.has(run.number)) found.add(`run ${run.number}`, 'what it read is not there');
  }
}

function removedRuns(what: string): readonly { readonly number: number; readonly hash: string }[] {
  const told = JSON.parse(what) as Json;
  const removed = isJsonObject(told) ? told['removed'] : undefined;
  const runs = isJsonObject(removed) ? removed['runs'] : undefined;
  return Array.isArray(runs) ? (runs) : [];
}

interface Walked {
  readonly intervals: number;
  readonly open: number;
  readonly ids: ReadonlySet<number>;
}

async function checkIntervals(transaction: ReadTransaction, runs: readonly RunLine[], found: Contradictions): Promise<Walked> {
  const numbers = new Set(runs.map((run) => run.number));
  const members = new Map((await transaction.tellerSets()).map((set) => [set.id, set.members]));
  const ids = new Set<number>();
  const cited: (readonly [from: number, to: number])[] = [];
  const stamps = await headsByRow(transaction, found);
  let former: Row | undefined;
  let open = 0;
  for await (const row of transaction.rows({})) {
    const where = `interval ${row.id}`;
    ids.add(row.id);
    for (const run of [row.firstRun, row.seenRun, row.missingRun, row.endRun])
      if (run !== null && !numbers.has(run)) found.add(where, `it cites run ${run}, which is not there`);
    if (row.previous !== null) cited.push([row.id, row.previous]);
    checkTimes(row, found);
    if (former !== undefined && recordKey(former) === recordKey(row)) checkFollows(former, row, found);
    former = row;
    const told = members.get(row.tellers);
    if (told === undefined) found.add(where, `who tells it (${row.tellers}) is not there`);
    const head = stamps.get(row.id);
    if (row.how !== null) {
      if (head !== undefined) found.add(where, 'it has ended and is listed as open');
      continue;
    }
    open++;
    stamps.delete(row.id);
    if (head === undefined) found.add(where, 'it has not ended and is not listed as open');
    else if (told !== undefined && head.stamp !== stampOfRow(row, told))
      found.add(where, 'what it says is not what the list of open intervals says of it');
    else if (head.isMissing !== (row.missingRun !== null)) found.add(where, 'the list of open intervals differs on whether it is missing');
  }
  for (const [id] of stamps) if (!ids.has(id)) found.add(`interval ${id}`, 'it is listed as open and is not there');
  for (const [id, previous] of cited)
    if (!ids.has(previous)) found.add(`interval ${id}`, `the interval before it (${previous}) is not there`);
  return { intervals: ids.size, open, ids };
}

async function headsByRow(
  transaction: ReadTransaction,
  found: Contradictions,
): Promise<Map<number, { readonly stamp: Stamp; readonly isMissing: boolean }>> {
  const byRow = new Map<number, { readonly stamp: Stamp; readonly isMissing: boolean }>();
  for (const heads of await transaction.heads(recordKinds)) {
    const bytes = headBuffer(heads);
    for (let place = 0; place * HEAD < bytes.length; place++) {
      const id = headId(bytes, place);
      if (byRow.has(id)) found.add(`interval ${id}`, 'it is listed as open twice');
      byRow.set(id, { stamp: bytes.toString('latin1', place * HEAD, place * HEAD + STAMP), isMissing: isHeadMissing(bytes, place) });
    }
  }
  return byRow;
}

function checkTimes({ id, firstAt, seenAt, notBefore, how, endAfter, endBefore, endRun }: Row, found: Contradictions): void {
  const where = `interval ${id}`;
  if (seenAt < firstAt) found.add(where, 'it was last seen before it was first seen');
  if (notBefore !== null && notBefore > firstAt) found.add(where, 'it was seen before it is said to have begun');
  if ((how === null) !== (endAfter === null) || (how === null) !== (endBefore === null) || (how === null) !== (endRun === null))
    found.add(where, 'how, when and by what run it ended do not go together');
  if (endAfter !== null && endBefore !== null && endAfter > endBefore)
    found.add(where, 'it is said to have ended before the moment after which it did');
}

/** Of one record in the order of their beginnings. */
function checkFollows(former: Row, row: Row, found: Contradictions): void {
  if (former.how === null) found.add(`interval ${row.id}`, `interval ${former.id} of the same record has not ended`);
}

/** Rows that runs are said to have seen are there, or were pruned. */
async function checkSeen(
  transaction: ReadTransaction,
  runs: readonly RunLine[],
  ids: ReadonlySet<number>,
  found: Contradictions,
): Promise<void> {
  const numbers = new Set(runs.map((run) => run.number));
  const mayLack = (await transaction.prunes()).length > 0;
  const { row: last } = await transaction.last();
  for (const part of await transaction.tellerRuns()) {
    const where = `what run ${part.run} saw`;
    if (!numbers.has(part.run)) found.add(where, 'the run is not there');
    for (const id of unpackIds(await transaction.seenRows(part))) {
      if (id > last) found.add(where, `interval ${id} was never made`);
      else if (!mayLack && !ids.has(id)) found.add(where, `interval ${id} is not there`);
    }
  }
}
