import { groupBy } from '../../base/group.ts';
import { counted } from '../../base/text/count.ts';
import { marksOf, sharedNotes, type Note } from '../../base/text/notes.ts';
import { faint, heading, prose, type Sheet } from '../../base/text/sheet.ts';
import { classRank, persistenceClasses, type PersistenceClass } from '../../model/persistence.ts';
import { capabilities, isCapability } from '../../model/capability.ts';
import type { View } from '../../model/view.ts';
import { isJewel, jewelOf, queryPaths, type PathEnd, type PathEntry } from '../../paths/query.ts';
import { notEntered } from '../../paths/steps.ts';
import { identityNamed } from '../known-identity.ts';
import { refuseUnknownScopes } from '../known-scope.ts';
import { say } from '../present.ts';
import { explainEntries, explainedPaths } from '../explained-paths.ts';
import { explainingOf, openView } from '../saved-view.ts';
import type { Plugs } from '../plugs.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { byOfGrant, byOfLink, sheetOf, stepLines, whoText } from '../way.ts';

export interface PathsOptions extends CommonOptions {
  readonly to: string;
  readonly from?: string;
  readonly scope?: string;
  readonly within?: string;
  readonly class?: string;
  /** With the statements behind each step. */
  readonly explain?: boolean;
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
}

/** Prints who reaches a capability, by which way and how lasting it is, from the last analysis. */
export async function pathsCommand(terminal: Terminal, plugs: Plugs, options: PathsOptions): Promise<number> {
  const { to, format } = options;
  if (!isEnd(to))
    throw new UsageError(`cannot look for paths to ${JSON.stringify(to)}`, {
      hint: `one of tier0, crown-jewels, jewel:NAME, ${capabilities.join(', ')}`,
    });
  if (format !== 'json' && format !== 'table')
    throw new UsageError(`cannot print paths as ${JSON.stringify(format)}`, { hint: 'the formats are table, json' });
  const persistence = classNamed(options.class);
  const { saved, view } = await openView(terminal, options);
  const from = options.from === undefined ? undefined : identityNamed(view, options.from);
  refuseUnknownJewel(view, to);
  refuseUnknownScopes(view, options);
  const entries = queryPaths(view, {
    to,
    ...(from === undefined ? {} : { from }),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    ...(options.within === undefined ? {} : { within: options.within }),
    ...(persistence === undefined ? {} : { class: persistence }),
  });
  const sheet = sheetOf(terminal, options);
  const told =
    options.explain === true
      ? await explainEntries(await explainingOf(userPath(terminal, options.state), saved, plugs), view, entries)
      : undefined;
  const text =
    format === 'json'
      ? [`${JSON.stringify(told ?? entries, null, 2)}\n`]
      : told === undefined
        ? lines(view, to, entries, sheet)
        : explainedPaths(view, told, sheet);
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
  if (entries.length === 0) say(terminal, options, `no path to ${to} among what was read; what was not read is in \`vestige findings\``);
  return 0;
}

function isEnd(to: string): to is PathEnd {
  return to === 'tier0' || to === 'crown-jewels' || isJewel(to) || isCapability(to);
}

/** An answer about a jewel that no configuration names would be an empty one. */
function refuseUnknownJewel(view: View, to: PathEnd): void {
  const [wanted, known] = [jewelOf(to), view.jewels.all.map((each) => each.name)];
  if ((wanted === undefined && to !== 'crown-jewels') || (wanted === undefined ? known.length > 0 : known.includes(wanted))) return;
  throw new UsageError(`cannot look for paths to ${to}: the analysis knows ${known.length === 0 ? 'no crown jewels' : 'no such jewel'}`, {
    hint: known.length === 0 ? 'name some under crownJewels in vestige.yaml and analyse again' : `the jewels are ${known.join(', ')}`,
  });
}

