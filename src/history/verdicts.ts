import type { NewName } from '../model/new-name.ts';
import { byKeys } from '../base/order.ts';
import type { Row, RowChange, WriteTransaction } from './engine.ts';
import { NotInOrder, type Verdict } from './examine.ts';
import type { Addition } from './gather.ts';
import { SeenRows } from './ledger.ts';
import type { Begun, Outcome } from './late.ts';
import type { Looks } from './looks.ts';
import type { HeadIndex } from './head-index.ts';
import { countMoved } from './moved.ts';
import { recordKey } from './record.ts';
import { changeOf } from './rows.ts';
import type { Found } from './search.ts';
import { stampOfRow } from './stamp.ts';
import { nothing, withMoved, type Tally } from './tally.ts';

const PORTION = 10_000;

/**
 * Writes what a run in order says: the rows that differ, which rows it saw, and the open intervals as they now are. `newNames`: what the run's
 * facts told of before its conclusions.
 */
export async function writeVerdicts(
  transaction: WriteTransaction,
  addition: Addition,
  begun: Begun,
  looks: Looks,
  verdicts: ReadonlyMap<Found, Verdict>,
  answered: ReadonlySet<number>,
  newNames: readonly NewName[],
): Promise<Outcome> {
  const writing = new Writing(addition, begun, (await transaction.last()).row);
  for (const [found, verdict] of verdicts) writing.add(found, verdict, answered);
  writing.addUnchanged();
  await writing.linkRenamed(transaction, verdicts);
  await begun.sets.save(transaction);
  const { added, changes } = writing;
  for (let at = 0; at < added.length; at += PORTION) await transaction.addRows(added.slice(at, at + PORTION));
  for (let at = 0; at < changes.length; at += PORTION) await transaction.changeRows(changes.slice(at, at + PORTION));
  const moved = await countMoved(transaction, addition, [...writing.newNames, ...newNames], writing.added);
  const parts = [...writing.seen.packed(looks)];
  if (parts.length > 0) await transaction.putTellerRuns(parts);
  for (const index of writing.indexes) for (const heads of index.changed()) await transaction.putHeads([heads]);
  return { tally: withMoved({ ...writing.tally, seen: begun.told.count }, moved), written: added.length + changes.length + parts.length };
}

class Writing {
  readonly added: Row[] = [];
  readonly changes: RowChange[] = [];
  readonly seen = new SeenRows();
  readonly indexes: Set<HeadIndex>;
  readonly tally: { -readonly [key in keyof Tally]: number } = { ...nothing };
  readonly #addition: Addition;
  readonly #begun: Begun;
  readonly #looked = new Set<number>();
  readonly #renamed: {
    readonly id: number;
    readonly key: string;
    readonly from: string;
    readonly to: string;
    readonly uid: string | null;
  }[] = [];
  #last: number;

  constructor(addition: Addition, begun: Begun, last: number) {
    this.#addition = addition;
    this.#begun = begun;
    this.#last = last;
    this.indexes = new Set([begun.index]);
  }

  add(found: Found, { former, next, says }: Verdict, answered: ReadonlySet<number>): void {
    const { row, now, head } = found;
    // What hung on a name that was given up is not gone.
    if (says !== null && !(says === 'ended' && former?.how === 'renamed')) this.tally[says]++;
    if (now !== null) this.#looked.add(found.ordinal);
    if (row !== null && former !== null) {
      const state = { ...row, ...former };
      const change = changeOf(row, state, new Set([row.seenRun]));
      if (change !== null) this.changes.push(change);
      if (change !== null || head === null) this.#putHead(found, state);
      if (now !== null && next === null) this.#see(now.tellers, found, row.id);
      if (answered.has(row.id)) this.seen.add(row.tellers, this.#addition.run, 'answered', row.id);
      if (former.how === 'renamed' && former.renamedTo !== null && row.kind === 'identity') {
        this.#renamed.push({ id: row.id, key: row.key, from: recordKey(row), to: former.renamedTo, uid: former.incarnation });
      }
    }
    if (next !== null && now !== null) {
      const id = ++this.#last;
      const fresh: Row = { ...next, id, previous: row?.id ?? null };
      this.added.push(fresh);
      this.#see(now.tellers, found, id);
      if (fresh.how === null) this.#addHead(this.#begun.index, fresh);
    }
  }

  /** Identities that this run calls otherwise. */
  get newNames(): readonly NewName[] {
    return this.#renamed.map(({ key, to }) => ({ from: key, to }));
  }

  /** Most of a run: what it tells as it was. */
  addUnchanged(): void {
    const { index, told } = this.#begun;
    const { run, sort } = this.#addition;
    let list: number[] = [];
    let of = 0;
    for (let head = 0; head < index.size; head++) {
      const ordinal = index.seenBy[head] as number;
      if (ordinal === 0 || this.#looked.has(ordinal)) continue;
      const id = index.id(head);
      const tellers = told.tellersOf(ordinal);
      // Heads of one boundary lie together, and most have the same tellers.
      if (tellers !== of) [list, of] = [this.seen.list(tellers, run, sort), tellers];
      list.push(id);
      if (told.isUnnamed(ordinal)) this.seen.add(tellers, run, 'unnamed', id);
      this.tally.unchanged++;
    }
  }

  /** The identity under its new name goes on from the interval under the old one. */
  async linkRenamed(transaction: WriteTransaction, verdicts: ReadonlyMap<Found, Verdict>): Promise<void> {
    const linked = new Set<number>();
    for (const { id, to, uid } of this.#renamed.sort(byKeys(({ from }) => from))) {
      const at = this.added.findIndex((row) => row.kind === 'identity' && row.key === to && row.incarnation === uid);
      const fresh = this.added[at];
      if (fresh !== undefined) {
        if (fresh.previous !== null) continue;
        this.added[at] = { ...fresh, previous: id };
        const verdict = [...verdicts].find(
          ([{ now }, { next }]) => next !== null && now?.content.kind === 'identity' && now.content.key === to,
        )?.[1];
        if (verdict?.says === 'began') {
          this.tally.began--;
          this.tally.changed++;
        }
        continue;
      }
      for await (const row of transaction.rows({ kinds: ['identity'], keys: [to], open: true })) {
        if (row.incarnation !== uid || row.previous !== null || linked.has(row.id)) continue;
        linked.add(row.id);
        const change = this.changes.findIndex((each) => each.id === row.id);
        if (change === -1) this.changes.push({ id: row.id, previous: id });
        else this.changes[change] = { ...(this.changes[change] as RowChange), previous: id };
      }
    }
  }

  #see(tellers: number, { ordinal }: Found, id: number): void {
    const { run, sort } = this.#addition;
    this.seen.add(tellers, run, sort, id);
    if (this.#begun.told.isUnnamed(ordinal)) this.seen.add(tellers, run, 'unnamed', id);
  }

  #putHead({ head }: Found, state: Row): void {
    // An open interval that is not among the open ones: what is kept contradicts itself, and is made anew.
    if (head === null) {
      if (state.how === null) throw new NotInOrder();
      return;
    }
    head.index.take(head.number);
    this.indexes.add(head.index);
    if (state.how === null) this.#addHead(head.index, state);
  }

  #addHead(index: HeadIndex, row: Row): void {
    const stamp = stampOfRow(row, this.#begun.sets.members(row.tellers));
    index.add(row, { stamp, id: row.id, isMissing: row.missingRun !== null });
  }
}
