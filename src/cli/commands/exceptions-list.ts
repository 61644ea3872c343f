import type { Report } from '../../model/report.ts';
import { RunError } from '../../run/errors.ts';
import { exceptionNamed, keptExceptions, type ExceptionPast } from '../../run/exceptions/kept.ts';
import { exceptionLines } from '../../run/exceptions/list.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import { lines } from '../due/text.ts';
import type { ExceptionOptions } from '../exceptions/options.ts';
import { exceptionFormat } from '../exceptions/format.ts';
import { listLines, showLines } from '../exceptions/text.ts';
import { json, print } from '../history/format.ts';
import { withStore } from '../history/place.ts';
import { loadLongestDays, userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

/** All exceptions as they stand now, expired and revoked ones too. */
export async function exceptionsListCommand(terminal: Terminal, options: ExceptionOptions): Promise<number> {
  const format = exceptionFormat(options.format);
  const all = await withStore(terminal, options, keptExceptions);
  const told = exceptionLines(all, await lastReport(terminal, options), await loadLongestDays(terminal, options), terminal.clock());
  const text = format === 'json' ? json({ schema: 1, exceptions: told }) : lines(listLines(sheetOf(terminal, options), told));
  await print(terminal, options, text);
  return 0;
}

/** One exception, with every version of it. */
export async function exceptionsShowCommand(terminal: Terminal, id: string, options: ExceptionOptions): Promise<number> {
  const format = exceptionFormat(options.format);
  const past: ExceptionPast = exceptionNamed(await withStore(terminal, options, keptExceptions), id);
  const told = exceptionLines([past], await lastReport(terminal, options), await loadLongestDays(terminal, options), terminal.clock());
  const sheet = sheetOf(terminal, options);
  const text =
    format === 'json'
      ? json({ schema: 1, exceptions: told, versions: past.versions })
      : told.flatMap((line) => lines(showLines(sheet, line, past)));
  await print(terminal, options, text);
  return 0;
}

/** `null`: nothing was analysed here. */
async function lastReport(terminal: Terminal, options: ExceptionOptions): Promise<Pick<Report, 'run' | 'assurance'> | null> {
  try {
    return (await openAnalysis(userPath(terminal, options.state))).withFindings([]);
  } catch (error) {
    if (error instanceof RunError && error.code === 'no-analysis') return null;
    throw error;
  }
}
