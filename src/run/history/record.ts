import { hashJson } from '../../base/bytes/hash.ts';
import { byKeys } from '../../base/order.ts';
import type { Replayed } from '../../collect/replay.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { Need } from '../../contract/rule.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { Recorded, RunHead, RunId, SurfaceRead, Teller } from '../../model/history.ts';
import type { CaptureId, ConnectorId, RuleId } from '../../model/ids.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { programVersion } from '../version.ts';
import { answeredBy } from './answered.ts';
import { conclusionSightings } from './conclusion-sightings.ts';
import { factSightings, usageNotes } from './fact-sightings.ts';
import { journalEntries } from './journal-entries.ts';
import { asksAsMuchBy, byLine, mootRead, readsOf, surfaceOfTeller } from './reads.ts';

/** A run whose facts are recorded, and what it takes to record what is concluded of them. */
export interface RecordedFacts {
  readonly run: RunHead;
  readonly facts: Recorded;
  /** Surfaces whose pages tell no time, so that nothing of them was recorded. By boundary and surface. */
  readonly untimed: readonly Teller[];
}

export function runIdOf(capture: CaptureId, connectors: readonly { readonly id: ConnectorId; readonly mapping: number }[]): RunId {
  const sorted = connectors.toSorted(byKeys((each) => each.id));
  return hashJson({ capture, connectors: sorted.map(({ id, mapping }) => [id, mapping]) });
}

/** Records the facts of a replayed capture. `null`: no page of it tells a time, so it can be put in no place among others. */
export async function recordFacts(
  store: HistoryStore,
  replayed: Replayed,
  capture: CaptureReader,
  used: readonly ConnectorCore<unknown>[],
  now: () => number,
): Promise<RecordedFacts | null> {
  const { span } = replayed.log;
  if (span === null) return null;
  const connectors = used.map(({ id, mapping }) => ({ id, mapping })).sort(byKeys((each) => each.id));
  const id = runIdOf(capture.id, connectors);
  const run: RunHead = {
    id,
    capture: capture.id,
    version: programVersion(),
    connectors,
    from: span.from,
    to: span.to,
    pages: capture.count,
  };
  const lines = readsOf(replayed, capture.head, used);
  const reads = [...lines, ...(await mootReads(store, lines, replayed, used, id))].sort(byLine);
  const facts = await store.recordFacts(
    {
      run,
      reads,
      gaps: replayed.gaps,
      sightings: factSightings(replayed, used),
      usage: usageNotes(replayed, used),
      journal: journalEntries(replayed.facts, replayed.coverage),
      asksAsMuch: asksAsMuchBy(used),
    },
    instant(now),
  );
  return { run, facts, untimed: untimedIn(lines) };
}

/**
 * Records what was concluded, by rules that need so much. The view may be of a capture that was recorded before: the conclusions of now then stand. A finding that an exception moved
 * aside is still there.
 */
export async function recordConclusions(
  store: HistoryStore,
  run: RunHead,
  report: Pick<Report, 'run' | 'findings' | 'undetermined' | 'excepted'>,
  view: View,
  log: Replayed['log'],
  used: readonly ConnectorCore<unknown>[],
  needs: ReadonlyMap<RuleId, readonly Need[]>,
  now: () => number,
): Promise<Recorded> {
  const { asOf, configuration, rules } = report.run;
  const findings = report.excepted.length === 0 ? report.findings : [...report.findings, ...report.excepted.map(({ finding }) => finding)];
  return store.recordConclusions(
    {
      run: run.id,
      conclusions: { asOf, configuration, rules },
      sightings: conclusionSightings(view, findings, log, used, run.to),
      isAnswered: answeredBy({ ...report, findings }, view, needs),
      asksAsMuch: asksAsMuchBy(used),
    },
    instant(now),
  );
}

/** Parts of surfaces that other runs asked, this one did not, and that its facts show to be empty. */
async function mootReads(
  store: HistoryStore,
  lines: readonly SurfaceRead[],
  { facts }: Replayed,
  used: readonly ConnectorCore<unknown>[],
  run: RunId,
): Promise<readonly SurfaceRead[]> {
  const asking = used.filter((core) => core.history?.isMoot !== undefined);
  if (asking.length === 0) return [];
  const own = new Map(lines.map((line) => [keyOf(line), line]));
  const moot: SurfaceRead[] = [];
  for (const former of await store.lastReads()) {
    const { boundary, surface: teller } = former;
    const { surface, part } = surfaceOfTeller(teller);
    if (part === null || former.run === run || own.has(keyOf(former))) continue;
    const whole = own.get(keyOf({ boundary, surface }));
    if (whole?.status !== 'complete' || whole.from === null) continue;
    const core = asking.find((each) => surface.startsWith(`${each.id}:`));
    if (core?.history?.isMoot?.(boundary, surface, part, facts) === true) moot.push(mootRead(whole, teller));
  }
  return moot;
}

function untimedIn(lines: readonly SurfaceRead[]): readonly Teller[] {
  return lines
    .filter(({ pages, from, surface }) => pages > 0 && from === null && surfaceOfTeller(surface).part === null)
    .map(({ boundary, surface }) => ({ boundary, surface }));
}

function keyOf({ boundary, surface }: Teller): string {
  return `${boundary}\n${surface}`;
}

function instant(now: () => number): string {
  return new Date(now()).toISOString();
}
