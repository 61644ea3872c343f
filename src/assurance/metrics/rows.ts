import { groupBy } from '../../base/group.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Ending } from '../../model/ending.ts';
import { metricGroups, type MetricGroup, type MetricRow, type Share } from '../../model/metrics.ts';
import { msOf } from '../ended/moments.ts';
import { debtOf } from './debt.ts';
import type { Late } from './late.ts';
import { percentilesOf } from './percentiles.ts';

/** By what an access is counted. */
export type Counted = Pick<Ending, 'boundary' | 'tierZero' | 'nature' | 'owner' | 'controlOwner'>;

/** An ending with when it was late. */
export interface Told {
  readonly ending: Ending;
  readonly late: Late;
}

/** Stands for those of whom nobody, or nothing, is on record. */
const NONE = '(none)';

/** `all` first, then by group and name. `present`: those that are there, are told by no ending, and that nothing on record ever allowed. */
export function rowsOf(told: readonly Told[], present: readonly Counted[], now: number): readonly MetricRow[] {
  return metricGroups.flatMap((by) => {
    const endings = groupBy(told, ({ ending }) => groupOf(by, ending));
    const others = groupBy(present, (each) => groupOf(by, each));
    const names = by === 'all' ? ['all'] : [...new Set([...endings.keys(), ...others.keys()])].sort(byCodeUnit);
    return names.map((of) => rowOf(by, of, endings.get(of) ?? [], others.get(of)?.length ?? 0, now));
  });
}

function groupOf(by: MetricGroup, of: Counted): string {
  switch (by) {
    case 'all':
      return 'all';
    case 'system':
      return of.boundary.split(':', 1)[0] ?? of.boundary;
    case 'tier':
      return of.tierZero ? 'tier 0' : 'other';
    case 'nature':
      return of.nature;
    case 'owner':
      return of.owner ?? NONE;
    case 'control-owner':
      return of.controlOwner ?? NONE;
  }
}

function rowOf(by: MetricGroup, of: string, told: readonly Told[], present: number, now: number): MetricRow {
  const endings = told.map(({ ending }) => ending);
  const lag = percentilesOf(endings.flatMap((each) => (each.lag !== null && isOver(each, each.trigger?.at, now) ? [each.lag] : [])));
  const late = endings.filter((each) => isOver(each, each.due, now));
  const ended = endings.filter((each) => each.ended !== null);
  return {
    by,
    of,
    endings: countsOf(endings),
    ...debtOf(told),
    lag,
    lateness: percentilesOf(late.flatMap(({ lateness }) => lateness ?? [])),
    atOnce: shareOf(late, ({ tests }) => tests.revokedAtOnce === 'yes'),
    automatic: shareOf(ended, ({ endedBy }) => endedBy !== null && endedBy.by !== 'person' && endedBy.by !== 'unknown'),
    levels: [0, 1, 2, 3].map((level) => endings.filter((each) => each.level === level).length) as [number, number, number, number],
    neverAuthorised: endings.filter((each) => each.authorised === 'never' && each.ended === null).length + present,
  };
}

/** Whether it had to be gone by now, or is gone: of what may still be there nothing has come to anything. */
function isOver({ ended }: Ending, moment: string | null | undefined, now: number): boolean {
  return moment !== null && moment !== undefined && (ended !== null || msOf(moment) <= now);
}

function countsOf(endings: readonly Ending[]): MetricRow['endings'] {
  const counts = { ended: 0, open: 0, undetermined: 0, notDue: 0 };
  for (const { outcome } of endings) {
    switch (outcome) {
      case 'ended':
      case 'lingering':
        counts.ended++;
        break;
      case 'overdue':
      case 'contradicted':
      case 'reappeared':
        counts.open++;
        break;
      case 'undetermined':
        counts.undetermined++;
        break;
      case 'not-due':
        counts.notDue++;
        break;
      default:
        outcome satisfies never;
    }
  }
  return counts;
}

/** What is not known to be so does not count as so, and is one of those asked about all the same. */
function shareOf(endings: readonly Ending[], isSo: (ending: Ending) => boolean): Share {
  return { count: endings.filter(isSo).length, of: endings.length };
}
