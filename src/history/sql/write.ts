import { canonicalJson } from '../../base/bytes/canonical.ts';
import { sha256Hex } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import type { RunLine } from '../../contract/store.ts';
import type { Gap } from '../../model/gap.ts';
import type { Conclusions, RunId } from '../../model/history.ts';
import type {
  EntryChange,
  EntryRow,
  Heads,
  LastGiven,
  PruneLine,
  Row,
  RowChange,
  StoredRead,
  StoredUsage,
  TellerRunRows,
  TellerSet,
  WriteTransaction,
} from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { FoundEntries, foundHash, foundHashes } from './found.ts';
import { millisecondsOf } from './instants.ts';
import { changeColumns, findable, form, stored } from './interval-row.ts';
import { changeEntries, forget, removeEntries, writeEntries, writeFound } from './journal-write.ts';
import { contradiction, SqlRead } from './read.ts';
import type { InsertHow, IntervalColumn, SqlRow, SqlValue } from './session.ts';
import { sortable, storable, unsorted } from './text.ts';

// Whole entries of 22 bytes, and short enough that a database writes and reads them at one go.
const HEAD_PART = 22 * 2 ** 17;
// Rows handed to a database at once.
const PORTION = 5_000;

/** What is written, the same for both databases. `finish` comes last, before the transaction is committed. */
export class SqlWrite extends SqlRead implements WriteTransaction {
  readonly #found = new FoundEntries();
  readonly #foundInJournal = new FoundEntries();
  readonly #given = new Map<string, number>();
  #settings: Map<string, number> | undefined;

  async addRun(line: RunLine): Promise<void> {
    const values = {
      number: line.number,
      id: storable(line.id),
      capture: storable(line.capture),
      version: storable(line.version),
      connectors: canonicalJson(line.connectors),
      from_at: millisecondsOf(line.from),
      to_at: millisecondsOf(line.to),
      pages: line.pages,
      recorded_at: millisecondsOf(line.recordedAt),
      conclusions: line.conclusions === null ? null : canonicalJson(line.conclusions as unknown as Json),
      hash: storable(line.hash),
    };
    await this.session.all(this.session.build.insertInto('runs').values(values).compile());
    this.#give('run', line.number);
  }

  async setConclusions(run: RunId, conclusions: Conclusions): Promise<void> {
    const text = canonicalJson(conclusions as unknown as Json);
    const query = this.session.build.updateTable('runs').set({ conclusions: text }).where('id', '=', storable(run)).returning('number');
    if ((await this.session.all(query.compile())).length === 0)
      throw new HistoryError('unknown-run', `recording conclusions: run ${run} is not in the store`, { hint: 'record its facts first' });
  }

  async addReads(reads: readonly StoredRead[]): Promise<void> {
    const rows: SqlRow[] = [];
    for (const read of reads)
      rows.push([
        read.run,
        storable(read.boundary),
        storable(read.surface),
        read.status,
        read.cause,
        form(read.detail),
        read.pages,
        read.facts,
        read.origin,
        read.from === null ? null : millisecondsOf(read.from),
        read.to === null ? null : millisecondsOf(read.to),
        read.skewMs,
        read.absenceAfterMs,
        read.snapshot ? 1 : 0,
        read.filtered ? 1 : 0,
        await this.#setting(read.settings),
      ]);
    await this.#insert('reads', rows);
  }

