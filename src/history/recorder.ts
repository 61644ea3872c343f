import { hashJson } from '../base/bytes/hash.ts';
import type { Instant } from '../base/instant.ts';
import { parseInstant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import type { ConclusionBatch, FactBatch, RunLine } from '../contract/store.ts';
import type { Recorded, RunHead, SurfaceRead } from '../model/history.ts';
import type { Engine, PruneLine, WriteTransaction } from './engine.ts';
import { HistoryError } from './errors.ts';
import { prunedUntil } from './horizon.ts';
import type { Addition } from './gather.ts';
import { IntervalReader } from './interval.ts';
import { appendEntries } from './journal/append.ts';
import { recordAnew, type Outcome } from './late.ts';
import { byRunTime } from './looks.ts';
import { recordNext } from './next.ts';
import { nothing } from './tally.ts';
import { putUsage } from './usage.ts';

export interface RecorderOptions {
  /** For tests: every run as if it were late. The answers are the same. */
  readonly anew?: boolean;
}

/** Records the facts of a run, in one transaction. */
export async function recordFacts(engine: Engine, batch: FactBatch, now: Instant, options: RecorderOptions = {}): Promise<Recorded> {
  assertTime(batch.run);
  return engine.write(async (transaction) => {
    const runs = await transaction.runs();
    if (runs.some(({ id }) => id === batch.run.id)) {
      // A program that kept no journal may have recorded it.
      await appendEntries(transaction, batch.journal, batch.run.to, now);
      return { run: batch.run.id, how: 'again', ...nothing };
    }
    if (isPruned(batch.run, batch.reads, await transaction.prunes())) throw pruned(`run "${batch.run.id}"`, batch.run);
    const line = lineOf(batch.run, (await transaction.last()).run + 1, now, runs.at(-1)?.hash ?? null);
    await transaction.addRun(line);
    await transaction.addReads(batch.reads.map((read) => ({ ...read, run: line.number })));
    if (batch.gaps.length > 0) await transaction.addGaps(line.number, batch.gaps);
    const isLate = runs.some((run) => byRunTime(line, run) < 0);
    const addition: Addition = {
      run: line.number,
      sort: 'facts',
      sightings: batch.sightings,
      asksAsMuch: batch.asksAsMuch?.bind(batch),
      isAnswered: null,
    };
    const { tally } = await record(transaction, addition, !isLate && options.anew !== true);
    await putUsage(transaction, batch.usage);
    await appendEntries(transaction, batch.journal, batch.run.to, now);
    return { run: line.id, how: isLate ? 'late' : 'new', ...tally };
  });
}

/** Records what was concluded from a run's facts, in one transaction. Concluded anew, the former conclusions of this run are as if they had not been. */
export async function recordConclusions(engine: Engine, batch: ConclusionBatch, options: RecorderOptions = {}): Promise<Recorded> {
  return engine.write(async (transaction) => {
    const runs = await transaction.runs();
    const line = runs.find(({ id }) => id === batch.run);
    if (line === undefined) {
      throw new HistoryError('unknown-run', `cannot record conclusions of run "${batch.run}": its facts were not recorded`);
    }
    if (isPruned(line, await transaction.reads(line.number), await transaction.prunes())) {
      // What was concluded of a time that is pruned stands.
      if (line.conclusions !== null) return { run: line.id, how: 'again', ...nothing };
      throw pruned(`conclusions of run "${batch.run}"`, line);
    }
    await transaction.setConclusions(line.id, batch.conclusions);
    const isLate = runs.some((run) => run.conclusions !== null && byRunTime(line, run) < 0);
    const reader = new IntervalReader(transaction);
    const addition: Addition = {
      run: line.number,
      sort: 'conclusions',
      sightings: batch.sightings,
      asksAsMuch: batch.asksAsMuch?.bind(batch),
      isAnswered: async (finding) => batch.isAnswered(await reader.intervalOf(finding)),
    };
    const isNext = line.conclusions === null && runs.every((run) => run === line || byRunTime(run, line) < 0);
    const { tally, written } = await record(transaction, addition, isNext && options.anew !== true);
    const isAgain =
      written === 0 && line.conclusions !== null && hashJson(asJson(line.conclusions)) === hashJson(asJson(batch.conclusions));
    return isAgain ? { run: line.id, how: 'again', ...nothing } : { run: line.id, how: isLate ? 'late' : 'new', ...tally };
  });
}

/**
 * Whether a run may speak for a time of which something was removed, by its clocks and by what providers go on showing: what it shows would be
 * taken to have begun then, and ends of then may be others by what it says.
 */
function isPruned({ from }: RunHead, reads: readonly SurfaceRead[], prunes: readonly PruneLine[]): boolean {
  const until = prunedUntil(prunes);
  if (until === null) return false;
  const earliest = reads.map((read) => Date.parse(read.from ?? from) - Math.abs(read.skewMs ?? 0) - (read.absenceAfterMs ?? 0));
  return Math.min(Date.parse(from), ...earliest) < Date.parse(until);
}

function pruned(what: string, { from }: RunHead): HistoryError {
  return new HistoryError('pruned', `cannot record ${what} of ${from}: what ended by then is pruned, so that it would be taken for new`, {
    hint: 'only runs later than what `vestige store prune` removed can be recorded',
  });
}

async function record(transaction: WriteTransaction, addition: Addition, inOrder: boolean): Promise<Outcome> {
  if (!inOrder) return recordAnew(transaction, addition);
  return recordNext(transaction, addition, (begun) => recordAnew(transaction, addition, begun));
}

function assertTime({ id, from, to }: RunHead): void {
  const start = parseInstant(from);
  const end = parseInstant(to);
  if (start !== undefined && end !== undefined && start <= end) return;
  throw new HistoryError('no-time', `cannot record run "${id}": its pages speak for no time ("${from}" to "${to}")`, {
    hint: 'say when the files were made: --read-at TIME',
  });
}

function lineOf(head: RunHead, number: number, now: Instant, previous: string | null): RunLine {
  const { id, capture, version, connectors, from, to, pages } = head;
  return { id, capture, version, connectors, from, to, pages, number, recordedAt: now, conclusions: null, hash: chained(head, previous) };
}

/** The hash of a run's line; `previous`: that of the line before it, `null` for the first. Neither clock nor number of who recorded it is in it. */
export function chained({ id, capture, version, connectors, from, to, pages }: RunHead, previous: string | null): string {
  return hashJson(asJson({ id, capture, version, connectors, from, to, pages, previous }));
}

function asJson(value: object): Json {
  return value as unknown as Json;
}
