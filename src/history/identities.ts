import type { NewName } from '../model/new-name.ts';
import type { Row, WriteTransaction } from './engine.ts';
import { NotInOrder, type Verdict } from './examine.ts';
import { IntervalReader } from './interval.ts';
import { lastRows } from './last-row.ts';
import { idsOf } from './record.ts';
import type { Found } from './search.ts';
import type { Told } from './told.ts';

const PORTION = 5_000;

interface Known {
  readonly uid: string | null;
  readonly isGone: boolean;
  readonly isSeen: boolean;
}

/** The identities that the records looked at depend on, as known with this run. */
export class Identities {
  /** By id, then by boundary. */
  readonly #known = new Map<string, Map<string, Known>>();
  readonly #asked = new Set<string>();
  readonly #begun: Row[] = [];
  readonly #told: Told;
  readonly #run: number;
  #isSettled = false;

  private constructor(told: Told, run: number) {
    this.#told = told;
    this.#run = run;
  }

  static async of(transaction: WriteTransaction, found: readonly Found[], told: Told, run: number): Promise<Identities> {
    const identities = new Identities(told, run);
    await identities.addOf(transaction, found);
    return identities;
  }

  async addOf(transaction: WriteTransaction, found: readonly Found[]): Promise<void> {
    const ids = new Set<string>();
    for (const { row, now } of found) {
      for (const text of new Set([row?.dependsOn, now?.content.dependsOn])) {
        for (const id of idsOf(text ?? '[]')) if (!this.#asked.has(id)) ids.add(id);
      }
    }
    const all = [...ids];
    for (const id of all) this.#asked.add(id);
    if ((await transaction.last()).row === 0) return;
    const reader = new IntervalReader(transaction);
    for (let at = 0; at < all.length; at += PORTION) {
      for (const row of await lastRows(transaction.rows({ kinds: ['identity'], keys: all.slice(at, at + PORTION) }))) {
        // What this run tells of it was looked at first.
        if (this.#known.get(row.key)?.has(row.boundary) === true) continue;
        // The facts of a run are recorded before what is concluded of them.
        if (row.firstRun === this.#run && row.previous !== null) this.#begun.push(row);
        const isSeen = (await reader.lastOf(row)).run === this.#run;
        this.#set(row.key, row.boundary, { uid: row.incarnation, isGone: row.how !== null, isSeen });
      }
    }
  }

  /** Of those that the run's facts told under a new name, before its conclusions. */
  async newNames(transaction: WriteTransaction): Promise<readonly NewName[]> {
    const names: NewName[] = [];
    const to = new Map(this.#begun.map((row) => [row.previous, row.key]));
    if (to.size === 0) return names;
    for await (const { id, key, how, endRun, renamedTo } of transaction.rows({ ids: [...to.keys()].filter((each) => each !== null) })) {
      if (how === 'renamed' && endRun === this.#run && renamedTo === to.get(id)) names.push({ from: key, to: renamedTo });
    }
    return names;
  }

  settle({ row, now }: Found, { former, next }: Verdict): void {
    const of = row ?? now?.content;
    if (of === undefined) return;
    if (next !== null) this.#set(of.key, of.boundary, { uid: next.incarnation, isGone: next.how !== null, isSeen: true });
    else if (former !== null)
      this.#set(of.key, of.boundary, { uid: former.incarnation, isGone: former.how !== null, isSeen: now !== null });
  }

  settled(): void {
    this.#isSettled = true;
  }

  isAccountedFor(id: string): boolean {
    const known = this.#known.get(id);
    if (this.#told.hasIdentity(id)) return true;
    if (known === undefined) return true;
    // An identity that depends on another one: which of them to look at first is for the whole to tell.
    if (!this.#isSettled) throw new NotInOrder();
    const states = [...known.values()];
    return states.some(({ isSeen }) => isSeen) || states.every(({ isGone }) => isGone);
  }

  incarnationOf(dependsOn: string): string | null {
    const uids = idsOf(dependsOn).map((id) => [...(this.#known.get(id)?.values() ?? [])].find(({ uid }) => uid !== null)?.uid ?? null);
    return uids.some((uid) => uid !== null) ? uids.map((uid) => uid ?? '-').join(' ') : null;
  }

  #set(id: string, boundary: string, known: Known): void {
    const places = this.#known.get(id);
    if (places === undefined) this.#known.set(id, new Map([[boundary, known]]));
    else places.set(boundary, known);
  }
}
