import type { Finding } from '../../model/finding.ts';
import { severities } from '../../model/question.ts';
import type { Report } from '../../model/report.ts';
import { outcomeOf } from '../../run/outcome.ts';
import type { Threshold } from '../../run/configuration.ts';
import { openAnalysis } from '../../run/saved.ts';
import { present, reporterNamed, say, type PresentOptions } from '../present.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';

export interface FindingsOptions extends CommonOptions, PresentOptions {
  readonly analysis?: string;
  readonly rule?: readonly string[];
  readonly family?: readonly string[];
  readonly severity?: string;
  readonly subject?: string;
  readonly limit?: string;
  readonly failOn?: Threshold;
}

/** Prints the last analysis again, or the part of its findings asked for. Coverage and totals always speak of the whole. */
export async function findingsCommand(terminal: Terminal, wiring: Wiring, options: FindingsOptions): Promise<number> {
  const reporter = reporterNamed(wiring, options.format);
  const configuration = await loadConfiguration(terminal, wiring, options);
  const { report } = await openAnalysis(userPath(terminal, options.state), options.analysis);
  const chosen = report.findings.filter(chooser(wiring, options));
  const limit = limitOf(options.limit);
  const shown: Report = { ...report, findings: chosen.slice(0, limit) };
  await present(terminal, reporter, shown, options);
  if (shown.findings.length < report.findings.length)
    say(terminal, options, `showing ${shown.findings.length} of ${report.findings.length} findings`);
  return outcomeOf({ ...report, findings: chosen }, options.failOn ?? configuration.failOn).exit;
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`cannot show ${JSON.stringify(text)} findings: --limit takes a whole number from 1`);
}

function chooser(wiring: Wiring, options: FindingsOptions): (finding: Finding) => boolean {
  const { rule, family, severity, subject } = options;
  for (const id of rule ?? [])
    if (!wiring.rules.some((each) => each.id === id))
      throw new UsageError(`cannot choose by rule ${JSON.stringify(id)}: there is no such rule`);
  const limit = severity === undefined ? severities.length : severities.findIndex((each) => each === severity);
  if (limit === -1)
    throw new UsageError(`cannot choose by severity ${JSON.stringify(severity)}`, { hint: `one of ${severities.join(', ')}` });
  return (finding) =>
    (rule === undefined || rule.includes(finding.rule)) &&
    (family === undefined || family.includes(finding.family)) &&
    severities.indexOf(finding.severity) <= limit &&
    (subject === undefined || finding.subject.id === subject || finding.subject.name === subject);
}
