import { sql } from 'kysely';
import { instantOf } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import type { RunLine } from '../../contract/store.ts';
import type { Conclusions, RecordKind, SurfaceRead, UsageNote } from '../../model/history.ts';
import type { Gap } from '../../model/gap.ts';
import type {
  EntryFilter,
  EntryHead,
  EntryRow,
  Heads,
  LastGiven,
  PruneLine,
  ReadSpan,
  ReadTransaction,
  Row,
  RowFilter,
  StoredRead,
  StoredUsage,
  TellerRun,
  TellerSet,
} from '../engine.ts';
import { foundHash, isFoundBy } from './found.ts';
import { intervalColumns, rowOf } from './interval-row.ts';
import { HistoryError } from '../errors.ts';
import { chooseIntervals } from './choose.ts';
import { readEntries, readEveryHead, readForgotten, readHeads } from './journal-read.ts';
import { Sections } from './sections.ts';
import type { SqlSession } from './session.ts';
import { storable, unsorted, unstored } from './text.ts';

/** What is asked of a store, the same for both databases. */
export class SqlRead implements ReadTransaction {
  protected readonly session: SqlSession;
  #sections: Sections | undefined;

  constructor(session: SqlSession) {
    this.session = session;
  }

  async runs(): Promise<readonly RunLine[]> {
    const lines = await this.session.all(this.session.build.selectFrom('runs').selectAll().orderBy('number').compile());
    return lines.map((line) => ({
      number: line.number,
      id: unstored(line.id),
      capture: unstored(line.capture),
      version: unstored(line.version),
      connectors: JSON.parse(line.connectors) as RunLine['connectors'],
      from: instantOf(line.from_at),
      to: instantOf(line.to_at),
      pages: line.pages,
      recordedAt: instantOf(line.recorded_at),
      conclusions: line.conclusions === null ? null : (JSON.parse(line.conclusions) as Conclusions),
      hash: unstored(line.hash),
    }));
  }

  reads(run?: number): Promise<readonly StoredRead[]> {
    return this.#reads(run === undefined ? {} : { run });
  }

  async readsIn(boundaries: readonly string[]): Promise<readonly StoredRead[]> {
    const reads: StoredRead[] = [];
    for (let at = 0; at < boundaries.length; at += PORTION) {
      for (const read of await this.#reads({ boundaries: boundaries.slice(at, at + PORTION) })) reads.push(read);
    }
    return boundaries.length > PORTION ? reads.sort(byRunAndPlace) : reads;
  }

  async readSpans(): Promise<readonly ReadSpan[]> {
    const { build } = this.session;
    const query = build
      .selectFrom('reads')
      .select([
        'run',
        sql<number | null>`min(case when to_at is not null then from_at end)`.as('from'),
        sql<number | null>`max(case when from_at is not null then to_at end)`.as('to'),
        sql<number | null>`max(abs(skew_ms))`.as('skew'),
      ]);
    const spans = await this.session.all(query.groupBy('run').orderBy('run').compile());
    return spans.map(({ run, from, to, skew }) => ({ run, from, to, skewMs: skew ?? 0 }));
  }

  async #reads({ run, boundaries }: { readonly run?: number; readonly boundaries?: readonly string[] }): Promise<readonly StoredRead[]> {
    let query = this.session.build.selectFrom('reads').innerJoin('settings', 'settings.id', 'reads.setting').selectAll('reads');
    if (run !== undefined) query = query.where('run', '=', run);
    if (boundaries !== undefined) query = query.where('boundary', 'in', boundaries.map(storable));
    const lines = await this.session.all(query.select('settings.text as settings').compile());
    const reads = lines.map((line) => ({
      run: line.run,
      boundary: unstored(line.boundary),
      surface: unstored(line.surface),
      status: line.status as SurfaceRead['status'],
      cause: line.cause as SurfaceRead['cause'],
      detail: line.detail === null ? null : unstored(line.detail),
      pages: line.pages,
      facts: line.facts,
      origin: line.origin as SurfaceRead['origin'],
      from: line.from_at === null ? null : instantOf(line.from_at),
      to: line.to_at === null ? null : instantOf(line.to_at),
      skewMs: line.skew_ms,
      absenceAfterMs: line.absence_after_ms,
      snapshot: line.snapshot === 1,
      filtered: line.filtered === 1,
      settings: unstored(line.settings),
    }));
    return reads.sort(byRunAndPlace);
  }

  async gaps(run: number): Promise<readonly Gap[]> {
    const query = this.session.build.selectFrom('gaps').select('gap').where('run', '=', run).orderBy('position');
    return (await this.session.all(query.compile())).map(({ gap }) => JSON.parse(gap) as Gap);
  }

  async tellerSets(): Promise<readonly TellerSet[]> {
    const sets = await this.session.all(this.session.build.selectFrom('teller_sets').selectAll().orderBy('id').compile());
    return sets.map(({ id, members }) => ({ id, members: unstored(members) }));
  }

  async tellerRuns(sets?: readonly number[]): Promise<readonly TellerRun[]> {
    const { build } = this.session;
    let query = build.selectFrom('teller_runs').select(['tellers', 'run', 'what', 'from_at', 'to_at']);
    query = query.orderBy('tellers').orderBy('run').orderBy('what');
    if (sets !== undefined) query = query.where(this.session.among('tellers', sets));
    const lines = await this.session.all(query.compile());
    return lines.map(({ tellers, run, what, from_at, to_at }) => ({
      tellers,
      run,
      what: what as TellerRun['what'],
      from: from_at,
      to: to_at,
    }));
  }

