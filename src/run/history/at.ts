import { DAY_MS, parseInstant, type Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import { lastingKinds, type RunId, type SurfaceRead } from '../../model/history.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { withAssured } from '../../paths/with-assured.ts';
import { viewOfReplay } from '../analyze.ts';
import { assureEstate } from '../assure/assure.ts';
import type { Configuration } from '../configuration.ts';
import { RunError } from '../errors.ts';
import { reportOf } from '../report-of.ts';
import { programVersion } from '../version.ts';
import { hashOfRuns } from './annotate.ts';
import { coverageAt, type LastRead } from './at-coverage.ts';
import { keptFacts } from './kept-facts.ts';
import { wholeMoment, type Moment } from './moment.ts';

export interface AtInput {
  readonly store: HistoryStore;
  /** Cores of every connector that the runs were read with. */
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly configuration: Configuration;
  /** As `momentOf` takes it. */
  readonly at: string;
  /** A surface that was last read so many milliseconds before the moment is told as partly read, for it is not known what came since. Default: a day. */
  readonly staleAfterMs?: number;
}

/** A surface's last read that was begun not after the moment. */
export interface AtRead extends SurfaceRead {
  readonly run: RunId;
  /** Milliseconds between its end and the moment, 0 where it ended after; `null` where it read nothing. */
  readonly ageMs: number | null;
}

export interface At {
  readonly moment: Moment;
  /** As `analyze` gives it, its `run.from` being `history`. */
  readonly report: Report;
  readonly view: View;
  /** By boundary and surface. */
  readonly reads: readonly AtRead[];
  /** The oldest end of a read that the answers rest on; `null` where nothing was read. */
  readonly oldest: Instant | null;
}

/**
 * The estate as it stood at a moment, as far as reads not after it tell: what was seen and not ended or missing by then, resolved and judged
 * as of that moment by the code that analyses captures. What was not read in time is told in the coverage, and leaves questions open.
 * Throws as {@link wholeMoment} does, and `unknown-connector` where a run was read with a connector that is not at hand.
 */
export async function estateAt({ store, connectors, configuration, at, staleAfterMs = DAY_MS }: AtInput): Promise<At> {
  const runs = await store.runs();
  const moment = await wholeMoment(store, runs, at);
  const reads = await store.lastReads(moment.at);
  const used = usedBy(runs, reads, connectors);
  const uses = { latest: store.usage({}), byThen: store.usage({ until: moment.at }) };
  const intervals = store.intervals({ kinds: lastingKinds, at: moment.at });
  const isFresh = (parseInstant(moment.at) ?? 0) - (parseInstant(moment.run.to) ?? 0) <= staleAfterMs;
  const facts = await keptFacts(intervals, uses, used, moment.at, isFresh ? moment.run.from : moment.at);
  const told = await coverageAt(store, runs, reads, facts, used, moment.at, staleAfterMs);
  const read = viewOfReplay({ facts, ...told }, used, moment.at, configuration);
  const { assured, metrics } = await assureEstate({ store, view: read, connectors: used, settings: configuration.assurance });
  const view = withAssured(read, assured);
  const report = reportOf(
    view,
    used,
    configuration,
    {
      version: programVersion(),
      from: 'history',
      asOf: moment.at,
      asOfFrom: 'given',
      capture: moment.run.capture,
      pages: reads.reduce((sum, { pages }) => sum + pages, 0),
      inputs: [{ kind: 'history', sha256: await hashOfRuns(store, runs) }],
      connectors: used.map(({ id, mapping }) => ({ id, mapping })).sort(byKeys((core) => core.id)),
      rules: configuration.rules.map(({ rule }) => ({ id: rule.id, revision: rule.revision })).sort(byKeys((rule) => rule.id)),
      configuration: configuration.hash,
    },
    metrics,
  );
  const ends = reads.flatMap(({ to }) => (to === null ? [] : [to]));
  return {
    moment,
    report,
    view,
    reads: reads.map((read) => ({ ...read, ageMs: ageOf(read, moment.at) })),
    oldest: ends.reduce<Instant | null>((least, end) => (least === null || end < least ? end : least), null),
  };
}

/** The connectors by which what was read last was read. */
function usedBy(
  runs: readonly RunLine[],
  reads: readonly LastRead[],
  connectors: readonly ConnectorCore<unknown>[],
): readonly ConnectorCore<unknown>[] {
  const resting = new Set(reads.map(({ run }) => run));
  const ids = new Set(runs.filter(({ id }) => resting.has(id)).flatMap((run) => run.connectors.map(({ id }) => id)));
  for (const id of ids) {
    if (connectors.some((core) => core.id === id)) continue;
    throw new RunError(
      'unknown-connector',
      `cannot tell how things stood: a recorded run was read with connector '${id}', which is not registered here`,
      {
        hint: `known connectors: ${connectors.map((core) => core.id).join(', ') || 'none'}`,
      },
    );
  }
  return connectors.filter((core) => ids.has(core.id));
}

function ageOf({ to }: LastRead, at: Instant): number | null {
  return to === null ? null : Math.max(0, (parseInstant(at) ?? 0) - (parseInstant(to) ?? 0));
}
