import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import type { Heads, Row, WriteTransaction } from './engine.ts';
import type { Examined } from './examine.ts';
import type { Addition } from './gather.ts';
import { HeadIndex } from './head-index.ts';
import { IdSet } from './id-list.ts';
import { IntervalReader } from './interval.ts';
import { recordKinds } from './kinds.ts';
import { lastRows } from './last-row.ts';
import type { Begun } from './late.ts';
import { sortOf, type Looks } from './looks.ts';
import { groupKey, idsOf, recordKey, type Sight } from './record.ts';
import { stampOfRow } from './stamp.ts';
import { toldTwice } from './twice.ts';

const PORTION = 5_000;
/** Of more open intervals than this that a run does not tell, those are looked up first that it could have told. */
const MANY = 20_000;

/** A record to be looked at, with where its open interval is kept. */
export interface Found extends Examined {
  readonly head: { readonly index: HeadIndex; readonly number: number } | null;
  /** Of the sighting; 0: there is none. */
  readonly ordinal: number;
}

/** Finds the records of which a run says something else than the open intervals, or nothing. */
export class Search {
  readonly #transaction: WriteTransaction;
  readonly #addition: Addition;
  readonly #begun: Begun;
  readonly #looks: Looks;
  readonly #reader: IntervalReader;
  readonly #handled = new Set<number>();
  readonly #unnamed = new Map<string, IdSet>();
  #others: HeadIndex | null = null;

  constructor(transaction: WriteTransaction, addition: Addition, begun: Begun, looks: Looks) {
    this.#transaction = transaction;
    this.#addition = addition;
    this.#begun = begun;
    this.#looks = looks;
    this.#reader = new IntervalReader(transaction);
  }

