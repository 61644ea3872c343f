import { byCodeUnit } from '../../base/order.ts';
import { replay } from '../../collect/replay.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { Instant } from '../../base/instant.ts';
import type { Backlog, BacklogItem } from '../../model/backlog.ts';
import type { EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import { comparePaths, type ComparedReach } from '../../paths/compare.ts';
import type { PathEnd } from '../../paths/query.ts';
import { connectorsOf, viewOfReplay, type ViewSettings } from '../analyze.ts';
import { RunError } from '../errors.ts';
import { leavingOf } from '../what-if/left-out.ts';
import { missingIn } from '../what-if/missing.ts';
import { resolveNames } from '../what-if/names.ts';
import { idOf } from './group.ts';

export interface BreaksInput {
  readonly capture: CaptureReader;
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly asOf: Instant;
  readonly settings: ViewSettings;
  /** Of how many items, the first first. */
  readonly items: number;
  /** What an item's ways lead to, where they do not lead to tier 0. */
  readonly leadsTo: (item: BacklogItem) => PathEnd | null;
  /** Called before each. */
  readonly onItem?: (at: number, of: number) => void;
}

/**
 * Says of the first items what would stop working and what would not be helped by them, by taking away what each names. The capture is read once and resolved
 * once as it is, and once for each item. Items that take nothing away, or whose thing cannot be taken away by itself, stay as they are or say so.
 */
export async function withBreaks(backlog: Backlog, input: BreaksInput): Promise<Backlog> {
  const asked = backlog.items.filter(isAsked).slice(0, Math.max(0, input.items));
  if (asked.length === 0) return backlog;
  const { capture, connectors, asOf, settings } = input;
  const replayed = await replay(capture, connectors);
  const used = connectorsOf(capture, connectors);
  const before = viewOfReplay(replayed, used, asOf, settings);
  const names = { view: before, facts: replayed.facts, connectors: used, findings: () => [] };
  const answers = new Map<string, BacklogItem['breaks']>();
  for (const [at, item] of asked.entries()) {
    input.onItem?.(at + 1, asked.length);
    const lastUse = item.breaks?.lastUse ?? null;
    const query = { to: item.tierZero ? ('tier0' as const) : input.leadsTo(item) };
    if (query.to === null) continue;
    try {
      const leaving = leavingOf(names, [item.rootCause.id], resolveNames(names, [item.rootCause.id]));
      const after = viewOfReplay(replayed, used, asOf, settings, leaving.leftOut);
      const comparison = comparePaths(before, after, { to: query.to }, missingIn(after));
      const subjects = new Set(item.findings.map(({ subject }) => subject));
      answers.set(item.id, { ...changesOf(comparison.reaches, subjects, before), lastUse });
    } catch (error) {
      // a thing that has no name of its own among what could be taken away: that is said, and nothing is said of what would break
      if (!(error instanceof RunError) || (error.code !== 'unknown-name' && error.code !== 'ambiguous-name' && error.code !== 'no-removal'))
        throw error;
      answers.set(item.id, { loses: [], keeps: [`could not be worked out: ${error.message}`], lastUse });
    }
  }
  const items = backlog.items.map((item) => (answers.has(item.id) ? { ...item, breaks: answers.get(item.id) ?? null } : item));
  return { ...backlog, items };
}

/** Whether something is taken away by it. */
function isAsked({ id, state, findings, rootCause }: BacklogItem): boolean {
  return findings.length > 0 && (state === 'open' || state === 'returned') && id === idOf({ fix: 'change', cause: rootCause });
}

type Outcomes = readonly ComparedReach[];

function changesOf(
  reaches: Outcomes,
  subjects: ReadonlySet<EntityId>,
  view: View,
): Pick<NonNullable<BacklogItem['breaks']>, 'loses' | 'keeps'> {
  const name = (id: EntityId): string => view.identity(id)?.name ?? id;
  const loses: string[] = [];
  const keeps: string[] = [];
  for (const { identity, capability, scope, outcome, after, missing } of reaches) {
    const what = `${capability} on ${scope}`;
    if (outcome === 'gone') loses.push(`${name(identity)} loses ${what}`);
    else if (outcome === 'lowered') loses.push(`${name(identity)} keeps ${what}, and it leads to tier 0 no more`);
    else if (outcome === 'weaker') loses.push(`${name(identity)} holds ${what} in a weaker way`);
    else if (outcome === 'undetermined') {
      const unread = [...new Set(missing.map(({ surface, boundary }) => `${surface} in ${boundary}`))].sort(byCodeUnit);
      keeps.push(
        `${name(identity)} may keep ${what}: not read: ${unread.slice(0, 3).join(', ')}${unread.length > 3 ? ` and ${unread.length - 3} more` : ''}`,
      );
    } else if (subjects.has(identity) && outcome === 'unchanged') {
      keeps.push(`${name(identity)} keeps ${what}${after === null ? '' : `, by ${after.via.text}`}`);
    } else if (outcome === 'new' || outcome === 'stronger' || outcome === 'raised')
      keeps.push(`${name(identity)} would gain ${what}: what goes denied it`);
  }
  const sorted = (all: readonly string[]): readonly string[] => [...new Set(all)].sort(byCodeUnit);
  return { loses: sorted(loses), keeps: sorted(keeps) };
}
