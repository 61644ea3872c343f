import type { ReadTransaction } from './engine.ts';
import type { TellerSets } from './ledger.ts';
import type { KnownRun, Looks } from './looks.ts';
import type { Found } from './search.ts';

/** All runs, with the reads of one of them: most of a run is held against the open intervals with no other run's. */
export async function runsReadBy(transaction: ReadTransaction, run: number): Promise<readonly KnownRun[]> {
  const reads = await transaction.reads(run);
  return (await transaction.runs()).map((line) => ({ line, reads: line.number === run ? reads : [] }));
}

/** Reads of other runs, where a record that is looked at is told: a store of many runs of many boundaries is not read whole for a few changes. */
export class NeededReads {
  readonly #transaction: ReadTransaction;
  readonly #sets: TellerSets;
  readonly #looks: Looks;
  readonly #known = new Set<number>();
  readonly #boundaries = new Set<string>();

  constructor(transaction: ReadTransaction, sets: TellerSets, looks: Looks) {
    this.#transaction = transaction;
    this.#sets = sets;
    this.#looks = looks;
  }

  /** Before any of these is examined. */
  async of(found: readonly Found[]): Promise<void> {
    const wanted = new Set<string>();
    for (const { row, now } of found) {
      for (const set of [row?.tellers, now?.tellers]) {
        if (set === undefined || this.#known.has(set)) continue;
        this.#known.add(set);
        for (const [boundary] of this.#sets.listOf(set)) if (!this.#boundaries.has(boundary)) wanted.add(boundary);
      }
    }
    for (const boundary of wanted) this.#boundaries.add(boundary);
    if (wanted.size > 0) this.#looks.addReads([...wanted], await this.#transaction.readsIn([...wanted]));
  }
}
