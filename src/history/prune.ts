import { canonicalJson } from '../base/bytes/canonical.ts';
import { sha256Hex } from '../base/bytes/hash.ts';
import { DAY_MS, instantOf, type Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import type { RunLine } from '../contract/store.ts';
import type { Evidence } from '../model/fact.ts';
import type { BoundaryId, CaptureId } from '../model/ids.ts';
import type { Engine, PruneLine, ReadTransaction, Row, TellerRun, WriteTransaction } from './engine.ts';

/** What must not be pruned, whatever its age: all of a boundary, or all that is found by a name, until a moment or for ever. */
export interface Hold {
  readonly boundary?: BoundaryId;
  readonly name?: string;
  readonly until?: Instant;
  readonly reason: string;
}

export interface PrunePolicy {
  /** Intervals that ended longer ago go; `null`: none do. Counted in days of 24 hours from the moment of pruning. */
  readonly keepDays: number | null;
  /** What was told of use goes, month by month, once the month lies so many months back; what was told last stays. `null`: none goes. */
  readonly usageMonths: number | null;
  readonly holds: readonly Hold[];
}

export interface Pruned {
  /** What ended before it could go; `null` where nothing could. */
  readonly cutoff: Instant | null;
  readonly intervals: number;
  readonly runs: number;
  readonly usage: number;
  /** Old enough to go, and kept: for a hold, by its reason, or because a kept grant, link or finding cites what it rests on. */
  readonly held: readonly { readonly reason: string; readonly intervals: number }[];
  readonly cited: number;
  /** Captures that a kept interval or run speaks of, and those that none does any more; each sorted. */
  readonly captures: { readonly kept: readonly CaptureId[]; readonly free: readonly CaptureId[] };
}

const PORTION = 10_000;

/**
 * Removes what ended long ago and nothing that is kept rests on, and writes down that it did. Open intervals always stay, and with them
 * the runs that began, saw or ended what is kept. `dry`: says what would go and changes nothing.
 */
export function pruneHistory(engine: Engine, policy: PrunePolicy, now: Instant, options: { readonly dry?: boolean } = {}): Promise<Pruned> {
  if (options.dry === true) return engine.read(async (transaction) => (await planOf(transaction, policy, now)).told);
  return engine.write(async (transaction) => {
    const plan = await planOf(transaction, policy, now);
    await carryOut(transaction, plan);
    await transaction.addPrune(await lineOf(transaction, plan, policy, now));
    return plan.told;
  });
}

/** Nothing that ended before it is known any more: a run of that time can no longer be put in its place. `null`: nothing was pruned. */
export function prunedUntil(prunes: readonly PruneLine[]): Instant | null {
  return prunes.reduce<Instant | null>((latest, { what }) => {
    const { cutoff } = JSON.parse(what) as { readonly cutoff: Instant | null };
    return cutoff !== null && cutoff > (latest ?? '') ? cutoff : latest;
  }, null);
}

interface Plan {
  readonly rows: readonly number[];
  /** SHA-256 over what the removed rows were: kind, boundary, key and span, a line each, in the order of rows. */
  readonly digest: string;
  /** Kept rows whose former interval goes. */
  readonly orphans: readonly number[];
  readonly runs: readonly RunLine[];
  readonly monthsBefore: string | null;
  readonly told: Pruned;
}

async function planOf(transaction: ReadTransaction, { keepDays, usageMonths, holds }: PrunePolicy, now: Instant): Promise<Plan> {
  const cutoff = keepDays === null ? null : Date.parse(now) - keepDays * DAY_MS;
  const inForce = holds.filter(({ until }) => until === undefined || until > now);
  const going = cutoff === null ? new Map<number, Row>() : await oldRows(transaction, cutoff);
  const held = new Map<string, number>();
  for (const row of [...going.values()]) {
    const hold = inForce.find((each) => isHeld(row, each));
    if (hold === undefined) continue;
    going.delete(row.id);
    held.set(hold.reason, (held.get(hold.reason) ?? 0) + 1);
  }
  const cited = await citedRows(transaction, going);
  for (const id of cited) going.delete(id);
  const needs = await needsOfKept(transaction, going);
  const runs = cutoff === null ? [] : await freeRuns(transaction, needs.runs, cutoff);
  const monthsBefore = usageMonths === null ? null : monthBefore(now, usageMonths);
  const all = await transaction.runs();
  const stay = new Set(all.filter((run) => !runs.includes(run)).map((run) => run.capture));
  const free = [...new Set(runs.map((run) => run.capture))].filter((capture) => !stay.has(capture)).sort(byCodeUnit);
  return {
    rows: [...going.keys()],
    digest: sha256Hex([...going.values()].map(lineOfRow).join('')),
    orphans: needs.orphans,
    runs,
    monthsBefore,
    told: {
      cutoff: cutoff === null ? null : instantOf(cutoff),
      intervals: going.size,
      runs: runs.length,
      usage: monthsBefore === null ? 0 : await countUsage(transaction, monthsBefore),
      held: [...held].map(([reason, intervals]) => ({ reason, intervals })).sort((a, b) => byCodeUnit(a.reason, b.reason)),
      cited: cited.size,
      captures: { kept: [...stay].sort(byCodeUnit), free },
    },
  };
}

/** Ended before the cutoff, by id. */
async function oldRows(transaction: ReadTransaction, cutoff: number): Promise<Map<number, Row>> {
  const old = new Map<number, Row>();
  for await (const row of transaction.rows({ endedUntil: cutoff - 1 })) old.set(row.id, row);
  return old;
}

function isHeld(row: Row, { boundary, name }: Hold): boolean {
  if (boundary === undefined && name === undefined) return true;
  if (boundary !== undefined && boundary !== row.boundary) return false;
  return name === undefined || row.key === name || row.incarnation === name || (JSON.parse(row.names) as readonly string[]).includes(name);
}

/** Facts that could go but for a conclusion that stays: it cites the place in a page where they are told. */
async function citedRows(transaction: ReadTransaction, going: ReadonlyMap<number, Row>): Promise<ReadonlySet<number>> {
  const tellsOf = new Map<string, number[]>();
  for (const row of going.values()) {
    if (isConclusion(row)) continue;
    for (const place of placesOf(row)) {
      const rows = tellsOf.get(place);
      if (rows === undefined) tellsOf.set(place, [row.id]);
      else rows.push(row.id);
    }
  }
  const cited = new Set<number>();
  if (tellsOf.size === 0) return cited;
  for await (const row of transaction.rows({ kinds: ['grant', 'link', 'finding'] })) {
    if (going.has(row.id)) continue;
    for (const place of placesOf(row)) for (const id of tellsOf.get(place) ?? []) cited.add(id);
  }
  return cited;
}

function isConclusion({ kind }: Row): boolean {
  return kind === 'grant' || kind === 'link' || kind === 'finding';
}

function placesOf(row: Row): readonly string[] {
  return (JSON.parse(row.evidence) as readonly Evidence[]).map(({ page, pointer }) => `${page} ${pointer}`);
}

interface Needs {
  readonly runs: ReadonlySet<number>;
  readonly orphans: readonly number[];
}

async function needsOfKept(transaction: ReadTransaction, going: ReadonlyMap<number, Row>): Promise<Needs> {
  const runs = new Set<number>();
  const orphans: number[] = [];
  for await (const row of transaction.rows({})) {
    if (going.has(row.id)) continue;
    for (const run of [row.firstRun, row.seenRun, row.missingRun, row.endRun]) if (run !== null) runs.add(run);
    if (row.previous !== null && going.has(row.previous)) orphans.push(row.id);
  }
  return { runs, orphans };
}

/**
 * Old runs that no kept interval speaks of. The newest line always stays, for the next is chained to it, and so does the last run that read
 * some tellers, for it says until when their open intervals were seen.
 */
async function freeRuns(transaction: ReadTransaction, spoken: ReadonlySet<number>, cutoff: number): Promise<readonly RunLine[]> {
  const lines = await transaction.runs();
  const needed = new Set(spoken);
  const newest = lines.at(-1);
  if (newest !== undefined) needed.add(newest.number);
  const lastOf = new Map<number, TellerRun>();
  for (const each of await transaction.tellerRuns())
    if (each.to >= (lastOf.get(each.tellers)?.to ?? -Infinity)) lastOf.set(each.tellers, each);
  for (const { run } of lastOf.values()) needed.add(run);
  return lines.filter((line) => Date.parse(line.to) < cutoff && !needed.has(line.number));
}

async function countUsage(transaction: ReadTransaction, monthsBefore: string): Promise<number> {
  let count = 0;
  for await (const { month } of transaction.usage({})) if (month !== null && month < monthsBefore) count++;
  return count;
}

function monthBefore(now: Instant, months: number): string {
  const date = new Date(now);
  return instantOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months)).slice(0, 7);
}

