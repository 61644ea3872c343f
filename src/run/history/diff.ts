import { byKeys } from '../../base/order.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import type { Interval, RecordKind, RunId, SurfaceRead } from '../../model/history.ts';
import type { NewName } from '../../model/new-name.ts';
import { RunError } from '../errors.ts';
import { wholeMoment, type Moment } from './moment.ts';
import { NotComparedReads, type NotCompared } from './not-compared.ts';
import { movesBetween } from './new-names.ts';
import { pairs } from './pairs.ts';
import { partOfKind, textOf, type HistoryPart } from './words.ts';

export type { NotCompared } from './not-compared.ts';

/** One difference. The lists of a {@link Diff} tell what kind it is. */
export interface DiffEntry {
  readonly part: HistoryPart;
  /** What it is, in a reader's words, as it was last. */
  readonly text: string;
  /** As it was at the first moment; `null`: it was not, or was not known. */
  readonly before: Interval | null;
  /** As it is at the second moment; `null`: it is not, or is not known. */
  readonly after: Interval | null;
  /** Where it is the same but for an identity's name: that of before and that of now. `null`: it is told otherwise, or not under another name. */
  readonly renamed: NewName | null;
}

/** What differs between two moments, as far as both are known. Each list by kind, boundary, key. */
export interface Diff {
  readonly first: Moment;
  readonly second: Moment;
  /** There at the second moment and not seen at the first, where all that tells it was read to the end; `after.notBefore` says what is proven. */
  readonly began: readonly DiffEntry[];
  /** There at the second moment, and what tells it was not read to the end at the first: whether it is new is not known. */
  readonly appeared: readonly DiffEntry[];
  /** Had ended, or was missing, at the first moment or after it, and is there again at the second. */
  readonly returned: readonly DiffEntry[];
  /** Another value at the second moment, or another identity, or one under another name: `before.end` says how, where it has ended, `renamed` by
   * which names. */
  readonly changed: readonly DiffEntry[];
  /** Ended between the two; `before.end` says how. */
  readonly ended: readonly DiffEntry[];
  /** Not seen any more at the second moment, and not shown by then to be gone; `before.missing` says what is wanting, where it still is. */
  readonly missing: readonly DiffEntry[];
  readonly notCompared: readonly NotCompared[];
}

export interface DiffFilter {
  readonly kinds?: readonly RecordKind[];
}

type List = Exclude<keyof Diff, 'first' | 'second' | 'notCompared'>;

/** `from` and `to`: as `momentOf` takes them. Throws as {@link wholeMoment} does, and `bad-time` where the second is not later than the first. */
export async function diff(store: HistoryStore, from: string, to: string, { kinds }: DiffFilter = {}): Promise<Diff> {
  const runs = await store.runs();
  const [first, second] = [await wholeMoment(store, runs, from), await wholeMoment(store, runs, to)];
  if (second.at <= first.at) {
    throw new RunError('bad-time', `cannot compare ${from} with ${to}: ${second.at} is not later than ${first.at}`, {
      hint: 'name the earlier moment first',
    });
  }
  const lists: Record<List, DiffEntry[]> = { began: [], appeared: [], returned: [], changed: [], ended: [], missing: [] };
  const [firstReads, secondReads] = [await store.lastReads(first.at), await store.lastReads(second.at)];
  const judge = new Judge(runs, first, second, firstReads);
  const reads = new NotComparedReads(firstReads, secondReads);
  const of = kinds === undefined ? {} : { kinds };
  for await (const [before, after] of pairs(store.intervals({ ...of, at: first.at }), store.intervals({ ...of, at: second.at }))) {
    reads.count(before, after);
    const list = judge.listOf(before, after);
    const shown = after ?? before;
    if (list !== null && shown !== null)
      lists[list].push({ part: partOfKind(shown.kind), text: textOf(shown), before, after, renamed: null });
  }
  await joinRenamed(store, lists);
  return { first, second, ...lists, notCompared: reads.lines() };
}

/** What only goes by another name neither ended nor began: both are one change. */
async function joinRenamed(store: HistoryStore, lists: Record<List, DiffEntry[]>): Promise<void> {
  const both = lists.changed.filter(({ before }) => before?.end?.how === 'renamed');
  const ended = [...lists.ended, ...both].flatMap(({ before }) => before ?? []);
  const fresh = [...lists.began, ...lists.appeared, ...lists.returned, ...both];
  const begun = fresh.flatMap(({ before, after }) => (before === null || before.end?.how === 'renamed' ? (after ?? []) : []));
  const moves = await movesBetween(store, ended, begun);
  if (moves.length === 0) return;
  const joined = new Set<Interval | null>(moves.flatMap(({ before, after }) => [before, after]));
  for (const list of ['ended', 'began', 'appeared', 'returned', 'changed'] as const) {
    lists[list] = lists[list].filter(({ before, after }) => !joined.has(before) && !joined.has(after));
  }
  for (const { before, after, name } of moves) {
    lists.changed.push({ part: partOfKind(after.kind), text: textOf(after), before, after, renamed: name });
  }
  lists.changed.sort(byRecord);
}

const byRecord = byKeys<DiffEntry>(
  ({ before, after }) => (after ?? before)?.kind ?? '',
  ({ before, after }) => (after ?? before)?.boundary ?? '',
  ({ before, after }) => (after ?? before)?.key ?? '',
);

class Judge {
  readonly #ranks: ReadonlyMap<RunId, number>;
  readonly #first: Moment;
  readonly #second: Moment;
  /** What was read to the end at the first moment. */
  readonly #whole: ReadonlySet<string>;

  constructor(runs: readonly RunLine[], first: Moment, second: Moment, firstReads: readonly SurfaceRead[]) {
    this.#whole = new Set(firstReads.flatMap((read) => (read.status === 'complete' ? [`${read.boundary}\n${read.surface}`] : [])));
    this.#ranks = new Map(runs.map(({ id }, rank) => [id, rank] as const));
    this.#first = first;
    this.#second = second;
  }

  /** `null`: it is as it was. */
  listOf(before: Interval | null, after: Interval | null): List | null {
    if (before !== null && after !== null) {
      if (before.number === after.number) return null;
      return before.end?.how === 'absent' || before.end?.how === 'cleared' ? 'returned' : 'changed';
    }
    if (before !== null) return before.end !== null && this.#isByThen(before.end.run) ? 'ended' : 'missing';
    if (after === null) return null;
    if (after.previous !== null || after.first.at <= this.#first.at) return 'returned';
    const wasRead = after.tellers.every(({ boundary, surface }) => this.#whole.has(`${boundary}\n${surface}`));
    return wasRead ? 'began' : 'appeared';
  }

  /** What ended by the proof of a later run was not known to have ended then. */
  #isByThen(run: RunId): boolean {
    return (this.#ranks.get(run) ?? Infinity) <= (this.#ranks.get(this.#second.run.id) ?? -1);
  }
}
