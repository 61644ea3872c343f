import { canonicalJson } from '../base/bytes/canonical.ts';
import { instantOf } from '../base/instant.ts';
import type { RunLine } from '../contract/store.ts';
import type { SurfaceRead } from '../model/history.ts';
import type { ReadTransaction, Row } from './engine.ts';
import { knownRuns } from './late.ts';
import { lastReads } from './last-reads.ts';
import { byRunTime, type KnownRun } from './looks.ts';

/**
 * Old runs of which nothing is to be learnt any more. Of what stays: they were over before any of it began. Of what is told for the first time
 * later, and was not there before: two runs that stay, one after the other and both more than `settleMs` before the cutoff, read all that they
 * read in the same way, and concluded in the same way. Runs that read something last stay, and the newest line, for the next is chained to it.
 */
export async function freeRuns(
  transaction: ReadTransaction,
  going: ReadonlyMap<number, Row>,
  cutoff: number,
  settleMs: number,
): Promise<readonly RunLine[]> {
  let until = cutoff;
  for await (const row of transaction.rows({})) if (!going.has(row.id)) until = Math.min(until, row.firstAt, row.notBefore ?? Infinity);
  const known = [...(await knownRuns(transaction))].sort((a, b) => byRunTime(a.line, b.line));
  const reading = new Set((await lastReads(transaction, instantOf(cutoff))).map(({ run }) => run));
  const newest = known.reduce((most, { line }) => Math.max(most, line.number), 0);
  const settled = known.filter((run) => latest(run) < cutoff - settleMs);
  const free: RunLine[] = [];
  for (const run of known) {
    const { line } = run;
    if (latest(run) >= until || line.number === newest || reading.has(line.id)) continue;
    const after = settled.find((each) => earliest(each) > latest(run) && readsAsMuch(each, run));
    if (after !== undefined && settled.some((each) => earliest(each) > latest(after) && readsAsMuch(each, run))) free.push(line);
  }
  return free.sort((a, b) => a.number - b.number);
}

function earliest({ line, reads }: KnownRun): number {
  return Math.min(
    Date.parse(line.from),
    ...reads.flatMap(({ from, skewMs }) => (from === null ? [] : [Date.parse(from) - Math.abs(skewMs ?? 0)])),
  );
}

function latest({ line, reads }: KnownRun): number {
  return Math.max(Date.parse(line.to), ...reads.flatMap(({ to, skewMs }) => (to === null ? [] : [Date.parse(to) + Math.abs(skewMs ?? 0)])));
}

/** Whether a run says of all that another one proves not to be there whether it is. */
function readsAsMuch(run: KnownRun, other: KnownRun): boolean {
  const [a, b] = [run.line, other.line];
  const [ways, otherWays] = [wayOf(a), wayOf(b)];
  if (ways !== otherWays) return false;
  const own = new Set(run.reads.filter(isWhole).map(sayingOf));
  return other.reads.every((read) => !isWhole(read) || own.has(sayingOf(read)));
}

/** By what a run was read and concluded. */
function wayOf({ version, connectors, conclusions }: RunLine): string {
  const concluded = conclusions === null ? null : { configuration: conclusions.configuration, rules: conclusions.rules };
  return canonicalJson({ version, connectors, concluded });
}

function isWhole({ status, from, to }: SurfaceRead): boolean {
  return status === 'complete' && from !== null && to !== null;
}

function sayingOf({ boundary, surface, absenceAfterMs, snapshot, filtered, settings }: SurfaceRead): string {
  return JSON.stringify([boundary, surface, absenceAfterMs, snapshot, filtered, settings]);
}
