import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '../../model/finding.ts';
import { explainFinding } from '../../run/explain-finding.ts';
import type { SavedAnalysis } from '../../run/saved/open.ts';
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
  const { finding, sameCause } = findingNamed(saved, id);
  const explaining = await explainingOf(state, saved, plugs);
  const explanation = await explainFinding(explaining, view, finding, { coverage: saved.head.coverage, sameCause: sameCause() });
  const text =
    options.format === 'json' ? [`${JSON.stringify(explanation, null, 2)}\n`] : explained(explanation, sheetOf(terminal, options));
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
  return 0;
}

interface Named {
  readonly finding: Finding;
  /** Findings that may have its root cause. */
  readonly sameCause: () => Iterable<Finding>;
}

/** One that an exception moved aside is explained as any other. */
function findingNamed(saved: SavedAnalysis, id: string): Named {
  const { findings } = saved;
  const isId = /^[0-9a-f]{4,64}$/.test(id);
  const matching: readonly Named[] = isId
    ? [
        ...findings.startingWith(id).map((row) => ({ finding: findings.at(row), sameCause: () => findings.list(findings.sameCause(row)) })),
        ...saved.excepted
          .filter(({ finding }) => finding.fingerprint.startsWith(id))
          .map(({ finding }) => ({ finding, sameCause: () => findings.list() })),
      ]
    : [];
  const [only, another] = matching;
  if (only !== undefined && another === undefined) return only;
  const seen = only === undefined ? 'no finding of the analysis has it' : `${matching.length} findings begin so`;
  throw new UsageError(`cannot explain ${JSON.stringify(stripVTControlCharacters(id))}: ${seen}`, {
    hint: "give a finding's fingerprint, or its first characters (four at least): `vestige findings` shows them",
  });
}
