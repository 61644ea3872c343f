import { canonicalJson } from '../base/bytes/canonical.ts';
import { hashJson, sha256Hex } from '../base/bytes/hash.ts';
import { DAY_MS, instantOf, type Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import type { RunLine } from '../contract/store.ts';
import type { BoundaryId, CaptureId } from '../model/ids.ts';
import type { Engine, PruneLine, ReadTransaction, Row, StoredUsage, WriteTransaction } from './engine.ts';
import { oldEntries, type OldEntries } from './journal/prune.ts';
import { keepWhatIsNeeded } from './prune-keep.ts';
import { freeRuns } from './prune-runs.ts';

/** What must not be pruned, whatever its age: all of a boundary, or all that is found by a name, until a moment or for ever. */
export interface Hold {
  readonly boundary?: BoundaryId;
  readonly name?: string;
  readonly until?: Instant;
  readonly reason: string;
}

export interface PrunePolicy {
  /** Intervals that ended longer ago go, and what logs and imports told of longer ago; `null`: none do. Counted in days of 24 hours from the moment of pruning. */
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
  /** Of the journal. */
  readonly entries: number;
  /** Boundaries of which no record of use goes, for a hold. Sorted. */
  readonly usageHeldIn: readonly BoundaryId[];
  /** Whether a hold is in force. */
  readonly isHeld: boolean;
  /** Old enough to go, and kept: for a hold, by its reason, or because something that stays rests on it. */
  readonly held: readonly { readonly reason: string; readonly intervals: number; readonly entries: number }[];
  readonly needed: number;
  /** Of the journal, because they may be about somebody or something that stays. */
  readonly neededEntries: number;
  /** SHA-256 over the canonical record of all that went, as the store keeps it with the pruning: names what it was without telling it. */
  readonly digest: string;
  /** Captures that a kept interval or run speaks of, and those of pruned runs, now or before, that none does any more; each sorted. */
  readonly captures: { readonly kept: readonly CaptureId[]; readonly free: readonly CaptureId[] };
}

export interface PruneOptions {
  readonly dry?: boolean;
  /** For tests: how far runs must lie before the cutoff to be settled, in milliseconds. A day where it is left out. */
  readonly settleMs?: number;
}

const PORTION = 10_000;

/**
 * Removes what ended long ago and nothing that stays rests on, and writes down that it did. What is not known to have ended always stays, and with
 * it every run since it began: all answers of moments from the cutoff on are as they were, whatever is recorded then. `dry`: says what would go
 * and changes nothing.
 */
export function pruneHistory(engine: Engine, policy: PrunePolicy, now: Instant, options: PruneOptions = {}): Promise<Pruned> {
  const { dry = false, settleMs = DAY_MS } = options;
  if (dry) return engine.read(async (transaction) => (await planOf(transaction, policy, now, settleMs)).told);
  return engine.write(async (transaction) => {
    const plan = await planOf(transaction, policy, now, settleMs);
    await carryOut(transaction, plan);
    await transaction.addPrune(await lineOf(transaction, plan, policy, now));
    return plan.told;
  });
}

interface Plan {
  readonly rows: readonly number[];
  readonly removed: Removed;
  /** Kept rows whose former interval goes. */
  readonly orphans: readonly number[];
  readonly runs: readonly RunLine[];
  readonly monthsBefore: string | null;
  readonly entries: Pick<OldEntries, 'ids' | 'marks' | 'digest'>;
  readonly told: Pruned;
}

async function planOf(
  transaction: ReadTransaction,
  { keepDays, usageMonths, holds }: PrunePolicy,
  now: Instant,
  settleMs: number,
): Promise<Plan> {
  // Before the epoch nothing was recorded.
  const cutoff = keepDays === null ? null : Math.max(Date.parse(now) - keepDays * DAY_MS, 0);
  const inForce = holds.filter(({ until }) => until === undefined || until > now);
  const going = cutoff === null ? new Map<number, Row>() : await oldRows(transaction, cutoff);
  const held = new Map<string, number>();
  for (const row of [...going.values()]) {
    const hold = inForce.find((each) => isHeld(row, each));
    if (hold === undefined) continue;
    going.delete(row.id);
    held.set(hold.reason, (held.get(hold.reason) ?? 0) + 1);
  }
  const needed = cutoff === null ? 0 : await keepWhatIsNeeded(transaction, going, cutoff);
  const { rows, orphans } = await goingRows(transaction, going);
  const runs = cutoff === null ? [] : await freeRuns(transaction, going, cutoff, settleMs);
  const entries = cutoff === null ? noEntries : await oldEntries(transaction, cutoff, going, inForce);
  const monthsBefore = usageMonths === null ? null : monthBefore(now, usageMonths);
  const usage = monthsBefore === null ? { count: 0, heldIn: [] } : await oldUsage(transaction, monthsBefore, inForce);
  const leaving = new Set(runs.map((run) => run.number));
  const stay = new Set((await transaction.runs()).filter((run) => !leaving.has(run.number)).map((run) => run.capture));
  // What was asked by id is evidence of an end, and rests on its own pages.
  for await (const { value } of transaction.entries({ sorts: ['probe'] }))
    stay.add((JSON.parse(value) as { readonly capture: CaptureId }).capture);
  const gone = new Set([...runs.map((run) => run.capture), ...capturesOf(await transaction.prunes())]);
  const free = [...gone].filter((capture) => !stay.has(capture)).sort(byCodeUnit);
  const removed: Removed = {
    intervals: rows.length,
    digest: sha256Hex(rows.map(lineOfRow).join('')),
    usage: usage.count,
    entries: { count: entries.ids.length, digest: entries.digest },
    runs: runs.map(({ number, id, capture, hash }) => ({ number, id, capture, hash })),
  };
  return {
    rows: rows.map(({ id }) => id),
    removed,
    orphans,
    runs,
    monthsBefore,
    entries,
    told: {
      cutoff: cutoff === null ? null : instantOf(cutoff),
      intervals: rows.length,
      runs: runs.length,
      usage: usage.count,
      entries: entries.ids.length,
      usageHeldIn: usage.heldIn,
      isHeld: inForce.length > 0,
      held: [...new Set([...held.keys(), ...entries.held.keys()])]
        .sort(byCodeUnit)
        .map((reason) => ({ reason, intervals: held.get(reason) ?? 0, entries: entries.held.get(reason) ?? 0 })),
      needed,
      neededEntries: entries.needed,
      digest: hashJson(removed as unknown as Json),
      captures: { kept: [...stay].sort(byCodeUnit), free },
    },
  };
}

/** What went, as it stays written down. The lines of runs are chained by hashes: with those of the removed ones the chain can still be followed. */
interface Removed {
  readonly intervals: number;
  /** SHA-256 over what the removed rows were: kind, boundary, key and span, a line each, in the order of rows. */
  readonly digest: string;
  readonly usage: number;
  readonly entries: { readonly count: number; readonly digest: string };
  readonly runs: readonly Pick<RunLine, 'number' | 'id' | 'capture' | 'hash'>[];
}

const noEntries: OldEntries = { ids: [], marks: [], digest: '', held: new Map(), needed: 0 };

/** Ended before the cutoff, by id. */
async function oldRows(transaction: ReadTransaction, cutoff: number): Promise<Map<number, Row>> {
  const old = new Map<number, Row>();
  for await (const row of transaction.rows({ endedUntil: cutoff - 1 })) old.set(row.id, row);
  return old;
}

/** The rows that go, in the order of rows, and those that stay without the one they go on from: an identity that nobody asks for under its old name. */
async function goingRows(
  transaction: ReadTransaction,
  going: ReadonlyMap<number, Row>,
): Promise<{ readonly rows: readonly Row[]; readonly orphans: readonly number[] }> {
  const orphans: number[] = [];
  if (going.size === 0) return { rows: [], orphans };
  for await (const { id, previous } of transaction.rows({}))
    if (previous !== null && !going.has(id) && going.has(previous)) orphans.push(id);
  return { rows: [...going.values()], orphans };
}

/** All that is found by a name, or of a boundary, or both; with neither all there is. */
function isHeld(row: Row, { boundary, name }: Hold): boolean {
  if (boundary !== undefined && boundary !== row.boundary) return false;
  return name === undefined || row.key === name || row.incarnation === name || (JSON.parse(row.names) as readonly string[]).includes(name);
}

/** Of the runs that were pruned before. */
function capturesOf(prunes: readonly PruneLine[]): readonly CaptureId[] {
  return prunes.flatMap(({ what }) => {
    const { removed } = JSON.parse(what) as { readonly removed: { readonly runs: readonly { readonly capture: CaptureId }[] } };
    return removed.runs.map(({ capture }) => capture);
  });
}

interface OldUsage {
  readonly count: number;
  /** Boundaries with something that is held: of those nothing goes. */
  readonly heldIn: readonly BoundaryId[];
}

async function oldUsage(transaction: ReadTransaction, monthsBefore: string, holds: readonly Hold[]): Promise<OldUsage> {
  const counts = new Map<BoundaryId, number>();
  const heldIn = new Set<BoundaryId>();
  for await (const note of transaction.usage({ every: true })) {
    if (note.month === null || note.month >= monthsBefore) continue;
    counts.set(note.boundary, (counts.get(note.boundary) ?? 0) + 1);
    if (!heldIn.has(note.boundary) && holds.some((hold) => isHeldUse(note, hold))) heldIn.add(note.boundary);
  }
  const going = [...counts].filter(([boundary]) => !heldIn.has(boundary));
  return { count: going.reduce((sum, [, count]) => sum + count, 0), heldIn: [...heldIn].sort(byCodeUnit) };
}

function isHeldUse({ boundary: of, key, value }: StoredUsage, { boundary, name }: Hold): boolean {
  if (boundary !== undefined && boundary !== of) return false;
  return name === undefined || key.includes(name) || canonicalJson(value).includes(JSON.stringify(name).slice(1, -1));
}

function monthBefore(now: Instant, months: number): string {
  const date = new Date(now);
  return instantOf(Math.max(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - Math.min(months, 12_000)), 0)).slice(0, 7);
}

