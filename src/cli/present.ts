import { wrapIndented } from '../base/text/wrap.ts';
import type { Reporter } from '../contract/reporter.ts';
import type { Report } from '../model/report.ts';
import { noFormat } from './plugs.ts';
import { userPath } from './settings.ts';
import { writeAll, writeFileWhole, type Terminal } from './streams.ts';
import type { Wiring } from './wiring.ts';

export interface PresentOptions {
  readonly format: string;
  readonly output?: string;
  readonly quiet?: boolean;
}

/** Finds the reporter, or says which there are. Asked before any work is done. */
export function reporterNamed(wiring: Wiring, format: string): Reporter {
  const reporter = wiring.reporters.find((each) => each.id === format);
  if (reporter !== undefined) return reporter;
  throw noFormat(
    format,
    wiring.reporters.map((each) => each.id),
  );
}

/** Prints a report to standard output, or writes it to `--output`. */
export async function present(terminal: Terminal, reporter: Reporter, report: Report, options: PresentOptions): Promise<void> {
  const toFile = options.output !== undefined;
  const chunks = reporter.render(report, { width: terminal.width, colour: terminal.colour && !toFile });
  if (options.output === undefined) return writeAll(terminal.stdout, chunks);
  await writeFileWhole(userPath(terminal, options.output), chunks);
  say(terminal, options, `wrote ${options.output}`);
}

/** A message for the person at the terminal: on standard error, so that results stay clean; silent with `--quiet`. */
export function say(terminal: Terminal, options: { readonly quiet?: boolean }, text: string): void {
  if (options.quiet !== true) terminal.stderr.write(`vestige: ${text}\n`);
}

/** The same, broken into lines of the terminal's width. For sentences; what is to be copied is said whole. */
export function sayWrapped(terminal: Terminal, options: { readonly quiet?: boolean }, text: string): void {
  if (options.quiet === true) return;
  for (const line of wrapIndented(text, terminal.width, 'vestige: ', ' '.repeat(9))) terminal.stderr.write(`${line}\n`);
}
