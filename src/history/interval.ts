import { instantOf, type Instant } from '../base/instant.ts';
import type { Json, NonEmpty } from '../base/json.ts';
import type { RunLine } from '../contract/store.ts';
import type { Evidence } from '../model/fact.ts';
import type { Interval, RunId, Teller } from '../model/history.ts';
import type { ReadTransaction, Row, TellerRun } from './engine.ts';
import { HistoryError } from './errors.ts';
import { IdSet } from './id-list.ts';
import type { Members } from './ledger.ts';
import { byRunTime, Looks } from './looks.ts';

/** When a row was last seen: the run, and the latest moment it is known to have been there. */
export interface LastSeen {
  readonly run: number;
  readonly at: number;
}

/** Makes intervals of rows, within one transaction. What many of them need is read once. */
export class IntervalReader {
  readonly #transaction: ReadTransaction;
  #runs: Promise<ReadonlyMap<number, { readonly line: RunLine; readonly rank: number }>> | null = null;
  #sets: Promise<ReadonlyMap<number, string>> | null = null;
  readonly #tellers = new Map<number, NonEmpty<Teller>>();
  readonly #parts = new Map<number, Promise<readonly TellerRun[]>>();
  readonly #rows = new Map<TellerRun, Promise<IdSet>>();
  readonly #looks = new Map<number, Promise<Looks>>();

  constructor(transaction: ReadTransaction) {
    this.#transaction = transaction;
  }

  async intervalOf(row: Row): Promise<Interval> {
    const last = await this.lastOf(row);
    return {
      number: row.id,
      kind: row.kind,
      boundary: row.boundary,
      key: row.key,
      family: row.family,
      value: JSON.parse(row.value) as Json,
      incarnation: row.incarnation,
      tellers: await this.#tellersOf(row.tellers),
      names: JSON.parse(row.names) as readonly string[],
      evidence: JSON.parse(row.evidence) as readonly Evidence[],
      notBefore: instant(row.notBefore),
      first: { run: await this.#runId(row.firstRun), at: instantOf(row.firstAt) },
      last: { run: await this.#runId(last.run), at: instantOf(last.at) },
      missing:
        row.how !== null || row.missingRun === null || row.missingAt === null
          ? null
          : { run: await this.#runId(row.missingRun), since: instantOf(row.missingAt), wants: row.wants ?? '' },
      end:
        row.how === null || row.endRun === null || row.endAfter === null || row.endBefore === null
          ? null
          : {
              how: row.how,
              after: instantOf(row.endAfter),
              before: instantOf(row.endBefore),
              run: await this.#runId(row.endRun),
              to: row.renamedTo,
            },
      previous: row.previous,
    };
  }

  /** An interval that is open and not missing was seen by the last run whose list of rows has it: its row does not tell. */
  async lastOf(row: Row): Promise<LastSeen> {
    const written = { run: row.seenRun, at: row.seenAt };
    if (row.how !== null || row.missingRun !== null) return written;
    for (const part of await this.#partsOf(row.tellers)) {
      if (part.run === row.seenRun) break;
      if ((await this.#rowsOf(part)).has(row.id)) return { run: part.run, at: Math.max(row.firstAt, part.from) };
    }
    return written;
  }

  /** Whether it is there at a moment, as far as reads tell that were over by then. */
  async isThereAt(row: Row, moment: number): Promise<boolean> {
    if (row.firstAt > moment || (row.missingAt !== null && row.missingAt <= moment)) return false;
    if (row.endBefore === null || row.endRun === null) return true;
    if (row.endBefore <= moment) return false;
    // Its end is said to lie before a later moment, for clocks may be wrong: the read that tells of it may have been over.
    const line = (await this.#knownRuns()).get(row.endRun)?.line;
    if (line === undefined || Date.parse(line.from) > moment) return true;
    return (await this.#looksOf(row.endRun)).look(row.tellers, row.endRun).to > moment;
  }

  async #tellersOf(set: number): Promise<NonEmpty<Teller>> {
    let tellers = this.#tellers.get(set);
    if (tellers === undefined) {
      this.#sets ??= this.#transaction.tellerSets().then((sets) => new Map(sets.map(({ id, members }) => [id, members])));
      const members = (await this.#sets).get(set);
      if (members === undefined) throw contradiction(`an interval is told by the set of tellers ${set}, which is not there`);
      const [first, ...rest] = (JSON.parse(members) as Members).map(([boundary, surface]): Teller => ({ boundary, surface }));
      if (first === undefined) throw contradiction(`the set of tellers ${set} is empty`);
      tellers = [first, ...rest];
      this.#tellers.set(set, tellers);
    }
    return tellers;
  }

  async #runId(number: number): Promise<RunId> {
    const run = (await this.#knownRuns()).get(number);
    if (run === undefined) throw contradiction(`an interval speaks of run ${number}, which is not there`);
    return run.line.id;
  }

  #knownRuns(): Promise<ReadonlyMap<number, { readonly line: RunLine; readonly rank: number }>> {
    this.#runs ??= this.#transaction
      .runs()
      .then((runs) => new Map([...runs].sort(byRunTime).map((line, rank) => [line.number, { line, rank }])));
    return this.#runs;
  }

  /** The latest first. */
  #partsOf(set: number): Promise<readonly TellerRun[]> {
    let parts = this.#parts.get(set);
    if (parts === undefined) {
      parts = this.#sortedParts(set);
      this.#parts.set(set, parts);
    }
    return parts;
  }

  async #sortedParts(set: number): Promise<readonly TellerRun[]> {
    const runs = await this.#knownRuns();
    const parts = (await this.#transaction.tellerRuns([set])).filter(({ what }) => what === 'facts' || what === 'conclusions');
    return parts.sort((a, b) => b.from - a.from || b.to - a.to || (runs.get(b.run)?.rank ?? 0) - (runs.get(a.run)?.rank ?? 0));
  }

  #rowsOf(part: TellerRun): Promise<IdSet> {
    let rows = this.#rows.get(part);
    if (rows === undefined) {
      rows = this.#transaction.seenRows(part).then((bytes) => new IdSet(bytes));
      this.#rows.set(part, rows);
    }
    return rows;
  }

  #looksOf(run: number): Promise<Looks> {
    let looks = this.#looks.get(run);
    if (looks === undefined) {
      looks = this.#readLooks(run);
      this.#looks.set(run, looks);
    }
    return looks;
  }

  async #readLooks(run: number): Promise<Looks> {
    const line = (await this.#knownRuns()).get(run)?.line;
    const sets = (await this.#transaction.tellerSets()).map(({ id, members }) => [id, JSON.parse(members) as Members] as const);
    return new Looks(line === undefined ? [] : [{ line, reads: await this.#transaction.reads(run) }], sets, undefined);
  }
}

function instant(ms: number | null): Instant | null {
  return ms === null ? null : instantOf(ms);
}

function contradiction(what: string): HistoryError {
  return new HistoryError('broken', `cannot read the history: ${what}`, { hint: 'vestige store check' });
}