async function carryOut(transaction: WriteTransaction, { rows, orphans, runs, monthsBefore, entries, told }: Plan): Promise<void> {
  for (let at = 0; at < orphans.length; at += PORTION)
    await transaction.changeRows(orphans.slice(at, at + PORTION).map((id) => ({ id, previous: null })));
  for (let at = 0; at < rows.length; at += PORTION) await transaction.removeRows(rows.slice(at, at + PORTION));
  if (runs.length > 0) await transaction.removeRuns(runs.map((run) => run.number));
  if (monthsBefore !== null) await transaction.removeUsage(monthsBefore, told.usageHeldIn);
  for (let at = 0; at < entries.ids.length; at += PORTION) await transaction.removeEntries(entries.ids.slice(at, at + PORTION));
  if (entries.marks.length > 0) await transaction.forget(entries.marks);
}

async function lineOf(transaction: ReadTransaction, { removed, told }: Plan, policy: PrunePolicy, now: Instant): Promise<PruneLine> {
  const { prune } = await transaction.last();
  const what = {
    cutoff: told.cutoff,
    policy,
    removed,
    held: told.held,
    usageHeldIn: told.usageHeldIn,
    needed: told.needed,
    neededEntries: told.neededEntries,
  };
  return { id: prune + 1, at: now, what: canonicalJson(what as unknown as Json) };
}

function lineOfRow({ kind, boundary, key, firstAt, endBefore }: Row): string {
  return `${JSON.stringify([kind, boundary, key, firstAt, endBefore])}\n`;
}
