import { hashJson } from '../../base/bytes/hash.ts';
import type { Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import type { Finding } from '../../model/finding.ts';
import type { Interval, PastFinding, Resolved, RunId, Seen, Unconfirmed } from '../../model/history.ts';
import type { Report, ReportHistory } from '../../model/report.ts';
import type { KeptFinding } from './conclusion-sightings.ts';
import { movesBetween } from './new-names.ts';

/** The run whose past is told, and what was held of others when it was told. */
export interface Known {
  readonly store: HistoryStore;
  readonly run: RunId;
  readonly runs: readonly RunLine[];
}

/**
 * What names all that a store held beside one run: `null` where it held nothing but what that run's own logs told. An input of every report that
 * tells history.
 */
export async function historyInput(store: HistoryStore, runs: readonly RunLine[], run: RunId): Promise<HistoryInput | null> {
  const others = runs.filter(({ id }) => id !== run);
  if (others.length === 0 && !(await hasMoreThanLogs(store))) return null;
  return { kind: 'history', sha256: await hashOfRuns(store, others) };
}

/** What was imported, verified or decided: events that no run told come with the import they are of. */
async function hasMoreThanLogs(store: HistoryStore): Promise<boolean> {
  for await (const entry of store.entries({ sorts: ['import', 'probe', 'exception'] })) return entry.version > 0;
  return false;
}

export interface HistoryInput {
  readonly kind: 'history';
  readonly sha256: string;
}

/**
 * The same for the same captures, read and concluded alike, and the same imports, in whatever order they were recorded: SHA-256 over the canonical
 * JSON of the runs' ids and conclusions, by id, of the journal's hash, and of the moment up to which the store was pruned.
 */
export async function hashOfRuns(store: HistoryStore, runs: readonly RunLine[]): Promise<string> {
  const told = runs.map(({ id, conclusions }) => ({ id, conclusions })).sort(byKeys(({ id }) => id));
  return hashJson({ runs: told, journal: await store.journalHash(), prunedUntil: await store.prunedUntil() } as unknown as Json);
}

/** A report with the past of its findings, after the run it is of was recorded. */
export async function withHistory(report: Report, { store, run, runs }: Known): Promise<Report> {
  const place = runs.findIndex(({ id }) => id === run);
  const line = runs[place];
  if (line === undefined) return report;
  const ranks = new Map(runs.map(({ id }, rank) => [id, rank] as const));
  const past = await pastOf(store, report, ranks, { from: place - 1, to: place });
  const previous = runs.slice(0, place).findLast(({ conclusions }) => conclusions !== null) ?? null;
  const withPast = (finding: Finding): Finding => ({
    ...finding,
    seen: seenOf(past.chains.get(finding.fingerprint) ?? [], runs, ranks),
  });
  const findings = report.findings.map(withPast);
  const excepted = report.excepted.map((each) => ({ ...each, finding: withPast(each.finding) }));
  const history: ReportHistory = {
    runs: runs.length,
    since: runs.reduce<Instant>((first, { from }) => (from < first ? from : first), line.from),
    previous: previous === null ? null : { run: previous.id, to: previous.to },
    began: findings.filter(({ fingerprint }) => isNew(past.chains.get(fingerprint) ?? [], run)).length,
    reappeared: findings.filter(({ fingerprint }) => isBack(past.chains.get(fingerprint) ?? [], run)).length,
    resolved: past.resolved.toSorted(byFinding),
    unconfirmed: past.unconfirmed.toSorted(byFinding),
  };
  return { ...report, findings, excepted, history };
}

const UNREAD = 'a read to the end of what tells it';

export const byFinding = byKeys<PastFinding>(
  (each) => each.rule,
  (each) => each.subject,
  (each) => each.fingerprint,
);

type Chain = readonly Interval[];

export interface Past {
  /** Of the report's findings, those moved aside among them, all their intervals, in time. */
  readonly chains: ReadonlyMap<Finding['fingerprint'], Chain>;
  readonly resolved: readonly Resolved[];
  readonly unconfirmed: readonly Unconfirmed[];
}

/**
 * What became of findings from one run to another, by the ranks of both among all runs. Resolved are those that were there at the one and were
 * shown to be resolved by the other; unconfirmed those of any run before the other that it lacks. What later runs showed is not told.
 */
export async function pastOf(
  store: HistoryStore,
  report: Pick<Report, 'findings' | 'excepted' | 'totals'>,
  ranks: ReadonlyMap<RunId, number>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Past> {
  const rank = (run: RunId): number => ranks.get(run) ?? 0;
  const endedBy = (at: number, { end }: Interval): boolean => end !== null && rank(end.run) <= at;
  const wasThere = (interval: Interval): boolean => rank(interval.first.run) <= from && !endedBy(from, interval);
  const here = new Set([...report.findings, ...report.excepted.map(({ finding }) => finding)].map(({ fingerprint }) => fingerprint));
  const boundaries = new Set(report.totals.boundaries);
  const chains = new Map<string, Chain>();
  const resolved: Resolved[] = [];
  const unconfirmed: Unconfirmed[] = [];
  const renamed: Chain[] = [];
  let chain: Interval[] = [];
  const close = (): void => {
    const last = chain.at(-1);
    if (last === undefined) return;
    if (here.has(last.key)) chains.set(last.key, chain);
    else if (last.end?.how === 'renamed') renamed.push(chain);
    else if (last.end !== null && endedBy(to, last)) {
      if (rank(last.end.run) > from && isResolving(last) && chain.some(wasThere)) resolved.push(resolvedOf(chain, last, last.end));
    } else if (last.tellers.some(({ boundary }) => boundaries.has(boundary))) {
      unconfirmed.push({ ...pastFinding(chain, last), last: last.last.at, wants: last.missing?.wants ?? UNREAD });
    }
  };
  // They come key by key, each in the order of time.
  for await (const interval of store.intervals({ kinds: ['finding'] })) {
    if (rank(interval.first.run) > to) continue;
    if (interval.key !== chain.at(-1)?.key) {
      close();
      chain = [];
    }
    chain.push(interval);
  }
  close();
  await joinRenamed(store, chains, renamed);
  return { chains, resolved, unconfirmed };
}

/** What was found of somebody under an old name goes on as what is found under the new one, where that is the same. */
async function joinRenamed(store: HistoryStore, chains: Map<string, Chain>, renamed: readonly Chain[]): Promise<void> {
  const former = new Map(renamed.flatMap((chain) => (chain[0] === undefined ? [] : [[chain[0].key, chain]])));
  const ended = renamed.flatMap((chain) => chain.at(-1) ?? []);
  const begun = [...chains.values(), ...renamed].flatMap(([first]) => (first?.previous === null ? [first] : []));
  const before = new Map((await movesBetween(store, ended, begun)).map((move) => [move.after.key, move.before.key]));
  for (const [key, chain] of chains) {
    const whole = [...chain];
    const taken = new Set([key]);
    for (let one = before.get(key); one !== undefined && !taken.has(one); one = before.get(one)) {
      taken.add(one);
      whole.unshift(...(former.get(one) ?? []));
    }
    chains.set(key, whole);
  }
}

/** That it is told in another way by another program, or of a subject under another name, resolves nothing. */
export function isResolving({ end }: Interval): boolean {
  return end !== null && end.how !== 'restated' && end.how !== 'changed' && end.how !== 'renamed';
}

export function resolvedOf(chain: Chain, last: Interval, { how, after, before }: NonNullable<Interval['end']>): Resolved {
  return { ...pastFinding(chain, last), how, after, before };
}

function pastFinding([first]: Chain, last: Interval): PastFinding {
  const { rule, severity, subject, capability, scope } = last.value as unknown as KeptFinding;
  return { fingerprint: last.key, rule, severity, subject: subject.id, capability, scope, first: (first ?? last).first.at };
}

/** Whether an interval goes on with the one before: told otherwise, in other words or under another name, and not seen to be away. */
function goesOn(before: Interval | undefined): boolean {
  return before?.end?.how === 'changed' || before?.end?.how === 'restated' || before?.end?.how === 'renamed';
}

function isNew(chain: Chain, run: RunId): boolean {
  return chain[0]?.first.run === run;
}

function isBack(chain: Chain, run: RunId): boolean {
  const last = chain.at(-1);
  return last !== undefined && chain.length > 1 && last.first.run === run && !goesOn(chain.at(-2));
}

function seenOf(chain: Chain, runs: readonly RunLine[], ranks: ReadonlyMap<RunId, number>): Seen | null {
  const [first, last] = [chain[0], chain.at(-1)];
  if (first === undefined || last === undefined) return null;
  const breaks = chain.flatMap((interval, at) => (at > 0 && !goesOn(chain[at - 1]) ? [interval] : []));
  return {
    first: first.first.at,
    last: last.last.at,
    runs: chain.reduce((sum, interval) => sum + runsOf(interval, runs, ranks), 0),
    since: (breaks.at(-1) ?? first).first.at,
    reappeared: breaks.length,
  };
}

/** The runs from the one that saw it first to the one that saw it last that came to conclusions. */
function runsOf({ first, last }: Interval, runs: readonly RunLine[], ranks: ReadonlyMap<RunId, number>): number {
  const [from, until] = [ranks.get(first.run) ?? 0, ranks.get(last.run) ?? 0];
  return runs.slice(from, until + 1).filter(({ conclusions }) => conclusions !== null).length;
}