async function carryOut(transaction: WriteTransaction, { rows, orphans, runs, monthsBefore }: Plan): Promise<void> {
  for (let at = 0; at < orphans.length; at += PORTION)
    await transaction.changeRows(orphans.slice(at, at + PORTION).map((id) => ({ id, previous: null })));
  for (let at = 0; at < rows.length; at += PORTION) await transaction.removeRows(rows.slice(at, at + PORTION));
  if (runs.length > 0) await transaction.removeRuns(runs.map((run) => run.number));
  if (monthsBefore !== null) await transaction.removeUsage(monthsBefore);
}

/** The lines of runs are chained by hashes: those of the removed ones stay here, so that the chain can still be followed. */
async function lineOf(transaction: ReadTransaction, { digest, runs, told }: Plan, policy: PrunePolicy, now: Instant): Promise<PruneLine> {
  const { prune } = await transaction.last();
  const removed = {
    intervals: told.intervals,
    digest,
    usage: told.usage,
    runs: runs.map(({ number, id, hash }) => ({ number, id, hash })),
  };
  const what = { cutoff: told.cutoff, policy, removed, held: told.held, cited: told.cited };
  return { id: prune + 1, at: now, what: canonicalJson(what as unknown as Json) };
}

function lineOfRow({ kind, boundary, key, firstAt, endBefore }: Row): string {
  return `${JSON.stringify([kind, boundary, key, firstAt, endBefore])}\n`;
}