function classNamed(text: string | undefined): PersistenceClass | undefined {
  if (text === undefined) return undefined;
  const found = persistenceClasses.find((each) => each === text);
  if (found === undefined)
    throw new UsageError(`cannot choose by class ${JSON.stringify(text)}`, { hint: `one of ${persistenceClasses.join(', ')}` });
  return found;
}

/** So many ways make a caveat one that is said once above them all. */
const SHARED = 3;

function* lines(view: View, query: string, entries: readonly PathEntry[], sheet: Sheet): Iterable<string> {
  if (entries.length === 0) return;
  const sorted = [...entries].sort((a, b) => classRank(b.persistence) - classRank(a.persistence));
  const identities = [...groupBy(sorted, (entry) => entry.identity)];
  const notes = sharedNotes(
    entries.map(({ caveats }) => caveats),
    SHARED,
  );
  const who = `${counted(identities.length, 'identity', 'identities')} ${identities.length === 1 ? 'reaches' : 'reach'} ${query === 'tier0' ? 'tier 0' : query === 'crown-jewels' ? 'crown jewels' : query}`;
  const out = [
    ...heading(sheet, 'Paths', `${who} by ${counted(entries.length, 'right')}, the most lasting first`).slice(1),
    ...notes.flatMap(({ mark, text, count }) => prose(sheet, 2, `[${mark}] ${text} (${counted(count, 'right')})`, 6)),
    ...identities.flatMap(([id, own]) => ['', ...identityLines(view, sheet, id, own, notes)]),
  ];
  for (const line of out) yield `${line}\n`;
}

function identityLines(view: View, sheet: Sheet, id: string, own: readonly PathEntry[], notes: readonly Note[]): readonly string[] {
  const identity = view.identity(id);
  const name = identity === undefined ? id : whoText(identity.kind, identity.name);
  const ways = groupBy(own, (entry) => JSON.stringify([holdText(entry), entry.links, entry.caveats]));
  return [
    ...prose(sheet, 0, name, 2).map((line) => sheet.paint('heading', line)),
    ...(identity === undefined || id === identity.name || id === `${identity.kind}:${identity.name}`
      ? []
      : prose(sheet, 2, id, 4).map((line) => faint(sheet, 2, line))),
    ...[...ways.values()].flatMap((same) => wayLines(view, sheet, same, notes)),
  ];
}

/** The rights held in one way: how they are held and entered, the links to them, and each with what gives it. */
function wayLines(view: View, sheet: Sheet, same: readonly PathEntry[], notes: readonly Note[]): readonly string[] {
  const [first] = same;
  if (first === undefined) return [];
  const nameOf = (id: string): string => view.identity(id)?.name ?? id;
  const kindOf = (id: string): string => view.identity(id)?.kind ?? '';
  const own = first.caveats.filter((text) => !notes.some((note) => note.text === text));
  return [
    ...prose(sheet, 2, `${holdText(first)}; ${entryText(first)}${marksOf(notes, first.caveats)}`, 4),
    ...first.links.flatMap((link) =>
      stepLines(sheet, 2, `${link.how} ${kindOf(link.to)} ${nameOf(link.to)}`, byOfLink(link, nameOf(link.from), nameOf(link.to))),
    ),
    ...same.flatMap((entry) => stepLines(sheet, 2, whatText(entry), byOfGrant(entry.via))),
    ...own.flatMap((text) => prose(sheet, 2, `but ${text}`, 6)),
  ];
}

function whatText({ jewel, capability, scope }: PathEntry): string {
  return `${capability} on ${jewel === undefined ? '' : `crown jewel ${jewel}, `}${scope}`;
}

function holdText({ bounds, presence, windows }: PathEntry): string {
  const held = bounds.lo === bounds.hi ? bounds.lo : `${bounds.lo} to ${bounds.hi}`;
  const until = windows.at(-1)?.until ?? null;
  return `${held}, ${presence}${until === null ? '' : `, until ${until}`}`;
}

function entryText({ entry }: PathEntry): string {
  return entry.state === 'live' ? `entry live: ${entry.ways.join('; ')}` : notEntered(entry);
}
