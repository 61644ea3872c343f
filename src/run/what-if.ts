import type { Instant } from '../base/instant.ts';
import { byCodeUnit } from '../base/order.ts';
import { replay } from '../collect/replay.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { SetRule } from '../judge/judge.ts';
import type { Finding } from '../model/finding.ts';
import type { EntityId } from '../model/ids.ts';
import type { Entry, View } from '../model/view.ts';
import { comparePaths, type Comparison } from '../paths/compare.ts';
import type { PathQuery } from '../paths/query.ts';
import { connectorsOf, viewOfReplay, type ViewSettings } from './analyze.ts';
import { RunError } from './errors.ts';
import { findingChanges, type FindingChanges } from './what-if/findings.ts';
import { leavingOf, type Removed } from './what-if/left-out.ts';
import { missingIn } from './what-if/missing.ts';
import { resolveNames } from './what-if/names.ts';

export type { FindingChanges } from './what-if/findings.ts';
export type { Removed } from './what-if/left-out.ts';

export interface WhatIfInput {
  readonly capture: CaptureReader;
  /** Cores of every connector the capture holds pages of. */
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly asOf: Instant;
  readonly settings: ViewSettings;
  /** What is taken away, all of it together. */
  readonly without: readonly string[];
  readonly query: PathQuery;
  /** The findings of the analysis whose fingerprint begins so: they count as names. */
  readonly findings: (fingerprint: string) => readonly Finding[];
  /** Judges again with these, on both sides. Left out: findings are not compared. */
  readonly rules?: readonly SetRule[];
}

/** How an identity could be entered, and how it still can. */
export interface EntryChange {
  readonly identity: EntityId;
  readonly before: Entry;
  readonly after: Entry;
  /** It reaches some of what was asked for, after the removal as well. */
  readonly reaches: boolean;
}

export interface WhatIf {
  readonly asOf: Instant;
  readonly query: PathQuery;
  readonly removed: readonly Removed[];
  /** Grants and links that are there on one side only, by key. */
  readonly elements: { readonly gone: Counts; readonly appearing: Counts };
  readonly comparison: Comparison;
  readonly entries: readonly EntryChange[];
  readonly findings: FindingChanges | null;
  /** The two sides, for names. */
  readonly before: View;
  readonly after: View;
}

export interface Counts {
  readonly grants: number;
  readonly links: number;
}

/**
 * What taking something away would really take away. The capture is read again, resolved once as it is and once without the facts that go,
 * and each side has a graph of its own: so what denied or limited before and goes too is not counted any more. Offline; changes nothing.
 * Throws {@link RunError} where a name is not known, or that of several things.
 */
export async function whatIf(input: WhatIfInput): Promise<WhatIf> {
  const { capture, connectors, asOf, settings, query, rules } = input;
  const replayed = await replay(capture, connectors);
  const used = connectorsOf(capture, connectors);
  const before = viewOfReplay(replayed, used, asOf, settings);
  if (query.from !== undefined && before.identity(query.from) === undefined) {
    throw new RunError('unknown-name', `cannot look for paths from ${query.from}: nothing read speaks of it`, {
      hint: 'name an identity by its id, in AWS its ARN',
    });
  }
  const names = { view: before, facts: replayed.facts, connectors: used, findings: input.findings };
  const leaving = leavingOf(names, input.without, resolveNames(names, input.without));
  const after = viewOfReplay(replayed, used, asOf, settings, leaving.leftOut);
  const comparison = comparePaths(before, after, query, missingIn(after));
  return {
    asOf: before.asOf,
    query,
    removed: leaving.removed,
    elements: elementsOf(before, after),
    comparison,
    entries: entriesOf(before, after, leaving.entered, comparison),
    findings: rules === undefined ? null : findingChanges(before, after, rules),
    before,
    after,
  };
}

function elementsOf(before: View, after: View): WhatIf['elements'] {
  const grants = apart(before.grants(), after.grants());
  const links = apart(before.links(), after.links());
  return { gone: { grants: grants.first, links: links.first }, appearing: { grants: grants.second, links: links.second } };
}

/** How many stand in the one list only, and in the other. Keys are unique in each. */
function apart(
  one: Iterable<{ readonly key: string }>,
  two: Iterable<{ readonly key: string }>,
): { readonly first: number; readonly second: number } {
  const rest = new Set<string>();
  for (const { key } of two) rest.add(key);
  let first = 0;
  for (const { key } of one) if (!rest.delete(key)) first++;
  return { first, second: rest.size };
}

function entriesOf(before: View, after: View, entered: ReadonlySet<EntityId>, { reaches }: Comparison): readonly EntryChange[] {
  const holding = new Set(reaches.flatMap((each) => (each.after === null ? [] : [each.identity])));
  const changes: EntryChange[] = [];
  for (const identity of [...entered].sort(byCodeUnit)) {
    if (before.identity(identity) === undefined || after.identity(identity) === undefined) continue;
    const [one, two] = [before.entry(identity), after.entry(identity)];
    if (JSON.stringify(one) !== JSON.stringify(two)) changes.push({ identity, before: one, after: two, reaches: holding.has(identity) });
  }
  return changes;
}
