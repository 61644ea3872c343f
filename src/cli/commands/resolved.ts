import type { Instant } from '../../base/instant.ts';
import type { Resolved } from '../../model/history.ts';
import { severities } from '../../model/question.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import { compared } from '../history/against.ts';
import { historyFormat, json, print } from '../history/format.ts';
import { pastOf, resolvedCsv, resolvedLines, sinceOf } from '../history/past-findings.ts';
import { withStore } from '../history/place.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import type { FindingsOptions } from './findings-options.ts';

/** Prints findings that are no more: since the run before the last analysis, since the one it is compared with, or by all that is recorded since a time. Judges nothing: 0. */
export async function resolvedCommand(terminal: Terminal, options: FindingsOptions): Promise<number> {
  const format = historyFormat(options.format, 'what is resolved');
  for (const name of ['new', 'family', 'limit', 'failOn'] as const) {
    if (options[name] !== undefined) throw new UsageError(`cannot choose what is resolved by --${name === 'failOn' ? 'fail-on' : name}`);
  }
  const isChosen = chooser(options);
  const { since, resolved } =
    options.since === undefined ? await ofAnalysis(terminal, options) : await ofStore(terminal, options, options.since);
  const chosen = resolved.filter(isChosen);
  if (format === 'json') await print(terminal, options, json(chosen));
  else if (format === 'csv') await print(terminal, options, resolvedCsv(chosen));
  else await print(terminal, options, resolvedLines(chosen, since, sheetOf(terminal, options)));
  return 0;
}

interface Since {
  readonly since: Instant;
  readonly resolved: readonly Resolved[];
}

async function ofAnalysis(terminal: Terminal, options: FindingsOptions): Promise<Since> {
  const saved = await openAnalysis(userPath(terminal, options.state), options.analysis);
  const other = options.against === undefined ? {} : await compared(terminal, options, saved.report, options.against);
  const { previous, resolved } = pastOf({ ...saved.withFindings([]), ...other }, 'what is resolved');
  return { since: previous.to, resolved };
}

async function ofStore(terminal: Terminal, options: FindingsOptions, text: string): Promise<Since> {
  if (options.analysis !== undefined)
    throw new UsageError('cannot choose by --analysis and --since at once: what is resolved since a time is told by all runs');
  if (options.against !== undefined) throw new UsageError('cannot choose by --against and --since at once: name a run or a time');
  const since = sinceOf(text);
  const { resolvedSince } = await import('../../run/history/resolved-since.ts');
  return { since, resolved: await withStore(terminal, options, (store) => resolvedSince(store, since)) };
}

/** What is kept of whom it was about is an id; a name is matched with the end of it. */
function chooser({ rule, severity, subject }: FindingsOptions): (each: Resolved) => boolean {
  const least = severity === undefined ? severities.length : severities.findIndex((each) => each === severity);
  if (least === -1) {
    throw new UsageError(`cannot choose by severity ${JSON.stringify(severity)}`, { hint: `one of ${severities.join(', ')}` });
  }
  return (each) =>
    (rule === undefined || rule.includes(each.rule)) &&
    severities.indexOf(each.severity) <= least &&
    (subject === undefined || each.subject === subject || each.subject.split(/[/:#]/).at(-1) === subject);
}
