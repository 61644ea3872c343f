import { createCapture } from '../../capture/archive.ts';
import type { Json } from '../../base/json.ts';
import { counted } from '../../base/text/count.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { ProbeNear } from '../../contract/connector.ts';
import type { Ending } from '../../model/ending.ts';
import type { BoundaryId, ConnectorId } from '../../model/ids.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { verified } from '../../run/ledger/ended.ts';
import type { LoggedRun } from '../../run/ledger/logged-run.ts';
import { scopeOf } from '../../run/ledger/scope.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import { verifyIntent } from '../../run/verify/asking.ts';
import { exitOf, verifyReport, totalsOf } from '../../run/verify/report.ts';
import type { BatchCapture } from '../../run/verify/round.ts';
import { endingsNamed, isDue, latestTargets, type VerifyTarget } from '../../run/verify/target.ts';
import { verify, type VerifyRound } from '../../run/verify/verify.ts';
import { json, print } from '../history/format.ts';
import { openStore, placeOf } from '../history/place.ts';
import { logged } from '../ledger/logged.ts';
import type { LedgerOptions } from '../ledger/logbook.ts';
import { withProgress } from '../live/read.ts';
import { openSources } from '../live/sources.ts';
import { elapsed } from '../live/words.ts';
import { sayWrapped } from '../present.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { verifyLines } from '../verify/text.ts';
import { watchOf, type WatchOptions } from '../verify/watch.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';

export interface VerifyOptions extends LedgerOptions, WatchOptions {
  readonly due?: boolean;
  readonly connector?: readonly string[];
  readonly analysis?: string;
  readonly format: string;
  readonly output?: string;
}

/**
 * Asks live systems whether endings of the last analysis are real, and records the answers. Exit 0: all that should be gone is absent; 1:
 * something is there that should not be; 3: of something it cannot be said; 2: it could not start, or is not logged.
 */
export function verifyCommand(terminal: Terminal, wiring: Wiring, named: readonly string[], options: VerifyOptions): Promise<number> {
  return logged(terminal, options, (log) => verifyLogged(terminal, wiring, named, options, log));
}

async function verifyLogged(
  terminal: Terminal,
  wiring: Wiring,
  named: readonly string[],
  options: VerifyOptions,
  log: LoggedRun,
): Promise<number> {
  if (options.format !== 'text' && options.format !== 'json') {
    throw new UsageError(`cannot print what was verified as ${JSON.stringify(options.format)}`, { hint: 'the formats are text, json' });
  }
  const watch = watchOf(options, terminal.clock());
  const state = userPath(terminal, options.state);
  const [configuration, saved] = await Promise.all([loadConfiguration(terminal, wiring, options), openAnalysis(state, options.analysis)]);
  const report = saved.withFindings([]);
  const targets = chosen(wiring, report, named, options);
  const sources = sourcesOf(wiring, targets);
  const near = nearIn(await saved.view(), report.endings);
  const connectors = await openSources(wiring, sources);
  const store = await openStore(placeOf(terminal, options, configuration.history));
  const captures: CaptureReader[] = [];
  try {
    const scope = scopeOf(sources.map((id) => ({ connector: id, settings: configuration.connectorSettings[id] as Json })));
    await log.begin({ command: 'verify', configuration: configuration.hash, scope });
    const result = await withProgress(terminal, options, (io, progress) =>
      verify({
        ...{ connectors, configuration, io, progress, targets, near, store },
        capture: (ids) => captureIn(state, ids, captures),
        told: (round) => sayRound(terminal, options, round),
        ...(watch === undefined ? {} : { watch }),
      }),
    );
    const told = verifyReport(result, saved.id);
    await log.end(() => verified(captures, told));
    await print(terminal, options, options.format === 'json' ? json(told) : verifyLines(told, sheetOf(terminal, options)));
    return exitOf(told.totals);
  } finally {
    await store.close();
  }
}

function chosen(wiring: Wiring, report: Report, named: readonly string[], options: VerifyOptions): readonly VerifyTarget[] {
  if (report.assurance === null) {
    throw new UsageError('cannot verify: the analysis says nothing of what ended, for no history was at hand', {
      hint: 'scan, or analyze, without --no-record, and verify what that says should have ended',
    });
  }
  if (named.length === 0 && options.due !== true) {
    throw new UsageError('cannot verify without knowing what', {
      hint: 'name endings of the last analysis, or take all that should be gone with --due',
    });
  }
  const { asOf } = report.run;
  const endings = [
    ...named.flatMap((name) => endingsNamed(report.endings, name)),
    ...(options.due === true ? report.endings.filter((each) => isDue(each, asOf)) : []),
  ];
  const { connector } = options;
  for (const id of connector ?? []) {
    if (Object.hasOwn(wiring.live, id)) continue;
    throw new UsageError(`cannot verify what ${JSON.stringify(id)} reads: there is no such source`, {
      hint: `the sources are ${Object.keys(wiring.live).join(', ')}`,
    });
  }
  const targets = latestTargets(endings);
  return connector === undefined ? targets : targets.filter(({ access }) => connector.some((id) => access.boundary.startsWith(`${id}:`)));
}

/** Of those that can be read live; what others hold is told as not asked. */
function sourcesOf(wiring: Wiring, targets: readonly VerifyTarget[]): readonly ConnectorId[] {
  return Object.keys(wiring.live).filter((id) => targets.some(({ access }) => access.boundary.startsWith(`${id}:`)));
}

/** What the last analysis holds to be there. */
function nearIn(view: View, endings: readonly Ending[]): (boundary: BoundaryId) => ProbeNear {
  const known = new Map<BoundaryId, ProbeNear>();
  return function near(boundary) {
    let found = known.get(boundary);
    if (found === undefined) {
      const identities = [...view.identities()].filter((each) => each.boundary === boundary && each.deletedAt === undefined);
      const accesses = endings.filter((each) => each.boundary === boundary && each.ended === null).map(({ access }) => access);
      known.set(boundary, (found = { accesses, identities }));
    }
    return found;
  };
}

/** A capture of its own for each batch, noted once it is whole. What was not read to its end proves nothing and is not gone on with. */
async function captureIn(state: string, connectors: readonly ConnectorId[], whole: CaptureReader[]): Promise<BatchCapture> {
  const writer = await createCapture(state, { intent: verifyIntent(connectors) });
  return {
    writer: {
      put: (page) => writer.put(page),
      async seal(head) {
        const capture = await writer.seal(head);
        whole.push(capture);
        return capture;
      },
    },
    abandon: () => writer.discard(),
  };
}

function sayRound(terminal: Terminal, options: CommonOptions, { number, results, nextMs }: VerifyRound): void {
  const { accesses, absent, confirmed, present, undetermined } = totalsOf(results);
  const next = nextMs === null ? '' : `; asking again in ${elapsed(nextMs)}`;
  const said = `round ${number}: of ${counted(accesses, 'access', 'accesses')} ${absent} absent (${confirmed} twice), ${present} present, ${undetermined} undetermined`;
  sayWrapped(terminal, options, said + next);
}