  async addGaps(run: number, gaps: readonly Gap[]): Promise<void> {
    const { build } = this.session;
    const counted = build.selectFrom('gaps').where('run', '=', run);
    const [before] = await this.session.all(counted.select(({ fn }) => fn.countAll<number>().as('gaps')).compile());
    const from = before?.gaps ?? 0;
    await this.#insert(
      'gaps',
      gaps.map((gap, i) => [run, from + i, JSON.stringify(gap)]),
    );
  }

  async addTellerSets(sets: readonly TellerSet[]): Promise<void> {
    await this.#insert(
      'teller_sets',
      sets.map(({ id, members }) => [id, storable(members)]),
    );
    for (const { id } of sets) this.#give('tellers', id);
  }

  async putTellerRuns(runs: readonly TellerRunRows[]): Promise<void> {
    const kept = runs.filter(({ rows }) => rows.length > 0);
    const { build } = this.session;
    for (const { tellers, run, what, rows } of runs) {
      if (rows.length > 0) continue;
      const own = build.deleteFrom('teller_runs').where('tellers', '=', tellers).where('run', '=', run).where('what', '=', what);
      await this.session.all(own.compile());
    }
    await this.#insert(
      'teller_runs',
      kept.map(({ tellers, run, what, from, to, rows }) => [tellers, run, what, from, to, rows]),
      'replace',
    );
  }

  async addRows(rows: readonly Row[]): Promise<void> {
    const sections = await this.sections();
    for (let at = 0; at < rows.length; at += PORTION) {
      const portion: SqlRow[] = [];
      for (const row of rows.slice(at, at + PORTION)) {
        const section = sections.idOf(row.kind, row.boundary) ?? (await sections.give(row.kind, row.boundary));
        portion.push(stored(row, section));
        this.#found.add(row.id, foundHashes(row));
        this.#give('row', row.id);
      }
      await this.session.insert('intervals', portion);
      if (this.#found.full) await this.settle();
    }
  }

  async changeRows(changes: readonly RowChange[]): Promise<void> {
    const alike = new Map<string, { readonly columns: readonly IntervalColumn[]; readonly rows: SqlRow[] }>();
    const found: SqlRow[] = [];
    const merged = new Map<number, Omit<RowChange, 'id'>>();
    for (const { id, ...change } of changes) merged.set(id, { ...merged.get(id), ...change });
    for (const [id, change] of merged) {
      const named: IntervalColumn[] = [];
      const values: SqlValue[] = [id];
      for (const [member, column] of Object.entries(changeColumns)) {
        const value = change[member as keyof typeof change];
        if (value === undefined) continue;
        named.push(column);
        values.push(form(value));
      }
      if (named.length === 0) continue;
      const those = alike.get(named.join()) ?? { columns: named, rows: [] };
      alike.set(named.join(), those);
      those.rows.push(values);
      // By the former one it is still found, and then seen not to be it.
      if (typeof change.incarnation === 'string') found.push([foundHash(change.incarnation), id]);
    }
    for (const { columns, rows } of alike.values())
      for (let at = 0; at < rows.length; at += PORTION) {
        const portion = rows.slice(at, at + PORTION);
        const changed = await this.session.update(columns, portion);
        if (changed !== portion.length) throw contradiction(`of ${portion.length} intervals that change ${changed} are there`);
      }
    if (found.length > 0) {
      await this.settle();
      await this.#insert('found', found, 'new');
    }
  }

  async putHeads(heads: readonly Heads[]): Promise<void> {
    const { build } = this.session;
    const sections = await this.sections();
    for (const { kind, boundary, bytes } of heads) {
      const section = await sections.give(kind, boundary);
      await this.session.all(build.deleteFrom('heads').where('section', '=', section).compile());
      for (let part = 0; part * HEAD_PART < bytes.length; part++) {
        const values = { section, part, bytes: bytes.subarray(part * HEAD_PART, (part + 1) * HEAD_PART) };
        await this.session.all(build.insertInto('heads').values(values).compile());
      }
    }
  }

  async putUsage(notes: readonly StoredUsage[]): Promise<void> {
    const rows = new Map<string, SqlRow>();
    const sections = await this.sections();
    for (const note of notes) {
      const section = await sections.give(note.kind, note.boundary);
      const row: SqlRow = [
        section,
        hashOf(note.key),
        note.month ?? '',
        sortable(note.key),
        sortable(canonicalJson(note.value)),
        millisecondsOf(note.at),
      ];
      const own = `${section} ${String(row[1])} ${String(row[2])}`;
      const other = rows.get(own);
      if (other === undefined || isLater(row, other)) rows.set(own, row);
    }
    await this.#insert('usage', [...rows.values()], 'latest');
  }

  async removeRows(ids: readonly number[]): Promise<void> {
    await this.settle();
    const { build, among } = this.session;
    const query = build.selectFrom('intervals').select(['id', 'key', 'incarnation', 'names']).where(among('id', ids));
    const hashes = new Set<number>();
    for (const row of await this.session.all(query.compile())) for (const hash of foundHashes(findable(row))) hashes.add(hash);
    const entries = build
      .deleteFrom('found')
      .where(among('hash', [...hashes]))
      .where(among('interval_id', ids));
    await this.session.all(entries.compile());
    await this.session.all(build.deleteFrom('intervals').where(among('id', ids)).compile());
  }

  async removeRuns(numbers: readonly number[]): Promise<void> {
    const { build, among } = this.session;
    for (const table of ['reads', 'gaps', 'teller_runs'] as const)
      await this.session.all(build.deleteFrom(table).where(among('run', numbers)).compile());
    await this.session.all(build.deleteFrom('runs').where(among('number', numbers)).compile());
  }

  async removeUsage(monthsBefore: string, except: readonly string[] = []): Promise<number> {
    const kept = except.length === 0 ? [] : (await this.sections()).chosen(undefined, except).map(({ id }) => id);
    let old = this.session.build.deleteFrom('usage').where('month', '<', monthsBefore).where('month', '<>', '');
    if (kept.length > 0) old = old.where('section', 'not in', kept);
    return (await this.session.all(old.returning('section').compile())).length;
  }

  async addPrune(line: PruneLine): Promise<void> {
    const values = { id: line.id, at: millisecondsOf(line.at), what: storable(line.what) };
    await this.session.all(this.session.build.insertInto('prunes').values(values).compile());
    this.#give('prune', line.id);
  }

  async addEntries(entries: readonly EntryRow[]): Promise<void> {
    await writeEntries(this.session, entries, this.#foundInJournal);
    for (const { id } of entries) this.#give('entry', id);
  }

  changeEntries(changes: readonly EntryChange[]): Promise<void> {
    return changeEntries(this.session, changes);
  }

  async removeEntries(ids: readonly number[]): Promise<void> {
    await this.settle();
    await removeEntries(this.session, ids);
  }

  forget(marks: readonly string[]): Promise<void> {
    return forget(this.session, marks);
  }

  override async last(): Promise<LastGiven> {
    const { run, row, tellers, prune, entry } = await super.last();
    const of = (what: string, before: number): number => Math.max(before, this.#given.get(what) ?? 0);
    return {
      run: of('run', run),
      row: of('row', row),
      tellers: of('tellers', tellers),
      prune: of('prune', prune),
      entry: of('entry', entry),
    };
  }

  /** What was gathered on the way goes in. */
  async finish(): Promise<void> {
    await this.settle();
    const last = await super.last();
    for (const [what, id] of this.#given) {
      if (id <= last[what as keyof typeof last]) continue;
      const query = this.session.build.insertInto('given').values({ what, id });
      await this.session.all(query.onConflict((own) => own.column('what').doUpdateSet({ id })).compile());
    }
  }

  protected override async settle(): Promise<void> {
    for (const portion of this.#found.take()) await this.session.insert('found', portion);
    await writeFound(this.session, this.#foundInJournal);
  }

  async #insert(table: Parameters<typeof this.session.insert>[0], rows: readonly SqlRow[], how?: InsertHow): Promise<void> {
    for (let at = 0; at < rows.length; at += PORTION) await this.session.insert(table, rows.slice(at, at + PORTION), how);
  }

  async #setting(text: string): Promise<number> {
    const { build } = this.session;
    if (this.#settings === undefined) {
      const lines = await this.session.all(build.selectFrom('settings').select(['id', 'sha256']).compile());
      this.#settings = new Map(lines.map(({ id, sha256 }) => [sha256, id]));
    }
    const sha256 = hashOf(text);
    const known = this.#settings.get(sha256);
    if (known !== undefined) return known;
    // None is ever removed.
    const id = this.#settings.size + 1;
    await this.session.all(
      build
        .insertInto('settings')
        .values({ id, sha256, text: storable(text) })
        .compile(),
    );
    this.#settings.set(sha256, id);
    return id;
  }

  #give(what: string, id: number): void {
    if (id > (this.#given.get(what) ?? 0)) this.#given.set(what, id);
  }
}

/** Of any text, half a surrogate pair included. */
function hashOf(text: string): string {
  return sha256Hex(Buffer.from(text, 'utf16le'));
}

/** Of two rows of one usage: of `at`, then of `value`. */
function isLater(a: SqlRow, b: SqlRow): boolean {
  const [atA, atB] = [a[5] as number, b[5] as number];
  return atA > atB || (atA === atB && unsorted(a[4] as string) > unsorted(b[4] as string));
}
