import { isJsonObject, type Json } from '../base/json.ts';
import type { RunLine } from '../contract/store.ts';
import { checkIntervals } from './check-intervals.ts';
import { checkJournal } from './check-journal.ts';
import { Contradictions, type Contradiction } from './contradictions.ts';
import type { Engine, PruneLine, ReadTransaction } from './engine.ts';
import { unpackIds } from './id-list.ts';
import { chained } from './recorder.ts';

export type { Contradiction } from './contradictions.ts';

export interface Checked {
  readonly runs: number;
  readonly intervals: number;
  readonly open: number;
  /** Of the journal, every version counted. */
  readonly entries: number;
  /** The first hundred of them. */
  readonly contradictions: readonly Contradiction[];
  /** How many there are. */
  readonly count: number;
}

/**
 * Holds a store against itself: the engine's own files; the chain of runs; that intervals of one record follow one another and cite runs that
 * are there; that the lists of what is open, and of what runs saw, say what the intervals say; that entries of the journal are as they were appended. Reads all of it, in one snapshot, and changes
 * nothing.
 */
export async function checkHistory(engine: Engine): Promise<Checked> {
  const found = new Contradictions();
  for (const seen of await engine.integrity()) found.add(engine.place, seen);
  return engine.read(async (transaction) => {
    const runs = await transaction.runs();
    const prunes = await transaction.prunes();
    await checkChain(transaction, runs, prunes, found);
    const { intervals, open, ids } = await checkIntervals(transaction, runs, found);
    await checkSeen(transaction, runs, prunes.length > 0, ids, found);
    const entries = await checkJournal(transaction, found);
    return { runs: runs.length, intervals, open, entries, contradictions: found.listed, count: found.count };
  });
}

/** Each run's hash is made of its line and of the hash before, which stands in a pruning where that run was pruned. */
async function checkChain(
  transaction: ReadTransaction,
  runs: readonly RunLine[],
  prunes: readonly PruneLine[],
  found: Contradictions,
): Promise<void> {
  const hashes = new Map<number, string>(runs.map((run) => [run.number, run.hash]));
  const pruned = new Map<number, string>();
  for (const { id, what } of prunes) {
    const removed = removedRuns(what);
    if (removed === null) found.add(`pruning ${id}`, 'what it says it removed cannot be read');
    for (const { number, hash } of removed ?? []) {
      if (hashes.has(number)) found.add(`pruning ${id}`, `says it removed run ${number}, which is there`);
      pruned.set(number, hash);
    }
  }
  const { run: last } = await transaction.last();
  const read = new Set((await transaction.reads()).map(({ run }) => run));
  const ids = new Set<string>();
  for (const run of runs) {
    const where = `run ${run.number}`;
    const before = run.number === 1 ? null : (hashes.get(run.number - 1) ?? pruned.get(run.number - 1));
    if (before === undefined) found.add(where, `run ${run.number - 1} before it is neither there nor pruned`);
    else if (chained(run, before) !== run.hash) found.add(where, 'its hash is not that of what it says');
    if (!read.delete(run.number)) found.add(where, 'what it read is not there');
    if (ids.has(run.id)) found.add(where, 'it is recorded twice');
    if (run.number > last) found.add(where, 'its number was never given');
    ids.add(run.id);
  }
  for (const number of read) found.add(`run ${number}`, 'what it read is there, and it is not');
  // That the newest was taken away no later line tells.
  if (!hashes.has(last) && last > 0) found.add(`run ${last}`, 'the newest run is not there');
}

/** `null`: it is not what a pruning says. */
function removedRuns(what: string): readonly { readonly number: number; readonly hash: string }[] | null {
  try {
    const told = JSON.parse(what) as Json;
    const removed = isJsonObject(told) ? told['removed'] : undefined;
    const runs = removed !== undefined && isJsonObject(removed) ? removed['runs'] : undefined;
    return Array.isArray(runs) ? runs : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Rows that runs are said to have seen are there, or were pruned. */
async function checkSeen(
  transaction: ReadTransaction,
  runs: readonly RunLine[],
  mayLack: boolean,
  ids: ReadonlySet<number>,
  found: Contradictions,
): Promise<void> {
  const numbers = new Set(runs.map((run) => run.number));
  const sets = new Set((await transaction.tellerSets()).map(({ id }) => id));
  const { row: last } = await transaction.last();
  for (const part of await transaction.tellerRuns()) {
    const where = `what run ${part.run} saw`;
    if (!numbers.has(part.run)) found.add(where, 'the run is not there');
    if (!sets.has(part.tellers)) found.add(where, `who told it (${part.tellers}) is not there`);
    const bytes = await transaction.seenRows(part);
    const seen = await found.reading(where, () => unpackIds(bytes));
    for (const id of seen ?? []) {
      if (id > last) found.add(where, `interval ${id} was never made`);
      else if (!mayLack && !ids.has(id)) found.add(where, `interval ${id} is not there`);
    }
  }
}
