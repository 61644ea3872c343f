import { byCodeUnit } from '../../base/order.ts';
import { counted } from '../../base/text/count.ts';
import type { Backlog, BacklogItem } from '../../model/backlog.ts';
import type { Resolved } from '../../model/history.ts';
import type { Report } from '../../model/report.ts';
import type { DueDays } from '../backlog-settings.ts';
import { carriedOver, resolvedByFingerprint } from './carried.ts';
import type { BacklogEstate } from './estate.ts';
import { groupsOf } from './group.ts';
import { itemOf } from './item.ts';
import { ranked } from './rank.ts';

export interface BacklogInput {
  readonly report: Report;
  readonly estate: BacklogEstate;
  readonly dueDays: DueDays;
  /** An earlier export; `null`: this is the first. */
  readonly before: Backlog | null;
  /** Findings that were shown to be resolved since; `null`: no history tells. */
  readonly resolved: readonly Resolved[] | null;
}

/**
 * What there is to do, from a report. Every finding, those that are excepted among them, is in exactly one item; every question that stayed open is behind
 * one at least. Pure: the same input in any order gives the same.
 */
export function backlogOf({ report, estate, dueDays, before, resolved }: BacklogInput): Backlog {
  const { asOf } = report.run;
  const earlier = new Map((before?.items ?? []).map((each) => [each.id, each]));
  const made = groupsOf(report, estate).map((group) =>
    itemOf(group, { asOf, estate, coverage: report.coverage, dueDays, before: earlier.get(group.id) }),
  );
  const now = new Map(made.map(({ item }) => [item.id, item]));
  const left =
    before === null
      ? []
      : carriedOver(before, {
          report,
          now,
          resolved: resolved === null ? null : resolvedByFingerprint(resolved),
          endingsOf: (source) => estate.endingsOf(source),
        });
  const items = ranked([...made, ...left.map((item) => ({ item, score: 0 }))]);
  return { schema: 1, asOf, items: apart(items, estate), caveats: caveatsOf(report, left) };
}

/** Titles that several items would have say where each is, and what cannot be told apart even then its id. */
function apart(items: readonly BacklogItem[], estate: BacklogEstate): readonly BacklogItem[] {
  const told = (all: readonly BacklogItem[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const { title } of all) counts.set(title, (counts.get(title) ?? 0) + 1);
    return counts;
  };
  const live = items.filter(({ state }) => state !== 'closed' && state !== 'unconfirmed');
  const first = told(live);
  const placed = items.map((item) =>
    (first.get(item.title) ?? 0) > 1 && item.boundary !== null
      ? { ...item, title: `${item.title} (${estate.boundaryName(item.boundary)})` }
      : item,
  );
  const second = told(placed.filter(({ state }) => state !== 'closed' && state !== 'unconfirmed'));
  return placed.map((item) => ((second.get(item.title) ?? 0) > 1 ? { ...item, title: `${item.title} (${item.id})` } : item));
}

function caveatsOf({ coverage, undetermined, history }: Report, left: readonly BacklogItem[]): readonly string[] {
  const missing = coverage.filter(({ status }) => status === 'unread' || status === 'partial');
  const boundaries = new Set(missing.map(({ boundary }) => boundary));
  const questions = undetermined.reduce((sum, each) => sum + each.questions, 0);
  const moved = left.filter(({ movedTo }) => movedTo.length > 0).map(({ id, movedTo }) => `${id} is told under ${movedTo.join(', ')} now`);
  return [
    ...(missing.length === 0
      ? []
      : [
          `the list may be too short: ${counted(missing.length, 'surface')} in ${counted(boundaries.size, 'boundary', 'boundaries')} not read to the end`,
        ]),
    ...(questions === 0 ? [] : [`${counted(questions, 'question')} of rules without an answer`]),
    ...(history === null ? ['no history was kept of the run: nothing is known of since when, and nothing can be closed'] : []),
    ...moved.sort(byCodeUnit),
  ];
}
