import { severities, type Severity } from '../../model/question.ts';
import type { Report } from '../../model/report.ts';
import type { Outcome } from '../../run/outcome.ts';
import { outcomeOfWeighed } from '../../run/outcome.ts';
import { openAnalysis, type SavedAnalysis } from '../../run/saved/open.ts';
import type { FindingFilter } from '../../run/saved/findings.ts';
import type { Threshold } from '../../run/threshold.ts';
import type { Plugs } from '../plugs.ts';
import { present, say } from '../present.ts';
import { loadThreshold, userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { FindingsOptions } from './findings-options.ts';

/**
 * Prints the last analysis again, or the part of its findings asked for. Coverage and totals always speak of the whole. With `--resolved`, those
 * that earlier runs had and that are no more. With `--against` it is compared with the run named.
 */
export async function findingsCommand(terminal: Terminal, plugs: Plugs, options: FindingsOptions): Promise<number> {
  if (options.resolved === true) return (await import('./resolved.ts')).resolvedCommand(terminal, options);
  const [reporter, failOn] = await Promise.all([plugs.reporter(options.format), loadThreshold(terminal, options)]);
  const saved = await openAnalysis(userPath(terminal, options.state), options.analysis);
  const limit = limitOf(options.limit);
  const other =
    options.against === undefined
      ? {}
      : await (await import('../history/against.ts')).compared(terminal, options, saved.report, options.against);
  const chosen = await byPast(
    saved,
    saved.findings.rows(await filterOf(plugs, saved, options)),
    { ...saved.withFindings([]), ...other },
    options,
  );
  const shown = chosen.slice(0, limit);
  await present(terminal, reporter, { ...saved.withFindings(shown), ...other }, options);
  const all = saved.findings.length;
  if (shown.length < all) say(terminal, options, `showing ${shown.length} of ${all} findings`);
  return outcome(saved, chosen, options.failOn ?? failOn).exit;
}

async function byPast(saved: SavedAnalysis, rows: readonly number[], report: Report, options: FindingsOptions): Promise<readonly number[]> {
  if (options.new !== true && options.since === undefined) return rows;
  const { chosenByPast, pastOf } = await import('../history/past-findings.ts');
  const test = chosenByPast(pastOf(report, options.new === true ? 'what is new' : 'since when findings are there'), options);
  return rows.filter((row) => test(saved.findings.at(row)));
}

/** Of all that were chosen, whether or not there was room to show them. */
function outcome(saved: SavedAnalysis, chosen: readonly number[], failOn: Threshold): Outcome {
  const { grave, blind } = saved.findings.weigh(chosen, failOn);
  return outcomeOfWeighed(saved.withFindings([]), { grave, blind: () => blind.map((row) => saved.findings.at(row)) }, failOn);
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`cannot show ${JSON.stringify(text)} findings: --limit takes a whole number from 1`);
}

async function filterOf(plugs: Plugs, saved: SavedAnalysis, options: FindingsOptions): Promise<FindingFilter> {
  const { rule, family, severity, subject } = options;
  const asked = new Set(saved.head.run.rules.map(({ id }) => id));
  const others = (rule ?? []).filter((id) => !asked.has(id));
  // A rule that is turned off found nothing and is one all the same: only the list of all tells it from a misspelt one.
  if (others.length > 0) {
    const known = new Set((await plugs.all()).rules.map(({ id }) => id));
    for (const id of others) if (!known.has(id)) throw new UsageError(`cannot choose by rule ${JSON.stringify(id)}: there is no such rule`);
  }
  return {
    ...(rule === undefined ? {} : { rules: rule }),
    ...(family === undefined ? {} : { families: family }),
    ...(severity === undefined ? {} : { severity: severityNamed(severity) }),
    ...(subject === undefined ? {} : { subject }),
  };
}

function severityNamed(text: string): Severity {
  const found = severities.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(`cannot choose by severity ${JSON.stringify(text)}`, { hint: `one of ${severities.join(', ')}` });
}
