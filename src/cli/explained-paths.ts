import { heading, prose, type Sheet } from '../base/text/sheet.ts';
import { counted } from '../base/text/count.ts';
import type { Path, View } from '../model/view.ts';
import type { PathEntry } from '../paths/query.ts';
import { stepsOf } from '../paths/steps.ts';
import { explainElements, type ExplainedElement, type Explaining } from '../run/explain.ts';
import { wayLines } from './explained.ts';
import { whoText } from './way.ts';

/** An answer of `paths` with the statements behind each of its steps. */
export interface ExplainedEntry extends PathEntry {
  readonly steps: readonly ExplainedElement[];
}

/** Each path with the statements behind it. Elements that several paths go through are explained once. */
export async function explainEntries(
  explaining: Explaining,
  view: View,
  entries: readonly PathEntry[],
): Promise<readonly ExplainedEntry[]> {
  const paths = entries.map((entry) => pathOf(view, entry));
  const elements = new Map(paths.flatMap((path) => elementsOf(path).map((each) => [each.key, each] as const)));
  const told = await explainElements(explaining, [...elements.values()]);
  const byKey = new Map(told.map((each) => [each.key, each] as const));
  return entries.map((entry, at) => ({ ...entry, steps: elementsOf(paths[at]).flatMap(({ key }) => byKey.get(key) ?? []) }));
}

function pathOf(view: View, { identity, via }: PathEntry): Path | undefined {
  return view.path(identity, via.capability, via.scope);
}

function elementsOf(path: Path | undefined): readonly (Path['links'][number] | Path['grant'])[] {
  return path === undefined ? [] : [...path.links, path.grant];
}

/** The paths as text for a terminal, each step with what it rests on. */
export function* explainedPaths(view: View, entries: readonly ExplainedEntry[], sheet: Sheet): Iterable<string> {
  if (entries.length === 0) return;
  const out = [
    ...heading(sheet, 'Paths', `${counted(entries.length, 'path')}, step by step`).slice(1),
    ...entries.flatMap((entry) => ['', ...entryLines(view, entry, sheet)]),
  ];
  for (const line of out) yield `${line}\n`;
}

function entryLines(view: View, entry: ExplainedEntry, sheet: Sheet): readonly string[] {
  const identity = view.identity(entry.identity);
  const name = identity === undefined ? entry.identity : whoText(identity.kind, identity.name);
  const path = pathOf(view, entry);
  return [
    ...prose(sheet, 0, `${name}: ${entry.capability} on ${entry.scope}, ${entry.persistence}, ${entry.presence}`, 2).map((line) =>
      sheet.paint('heading', line),
    ),
    ...(path === undefined ? [] : wayLines(sheet, stepsOf(view, path), entry.steps)),
    ...entry.caveats.flatMap((text) => prose(sheet, 2, `but ${text}`, 6)),
  ];
}
