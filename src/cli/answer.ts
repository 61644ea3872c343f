import type { CaptureReader } from '../contract/capture.ts';
import type { Reporter } from '../contract/reporter.ts';
import { analyze } from '../run/analyze.ts';
import type { Configuration, Threshold } from '../run/configuration.ts';
import { outcomeOf } from '../run/outcome.ts';
import { saveAnalysis } from '../run/saved.ts';
import { present, sayWrapped, type PresentOptions } from './present.ts';
import { userPath, type CommonOptions } from './settings.ts';
import type { Terminal } from './streams.ts';
import type { Wiring } from './wiring.ts';

export interface AnswerOptions extends CommonOptions, PresentOptions {
  readonly asOf?: string;
  readonly failOn?: Threshold;
}

/** Analyses a capture, keeps the analysis and prints the report. Answers the exit code. */
export async function answer(
  terminal: Terminal,
  wiring: Wiring,
  reporter: Reporter,
  capture: CaptureReader,
  configuration: Configuration,
  options: AnswerOptions,
): Promise<number> {
  const analysis = await analyze({
    capture,
    connectors: wiring.connectors,
    configuration,
    clock: terminal.clock,
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  });
  const { run } = analysis.report;
  if (run.asOfFrom === 'clock')
    sayWrapped(terminal, options, `as of ${run.asOf}: the files do not tell when they were made; say it with --as-of`);
  await saveAnalysis(userPath(terminal, options.state), analysis);
  await present(terminal, reporter, analysis.report, options);
  const outcome = outcomeOf(analysis.report, options.failOn ?? configuration.failOn);
  sayWrapped(terminal, options, `${outcome.because} (exit ${outcome.exit})`);
  return outcome.exit;
}
