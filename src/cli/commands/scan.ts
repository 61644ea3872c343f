import { captured } from '../../run/ledger/ended.ts';
import { answer, type AnswerOptions } from '../answer.ts';
import type { LiveOptions } from '../live/place.ts';
import { mustBeAbleToRecord } from '../history/record.ts';
import { logged } from '../ledger/logged.ts';
import type { LedgerOptions } from '../ledger/logbook.ts';
import { readLive } from '../live/read.ts';
import type { Plugs } from '../plugs.ts';
import type { RunWiring } from '../run-wiring.ts';
import { loadHistorySettings } from '../settings.ts';
import { writeAll, type Terminal } from '../streams.ts';

export interface ScanOptions extends LiveOptions, AnswerOptions, LedgerOptions {}

/** Reads live sources, keeps the capture and the analysis, prints the report, records and logs the run. Answers the exit code. */
export async function scanCommand(terminal: Terminal, plugs: Plugs, named: readonly string[], options: ScanOptions): Promise<number> {
  const reporter = await plugs.reporter(options.format);
  const wiring = await plugs.forRun();
  const since = await mustBeAbleToRecord(terminal, options, await loadHistorySettings(terminal, options));
  return logged(terminal, options, async (log) => {
    const { capture, configuration } = await readLive(terminal, wiring, 'scan', named, options, log, since);
    return answer(terminal, wiring, reporter, capture, configuration, options, log);
  });
}

/** Reads live sources and prints the capture's id, for `analyze`. */
export function captureCommand(
  terminal: Terminal,
  wiring: RunWiring,
  named: readonly string[],
  options: LiveOptions & LedgerOptions,
): Promise<number> {
  return logged(terminal, options, async (log) => {
    const { capture } = await readLive(terminal, wiring, 'capture', named, options, log);
    await log.end(() => captured(capture));
    await writeAll(terminal.stdout, [`${capture.id}\n`]);
    return 0;
  });
}
