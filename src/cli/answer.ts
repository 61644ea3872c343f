import type { CaptureReader } from '../contract/capture.ts';
import type { HistoryStore } from '../contract/store.ts';
import type { Reporter } from '../contract/reporter.ts';
import { analyze } from '../run/analyze.ts';
import { analysed } from '../run/ledger/ended.ts';
import type { LoggedRun } from '../run/ledger/logged-run.ts';
import type { Configuration, Threshold } from '../run/configuration.ts';
import { against } from '../run/history/against.ts';
import { outcomeOf } from '../run/outcome.ts';
import { saveAnalysis } from '../run/saved.ts';
import { mustBeComparable } from './history/against.ts';
import { storeToRecord, tellRecording, type RecordOptions } from './history/record.ts';
import { present, sayWrapped, type PresentOptions } from './present.ts';
import type { RunWiring } from './run-wiring.ts';
import { userPath } from './settings.ts';
import { stoppable } from './stopped.ts';
import type { Terminal } from './streams.ts';

export interface AnswerOptions extends RecordOptions, PresentOptions {
  readonly asOf?: string;
  readonly failOn?: Threshold;
  /** The run to compare with; the analysis that is kept is compared with the one before. */
  readonly against?: string;
}

/** A run that was to be recorded and is not: a script that accepts findings or gaps must not accept a hole in the history. */
const NOT_RECORDED = 2;

/** Analyses a capture, keeps the analysis, logs and records the run and prints the report. Answers the exit code. */
export async function answer(
  terminal: Terminal,
  wiring: RunWiring,
  reporter: Reporter,
  capture: CaptureReader,
  configuration: Configuration,
  options: AnswerOptions,
  log: LoggedRun,
): Promise<number> {
  const store = await storeToRecord(terminal, options, configuration.history);
  try {
    if (options.against !== undefined) await mustBeComparable(store, options.against);
    return await answerAndRecord(terminal, wiring, reporter, capture, configuration, options, log, store);
  } finally {
    await store?.close();
  }
}

async function answerAndRecord(
  terminal: Terminal,
  wiring: RunWiring,
  reporter: Reporter,
  capture: CaptureReader,
  configuration: Configuration,
  options: AnswerOptions,
  log: LoggedRun,
  store: HistoryStore | null,
): Promise<number> {
  const analysis = await stoppable(terminal, (stop) =>
    analyze({
      capture: stop.reader(capture),
      connectors: wiring.connectors,
      configuration,
      clock: terminal.clock,
      ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      ...(store === null ? {} : { recording: { store, now: terminal.clock } }),
    }),
  );
  const { report, recorded } = analysis;
  if (report.run.asOfFrom === 'clock')
    sayWrapped(terminal, options, `as of ${report.run.asOf}: the files do not tell when they were made; say it with --as-of`);
  await saveAnalysis(userPath(terminal, options.state), analysis);
  // Before anybody is told of it: what was printed is then under a root.
  await log.end(() => analysed(capture, report, recorded?.how === 'recorded' ? recorded.run : null));
  const isCompared = options.against !== undefined && store !== null && recorded?.how === 'recorded';
  const other = isCompared ? await against(store, report, options.against) : {};
  await present(terminal, reporter, { ...report, ...other }, options);
  const outcome = outcomeOf(report, options.failOn ?? configuration.failOn);
  const failed = recorded?.how === 'failed';
  sayWrapped(terminal, options, failed ? outcome.because : `${outcome.because} (exit ${outcome.exit})`);
  if (store === null || recorded === null) return outcome.exit;
  return (await tellRecording(terminal, options, store, recorded)) ? outcome.exit : NOT_RECORDED;
}