  async seenRows({ tellers, run, what }: Pick<TellerRun, 'tellers' | 'run' | 'what'>): Promise<Uint8Array> {
    const query = this.session.build.selectFrom('teller_runs').select('seen');
    const lines = await this.session.all(query.where('tellers', '=', tellers).where('run', '=', run).where('what', '=', what).compile());
    return lines[0]?.seen ?? new Uint8Array();
  }

  async heads(kinds: readonly RecordKind[], boundaries?: readonly string[]): Promise<readonly Heads[]> {
    const sections = (await this.sections()).chosen(kinds, boundaries);
    const query = this.session.build.selectFrom('heads').selectAll().orderBy('section').orderBy('part');
    const ids = sections.map(({ id }) => id);
    const lines = await this.session.all(query.where(this.session.among('section', ids)).compile());
    const parts = new Map<number, Uint8Array[]>(ids.map((id) => [id, []]));
    for (const { section, bytes } of lines) parts.get(section)?.push(bytes);
    return sections.flatMap(({ id, kind, boundary }) => {
      const bytes = parts.get(id) ?? [];
      return bytes.length === 0 ? [] : [{ kind: kind as RecordKind, boundary, bytes: joined(bytes) }];
    });
  }

  async *rows(filter: RowFilter): AsyncGenerator<Row> {
    const sections = await this.sections();
    const { kinds, boundaries, name } = filter;
    const chosen = sections.chosen(kinds, boundaries).map(({ id }) => id);
    const keys = filter.keys === undefined ? undefined : new Set(filter.keys);
    const hashes = keys === undefined ? (name === undefined ? undefined : [foundHash(name)]) : Array.from(keys, foundHash);
    if (hashes !== undefined) await this.settle();
    const isNarrow = hashes !== undefined || filter.ids !== undefined;
    const isOfAny = kinds === undefined && boundaries === undefined;
    const turns = isNarrow ? [isOfAny ? undefined : chosen] : this.session.sortsHere ? chosen.map((id) => [id]) : [chosen];
    for (const within of turns) {
      const query = chooseIntervals(this.session, filter, within, hashes).select(intervalColumns.map((column) => `i.${column}` as const));
      for await (const portion of this.session.stream(query.compile())) {
        for (const list of portion) {
          const section = sections.get(list[1] as number);
          if (section === undefined) throw contradiction(`interval ${String(list[0])} is of a section that is not there`);
          const row = rowOf(list, section);
          // A number may be that of several texts.
          if ((keys === undefined || keys.has(row.key)) && (name === undefined || isFoundBy(row, name))) yield row;
        }
      }
    }
  }

  async last(): Promise<LastGiven> {
    const given = await this.session.all(this.session.build.selectFrom('given').selectAll().compile());
    const of = (what: string): number => given.find((line) => line.what === what)?.id ?? 0;
    return { run: of('run'), row: of('row'), tellers: of('tellers'), prune: of('prune'), entry: of('entry') };
  }

  async *usage(filter: { readonly boundary?: string; readonly month?: string; readonly every?: true }): AsyncGenerator<StoredUsage> {
    const sections = await this.sections();
    const within = filter.boundary === undefined ? undefined : sections.chosen(undefined, [filter.boundary]).map(({ id }) => id);
    if (within?.length === 0) return;
    let query = this.session.build.selectFrom('usage as u').innerJoin('sections as s', 's.id', 'u.section');
    if (within !== undefined) query = query.where(this.session.among('u.section', within));
    if (filter.every !== true) query = query.where('u.month', '=', filter.month ?? '');
    query = query.orderBy('s.kind').orderBy('s.boundary').orderBy('u.key').orderBy('u.month');
    for await (const portion of this.session.stream(query.select(['u.section', 'u.key', 'u.month', 'u.value', 'u.at']).compile())) {
      for (const [id, key, month, value, at] of portion) {
        const section = sections.get(id as number);
        if (section === undefined) throw contradiction('a usage is of a section that is not there');
        yield {
          kind: section.kind as UsageNote['kind'],
          boundary: section.boundary,
          key: unsorted(key as string),
          value: JSON.parse(unsorted(value as string)) as Json,
          at: instantOf(at as number),
          month: month === '' ? null : (month as string),
        };
      }
    }
  }

  async prunes(): Promise<readonly PruneLine[]> {
    const lines = await this.session.all(this.session.build.selectFrom('prunes').selectAll().orderBy('id').compile());
    return lines.map(({ id, at, what }) => ({ id, at: instantOf(at), what: unstored(what) }));
  }

  async *entries(filter: EntryFilter): AsyncGenerator<EntryRow> {
    if (filter.names !== undefined) await this.settle();
    yield* readEntries(this.session, filter);
  }

  entryHeads(of: readonly Pick<EntryHead, 'sort' | 'key'>[]): Promise<readonly EntryHead[]> {
    return readHeads(this.session, of);
  }

  everyEntryHead(): AsyncIterable<EntryHead> {
    return readEveryHead(this.session);
  }

  forgotten(among?: readonly string[]): Promise<readonly string[]> {
    return readForgotten(this.session, among);
  }

  protected async sections(): Promise<Sections> {
    this.#sections ??= await Sections.read(this.session);
    return this.#sections;
  }

  /** Before anything is found by its name: what was gathered to be found goes in. */
  protected async settle(): Promise<void> {
    // Who only reads has gathered nothing.
  }
}

const PORTION = 1_000;

const byPlace = byKeys<StoredRead>(
  (read) => read.boundary,
  (read) => read.surface,
);

function byRunAndPlace(a: StoredRead, b: StoredRead): number {
  return a.run - b.run || byPlace(a, b);
}

/** The store says two things that cannot both be so. */
export function contradiction(what: string): HistoryError {
  return new HistoryError('broken', `the history contradicts itself: ${what}`, { hint: 'vestige store check says what else is wrong' });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}
