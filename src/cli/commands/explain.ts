import { stripVTControlCharacters } from 'node:util';
import { explainFinding } from '../../run/explain-finding.ts';
import type { SavedFindings } from '../../run/saved/findings.ts';
import { explainingOf, openView } from '../saved-view.ts';
import { explained } from '../explained.ts';
import type { Plugs } from '../plugs.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

export interface ExplainOptions extends CommonOptions {
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
}

/** Says step by step why a finding is one: by which way, through what, on which pages, with what unread. */
export async function explainCommand(terminal: Terminal, plugs: Plugs, id: string, options: ExplainOptions): Promise<number> {
  if (options.format !== 'json' && options.format !== 'table') {
    throw new UsageError(`cannot explain as ${JSON.stringify(options.format)}`, { hint: 'the formats are table, json' });
  }
  const state = userPath(terminal, options.state);
  const { saved, view } = await openView(terminal, options);
  const row = findingNamed(saved.findings, id);
  const explaining = await explainingOf(state, saved, plugs);
  const explanation = await explainFinding(explaining, view, saved.findings.at(row), {
    coverage: saved.head.coverage,
    sameCause: saved.findings.list(saved.findings.sameCause(row)),
  });
  const text =
    options.format === 'json' ? [`${JSON.stringify(explanation, null, 2)}\n`] : explained(explanation, sheetOf(terminal, options));
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
  return 0;
}

function findingNamed(findings: SavedFindings, id: string): number {
  const matching = /^[0-9a-f]{4,64}$/.test(id) ? findings.startingWith(id) : [];
  const [only, another] = matching;
  if (only !== undefined && another === undefined) return only;
  const seen = only === undefined ? 'no finding of the analysis has it' : `${matching.length} findings begin so`;
  throw new UsageError(`cannot explain ${JSON.stringify(stripVTControlCharacters(id))}: ${seen}`, {
    hint: "give a finding's fingerprint, or its first characters (four at least): `vestige findings` shows them",
  });
}
