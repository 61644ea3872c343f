import { visible } from '../../base/text/visible.ts';
import { wrapIndented } from '../../base/text/wrap.ts';
import { classRank, persistenceClasses, type PersistenceClass } from '../../model/persistence.ts';
import { capabilities, isCapability } from '../../model/capability.ts';
import type { View } from '../../model/view.ts';
import { queryPaths, type PathEntry } from '../../paths/query.ts';
import { say } from '../present.ts';
import { openView } from '../saved-view.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';

export interface PathsOptions extends CommonOptions {
  readonly to: string;
  readonly from?: string;
  readonly scope?: string;
  readonly class?: string;
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
}

/** Prints who reaches a capability, by which way and how lasting it is, from the last analysis. */
export async function pathsCommand(terminal: Terminal, wiring: Wiring, options: PathsOptions): Promise<number> {
  const { to, format } = options;
  if (to !== 'tier0' && !isCapability(to))
    throw new UsageError(`cannot look for paths to ${JSON.stringify(to)}`, { hint: `one of tier0, ${capabilities.join(', ')}` });
  if (format !== 'json' && format !== 'table')
    throw new UsageError(`cannot print paths as ${JSON.stringify(format)}`, { hint: 'the formats are table, json' });
  const persistence = classNamed(options.class);
  const { view } = await openView(terminal, wiring, options);
  if (options.from !== undefined && view.identity(options.from) === undefined) {
    throw new UsageError(`cannot look for paths from ${options.from}: nothing read speaks of it`, {
      hint: 'name an identity by its id, in AWS its ARN',
    });
  }
  const entries = queryPaths(view, {
    to,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    ...(persistence === undefined ? {} : { class: persistence }),
  });
  const text = format === 'json' ? [`${JSON.stringify(entries, null, 2)}\n`] : lines(view, entries, terminal.width);
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
  if (entries.length === 0) say(terminal, options, `no path to ${to} among what was read; what was not read is in \`vestige findings\``);
  return 0;
}

function classNamed(text: string | undefined): PersistenceClass | undefined {
  if (text === undefined) return undefined;
  const found = persistenceClasses.find((each) => each === text);
  if (found === undefined)
    throw new UsageError(`cannot choose by class ${JSON.stringify(text)}`, { hint: `one of ${persistenceClasses.join(', ')}` });
  return found;
}

function* lines(view: View, entries: readonly PathEntry[], width: number): Iterable<string> {
  const sorted = [...entries].sort((a, b) => classRank(b.persistence) - classRank(a.persistence));
  for (const entry of sorted) {
    const name = view.identity(entry.identity)?.name ?? entry.identity;
    const bounds = entry.bounds.lo === entry.bounds.hi ? entry.persistence : `${entry.bounds.lo} to ${entry.bounds.hi}`;
    const ways = entry.entry.ways.length > 0 ? `: ${entry.entry.ways.join(', ')}` : '';
    yield* block(`${name}: ${entry.capability} on ${entry.scope}`, width, '', '  ');
    yield* block(`${bounds}, ${entry.presence}; entry ${entry.entry.state}${ways}`, width, '  ', '    ');
    for (const link of entry.links) yield* block(link.text, width, '  → ', '    ');
    for (const caveat of entry.caveats) yield* block(caveat, width, '    ', '    ');
    yield '\n';
  }
}

function* block(text: string, width: number, first: string, rest: string): Iterable<string> {
  for (const line of wrapIndented(visible(text), width, first, rest)) yield `${line}\n`;
}
