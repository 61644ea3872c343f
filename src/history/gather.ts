import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import type { FactBatch } from '../contract/store.ts';
import type { Sighting } from '../model/history.ts';
import type { KnownRecord } from './compose.ts';
import type { Row, TellerRun, WriteTransaction } from './engine.ts';
import { IdSet, unpackIds } from './id-list.ts';
import type { HeadIndex } from './head-index.ts';
import type { TellerSets } from './ledger.ts';
import { byRunTime, type Looks, type Sort } from './looks.ts';
import { contentOf, isSameContent, recordKey, type Content, type Sight } from './record.ts';
import type { Told } from './told.ts';
import { toldTwice } from './twice.ts';

/** What a run adds to what is known. */
export interface Addition {
  readonly run: number;
  readonly sort: Sort;
  /** Gone through once. */
  readonly sightings: Iterable<Sighting>;
  readonly asksAsMuch: FactBatch['asksAsMuch'];
  /** Of findings: whether the run answered the question of one that it lacks. */
  readonly isAnswered: ((finding: Row) => Promise<boolean>) | null;
}

export interface GatheredRecord extends KnownRecord {
  readonly sights: Sight[];
  readonly rows: Row[];
  /** The rows of which some run tells. Of the others all runs that told of them were pruned. */
  readonly told: Set<number>;
  /** The row that told what this run concluded before, in place of which its conclusions now come. */
  replaced: Row | null;
  /** Runs that answered a finding's question. */
  readonly answered: Set<number>;
}

export interface Gathering {
  readonly records: Map<string, GatheredRecord>;
  /** The lists of rows as they are kept, by {@link partKey}. */
  readonly told: ReadonlyMap<string, Uint8Array>;
}

export function partKey({ tellers, run, what }: Pick<TellerRun, 'tellers' | 'run' | 'what'>): string {
  return `${tellers} ${run} ${what}`;
}

/** All records with their rows and what runs told of them so far; without the conclusions that are now to be replaced. */
export async function gather(transaction: WriteTransaction, looks: Looks, addition: Addition): Promise<Gathering> {
  const { run, sort } = addition;
  const told = new Map<string, Uint8Array>();
  const records = new Map<string, GatheredRecord>();
  const byRow = new Map<number, { readonly record: GatheredRecord; readonly row: Row }>();
  for await (const row of transaction.rows({})) {
    const record = gathered(records, row);
    record.rows.push(row);
    byRow.set(row.id, { record, row });
  }
  const contents = new Map<number, Content>();
  for (const part of await transaction.tellerRuns()) {
    const bytes = await transaction.seenRows(part);
    told.set(partKey(part), bytes);
    if (part.what === 'unnamed') continue;
    const isReplaced = sort === 'conclusions' && part.run === run && part.what !== 'facts';
    const unnamed = new IdSet(await transaction.seenRows({ ...part, what: 'unnamed' }));
    const look = looks.look(part.tellers, part.run);
    for (const id of unpackIds(bytes)) {
      const found = byRow.get(id);
      // Its interval was pruned.
      if (found === undefined) continue;
      const { record, row } = found;
      record.told.add(id);
      if (isReplaced) {
        if (part.what === 'conclusions') record.replaced = row;
        continue;
      }
      if (part.what === 'answered') {
        record.answered.add(part.run);
        continue;
      }
      const uid = row.kind === 'identity' && !unnamed.has(id) ? row.incarnation : null;
      const evidence = row.firstRun === part.run ? row.evidence : null;
      let content = contents.get(id);
      if (content === undefined) contents.set(id, (content = contentOfRow(row)));
      record.sights.push({ look, uid, content, tellers: part.tellers, row: id, evidence });
    }
  }
  return { records, told };
}

/**
 * Asks of the findings that the run lacks whether their questions were answered: of those that were there before it and had not ended by then,
 * even where a later run's proof ended them since. That proof may rest on this answer. After {@link addSightings}.
 */
export async function addAnswers({ records }: Gathering, looks: Looks, { run, isAnswered }: Addition): Promise<void> {
  if (isAnswered === null) return;
  const line = looks.line(run);
  const isBefore = (other: number): boolean => other !== run && byRunTime(looks.line(other), line) < 0;
  for (const { kind, rows, sights, answered } of records.values()) {
    if (kind !== 'finding' || sights.some(({ look }) => look.run === run)) continue;
    const was = rows.findLast((row) => row.endRun === run || (isBefore(row.firstRun) && (row.endRun === null || !isBefore(row.endRun))));
    if (was !== undefined && (await isAnswered(was))) answered.add(run);
  }
}

/** With those of the run that is added. Throws `failed` where it tells a record twice. */
export function addSightings({ records }: Gathering, looks: Looks, sets: TellerSets, { run, sightings }: Addition): void {
  for (const sighting of sightings) {
    const record = gathered(records, sighting);
    const tellers = sets.idOf(sighting.tellers);
    looks.addSet(tellers, sets.listOf(tellers));
    if (record.sights.at(-1)?.look.run === run) throw toldTwice(sighting);
    const content = contentOf(sighting);
    record.sights.push({
      look: looks.look(tellers, run),
      uid: sighting.kind === 'identity' ? (sighting.uid ?? null) : null,
      content,
      tellers,
      row: record.replaced !== null && isSameContent(record.replaced, content) ? record.replaced.id : 0,
      evidence: canonicalJson(sighting.evidence as unknown as Json),
    });
  }
}

/** The same of a run that was already held against the open intervals. */
export function addTold({ records }: Gathering, looks: Looks, told: Told, index: HeadIndex, { run }: Addition): void {
  for (const { content, tellers, uid, evidence } of told.fresh) {
    const record = gathered(records, content);
    if (record.sights.at(-1)?.look.run === run) throw toldTwice(content);
    const text = canonicalJson(evidence as unknown as Json);
    record.sights.push({ look: looks.look(tellers, run), uid, content, tellers, row: 0, evidence: text });
  }
  const heads = new Map<number, number>();
  for (const [head, ordinal] of index.seenBy.entries()) if (ordinal !== 0) heads.set(index.id(head), ordinal);
  for (const record of records.values()) {
    for (const row of record.rows) {
      const ordinal = heads.get(row.id);
      if (ordinal === undefined) continue;
      if (record.sights.at(-1)?.look.run === run) throw toldTwice(row);
      record.sights.push(told.sightOf(ordinal, contentOfRow(row), row.kind === 'identity' ? row.incarnation : null, looks, run, row.id));
    }
  }
}

function gathered(records: Map<string, GatheredRecord>, { kind, boundary, key }: Pick<Row, 'kind' | 'boundary' | 'key'>): GatheredRecord {
  const id = recordKey({ kind, boundary, key });
  let record = records.get(id);
  if (record === undefined) {
    record = { kind, boundary, key, sights: [], rows: [], told: new Set(), replaced: null, answered: new Set() };
    records.set(id, record);
  }
  return record;
}

function contentOfRow({ kind, boundary, key, family, value, dependsOn, names }: Row): Content {
  return { kind, boundary, key, family, value, dependsOn, names };
}