  async found(): Promise<readonly Found[]> {
    return [...(await this.#fresh()), ...(await this.#returning()), ...(await this.#lacking())];
  }

  /** Groups of which the run shows a record that was known before. */
  controls(found: readonly Found[]): ReadonlySet<string> {
    const controls = new Set(this.#begun.told.controls);
    for (const { row, now } of found) if (row !== null && now?.look.filtered === true) controls.add(groupKey(now.content));
    return controls;
  }

  /** The findings that the run lacks, and whose question it answered. */
  async answered(found: readonly Found[]): Promise<ReadonlySet<number>> {
    const answered = new Set<number>();
    const { isAnswered } = this.#addition;
    if (isAnswered === null) return answered;
    for (const { row, now } of found) {
      if (row?.kind === 'finding' && row.how === null && now === null && (await isAnswered(row))) answered.add(row.id);
    }
    return answered;
  }

  /** What hangs on identities that are others now, or are called otherwise; without what was found already. */
  async dependants(ids: readonly string[]): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const id of ids) {
      for await (const row of this.#transaction.rows({ name: id, open: true })) {
        if (this.#handled.has(row.id) || !idsOf(row.dependsOn).includes(id)) continue;
        found.push(await this.#known(row));
      }
    }
    return found;
  }

  /** Records that are new, or told otherwise. */
  async #fresh(): Promise<readonly Found[]> {
    const { told } = this.#begun;
    const rows = await this.#rowsOf(told.fresh.map(({ content }) => content));
    const keys = new Set<string>();
    const found: Found[] = [];
    for (const { content, tellers, uid, evidence, ordinal } of told.fresh) {
      const key = recordKey(content);
      if (keys.has(key)) throw toldTwice(content);
      keys.add(key);
      const row = rows.get(key) ?? null;
      const now: Sight = {
        look: this.#looks.look(tellers, this.#addition.run),
        uid,
        content,
        tellers,
        row: 0,
        evidence: evidenceText(evidence),
      };
      found.push(row === null ? { row, lastRun: 0, isUnnamed: false, now, head: null, ordinal } : await this.#known(row, now, ordinal));
    }
    return found;
  }

  /** The last interval of each record. */
  async #rowsOf(records: readonly Pick<Row, 'kind' | 'boundary' | 'key'>[]): Promise<ReadonlyMap<string, Row>> {
    const last = new Map<string, Row>();
    if ((await this.#transaction.last()).row === 0) return last;
    const groups = new Map<string, { readonly kind: Row['kind']; readonly boundary: string; readonly keys: string[] }>();
    for (const { kind, boundary, key } of records) {
      const group = groups.get(`${kind} ${boundary}`);
      if (group === undefined) groups.set(`${kind} ${boundary}`, { kind, boundary, keys: [key] });
      else group.keys.push(key);
    }
    for (const { kind, boundary, keys } of groups.values()) {
      for (let at = 0; at < keys.length; at += PORTION) {
        const filter = { kinds: [kind], boundaries: [boundary], keys: keys.slice(at, at + PORTION) };
        for (const row of await lastRows(this.#transaction.rows(filter))) last.set(recordKey(row), row);
      }
    }
    return last;
  }

  async #returning(): Promise<readonly Found[]> {
    const { told, index } = this.#begun;
    return this.#rowsById(told.returning.map((head) => index.id(head)));
  }

  /** What is open and not told, of what the run could have told. */
  async #lacking(): Promise<readonly Found[]> {
    const { index } = this.#begun;
    const ids: number[] = [];
    for (let head = 0; head < index.size; head++) {
      if (index.seenBy[head] === 0 && !this.#handled.has(index.id(head))) ids.push(index.id(head));
    }
    const likely = ids.length > MANY ? await this.#likely(ids) : ids;
    return this.#rowsById(likely, (row) => this.#looks.isWhole(row.tellers, this.#addition.run));
  }

  /** Those that some run told by tellers that this run read to the end. */
  async #likely(ids: readonly number[]): Promise<readonly number[]> {
    const { run } = this.#addition;
    const known: IdSet[] = [];
    for (const part of await this.#transaction.tellerRuns()) {
      if (part.run === run || !this.#looks.isWhole(part.tellers, run)) continue;
      known.push(new IdSet(await this.#transaction.seenRows(part)));
    }
    return ids.filter((id) => known.some((set) => set.has(id)));
  }

  async #rowsById(ids: readonly number[], isWanted: (row: Row) => boolean = () => true): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (let at = 0; at < ids.length; at += PORTION) {
      for await (const row of this.#transaction.rows({ ids: ids.slice(at, at + PORTION) })) {
        if (isWanted(row)) found.push(await this.#known(row));
      }
    }
    return found;
  }

  /** Of a row, with the sighting that says the same, where none is given. */
  async #known(row: Row, now: Sight | null = null, ordinal = 0): Promise<Found> {
    this.#handled.add(row.id);
    const { told, sets } = this.#begun;
    const head = row.how === null ? await this.#headOf(row, sets.members(row.tellers)) : null;
    const same = head === null || sortOf(row.kind) !== this.#addition.sort ? 0 : (head.index.seenBy[head.number] as number);
    if (same !== 0 && now !== null) throw toldTwice(row);
    const uid = row.kind === 'identity' ? row.incarnation : null;
    const sight = same === 0 ? now : told.sightOf(same, row, uid, this.#looks, this.#addition.run, row.id);
    const { run: lastRun } = await this.#reader.lastOf(row);
    const isUnnamed = row.kind === 'identity' && (await this.#unnamedIn(row.tellers, lastRun)).has(row.id);
    return { row, lastRun, isUnnamed, now: sight, head, ordinal: same === 0 ? ordinal : same };
  }

  async #unnamedIn(tellers: number, run: number): Promise<IdSet> {
    const key = `${tellers} ${run}`;
    let ids = this.#unnamed.get(key);
    if (ids === undefined) {
      ids = new IdSet(await this.#transaction.seenRows({ tellers, run, what: 'unnamed' }));
      this.#unnamed.set(key, ids);
    }
    return ids;
  }

  async #headOf(row: Row, members: string): Promise<Found['head']> {
    const index = sortOf(row.kind) === this.#addition.sort ? this.#begun.index : await this.#otherHeads();
    const number = index.find(stampOfRow(row, members));
    return number === -1 ? null : { index, number };
  }

  /** Conclusions that hang on identities which the facts tell are others. */
  async #otherHeads(): Promise<HeadIndex> {
    this.#others ??= new HeadIndex(await this.#readOthers());
    return this.#others;
  }

  #readOthers(): Promise<readonly Heads[]> {
    return this.#transaction.heads(recordKinds.filter((kind) => sortOf(kind) !== this.#addition.sort));
  }
}

function evidenceText(evidence: object): string {
  return canonicalJson(evidence as Json);
}
