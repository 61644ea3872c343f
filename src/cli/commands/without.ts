import { openCapture } from '../../capture/archive.ts';
import type { Finding } from '../../model/finding.ts';
import { tallyOf } from '../../paths/compare.ts';
import { capabilities, isCapability } from '../../model/capability.ts';
import { persistenceClasses } from '../../model/persistence.ts';
import { isJewel, type PathEnd, type PathQuery } from '../../paths/query.ts';
import { openAnalysis } from '../../run/saved.ts';
import { whatIf, type WhatIf } from '../../run/what-if.ts';
import { refuseUnknownScopes } from '../known-scope.ts';
import { say } from '../present.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';
import { csvLines } from './without-csv.ts';
import { textLines } from './without-text.ts';

export interface WithoutOptions extends CommonOptions {
  readonly to: string;
  readonly from?: string;
  readonly scope?: string;
  readonly within?: string;
  readonly class?: string;
  readonly without: readonly string[];
  readonly explain?: boolean;
  readonly findings?: boolean;
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
}

const formats = ['table', 'json', 'csv'];

/** Says what taking something away would take away, and what other way remains, from the last analysis. Changes nothing. */
export async function withoutCommand(terminal: Terminal, wiring: Wiring, options: WithoutOptions): Promise<number> {
  const query = queryOf(options);
  if (options.explain === true) {
    throw new UsageError('cannot explain what would remain', { hint: 'leave out --without, or --explain' });
  }
  if (!formats.includes(options.format)) {
    throw new UsageError(`cannot print what would remain as ${JSON.stringify(options.format)}`, {
      hint: `the formats are ${formats.join(', ')}`,
    });
  }
  const state = userPath(terminal, options.state);
  const configuration = options.findings === true ? await loadConfiguration(terminal, wiring, options) : undefined;
  const saved = await openAnalysis(state, options.analysis);
  const { run } = saved.head;
  const answer = await whatIf({
    capture: await openCapture(state, run.capture),
    connectors: wiring.connectors,
    asOf: run.asOf,
    settings: saved.settings,
    without: options.without,
    query,
    findings: (fingerprint) => saved.findings.startingWith(fingerprint).map((row) => saved.findings.at(row)),
    ...(configuration === undefined ? {} : { rules: configuration.rules }),
  });
  refuseUnknownScopes(answer.before, options);
  const lines =
    options.format === 'json'
      ? [json(answer)]
      : options.format === 'csv'
        ? csvLines(answer)
        : textLines(answer, sheetOf(terminal, options));
  if (options.output === undefined) await writeAll(terminal.stdout, lines);
  else {
    await writeFileWhole(userPath(terminal, options.output), lines);
    say(terminal, options, `wrote ${options.output}`);
  }
  return 0;
}

function queryOf({ to, from, scope, within, class: wanted }: WithoutOptions): PathQuery {
  const persistence = persistenceClasses.find((each) => each === wanted);
  if (wanted !== undefined && persistence === undefined)
    throw new UsageError(`cannot choose by class ${JSON.stringify(wanted)}`, { hint: `one of ${persistenceClasses.join(', ')}` });
  return {
    to: endOf(to),
    ...(from === undefined ? {} : { from }),
    ...(scope === undefined ? {} : { scope }),
    ...(within === undefined ? {} : { within }),
    ...(persistence === undefined ? {} : { class: persistence }),
  };
}

function endOf(to: string): PathEnd {
  if (to === 'tier0' || to === 'crown-jewels' || isCapability(to) || isJewel(to)) return to;
  throw new UsageError(`cannot look for paths to ${JSON.stringify(to)}`, {
    hint: `one of tier0, crown-jewels, jewel:NAME, ${capabilities.join(', ')}`,
  });
}

function json({ asOf, query, removed, elements, comparison, entries, findings }: WhatIf): string {
  const brief = (all: readonly Finding[]): readonly unknown[] =>
    all.map(({ fingerprint, rule, severity, title, subject, capability, scope, rootCause }) => ({
      fingerprint,
      rule,
      severity,
      title,
      subject,
      capability,
      scope,
      rootCause,
    }));
  const told =
    findings === null
      ? null
      : {
          gone: brief(findings.gone),
          opened: brief(findings.opened),
          moved: brief(findings.moved),
          appearing: brief(findings.appearing),
          staying: findings.staying,
        };
  const { reaches, identities, gaining } = comparison;
  return `${JSON.stringify({ schema: 1, asOf, query, removed, elements, summary: tallyOf(comparison), identities, gaining, reaches, entries, findings: told }, null, 2)}\n`;
}
