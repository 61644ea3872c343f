import type { Instant } from '../../../base/instant.ts';
import type { Period } from '../../../model/pack.ts';
import type { CheckedAnchor } from './anchors.ts';
import type { ReadLog } from './log/read-log.ts';

/** What can be said of the times that entries tell, which are by the clock of whoever wrote them. */
export interface Clocks {
  /** When the first entry says that the log was begun; `null`: it cannot be read. */
  readonly begun: Instant | null;
  /** By how much an entry is older at most than one before it says, in milliseconds: clocks that ran back, or entries that were dated back. */
  readonly backwardsMs: number;
  /** By how much an entry under a named mark is younger at most than that mark, in milliseconds: it was dated ahead. */
  readonly aheadMs: number;
  /** The longest time between what an entry of the period says and the first named mark over it, in milliseconds; `null`: no named mark is over any. */
  readonly unmarkedMs: number | null;
}

export const noClocks: Clocks = { begun: null, backwardsMs: 0, aheadMs: 0, unmarkedMs: null };

export function clocksOf({ leaves }: ReadLog, period: Period | undefined, anchors: readonly CheckedAnchor[]): Clocks {
  const marks = anchors.filter(({ isNamed }) => isNamed).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const widest = marks.reduce((most, { anchor }) => Math.max(most, anchor.size), 0);
  let latest: Instant = '';
  let [backwardsMs, aheadMs] = [0, 0];
  let unmarkedMs: number | null = null;
  leaves.forEach((leaf, index) => {
    if (leaf === null) return;
    if (leaf.at >= latest) latest = leaf.at;
    else backwardsMs = Math.max(backwardsMs, Date.parse(latest) - Date.parse(leaf.at));
    const mark = index < widest ? marks.find(({ anchor }) => anchor.size > index) : undefined;
    if (mark === undefined) return;
    const ms = Date.parse(mark.at) - Date.parse(leaf.at);
    aheadMs = Math.max(aheadMs, -ms);
    if (period !== undefined && leaf.at >= period.from && leaf.at < period.to) unmarkedMs = Math.max(unmarkedMs ?? 0, ms);
  });
  return { begun: leaves[0]?.at ?? null, backwardsMs, aheadMs, unmarkedMs };
}
