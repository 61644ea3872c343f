import { parseInstant, type Instant } from '../../base/instant.ts';
import { groupBy } from '../../base/group.ts';
import { byKeys } from '../../base/order.ts';
import type { SurfaceRead } from '../../model/history.ts';
import type { BoundaryStanding, Period } from '../../model/pack.ts';
import type { PackInput } from './input.ts';

/** The time of the period that is over at the report's moment: of the rest nothing can have been read. */
export function timeOf({ report, options: { period } }: Pick<PackInput, 'report' | 'options'>): Period {
  const { asOf } = report.run;
  return { from: period.from, to: asOf < period.to && asOf > period.from ? asOf : period.to };
}

/** Every boundary that was read or is named, with the longest time in which each of its surfaces was not read whole. By id. */
export function boundariesOf(input: PackInput): readonly BoundaryStanding[] {
  const time = timeOf(input);
  // A part of a surface is told by a line of its own beside that of the whole.
  const reads = groupBy(
    input.reads.filter(({ surface }) => !surface.includes('#')),
    ({ boundary }) => boundary,
  );
  const lines = groupBy(
    input.report.coverage.filter(({ status }) => status !== 'excluded'),
    ({ boundary }) => boundary,
  );
  const names = new Map(input.boundaries.map(({ id, name }) => [id, name]));
  const ids = new Set([...reads.keys(), ...lines.keys(), ...names.keys()]);
  return [...ids].sort().map((id): BoundaryStanding => {
    const own = reads.get(id) ?? [];
    const read = own.filter((each) => isRead(each) && meets(each, time));
    const asked = own.filter(({ status }) => status !== 'excluded').map(({ surface }) => surface);
    const surfaces = new Set([...asked, ...(lines.get(id) ?? []).map(({ surface }) => surface)]);
    const moments = read.flatMap(({ from, to }) => [from, to].filter((each) => each !== null)).sort();
    return {
      id,
      name: names.get(id) ?? id,
      knownBy: own.some(isRead) ? 'read' : 'named',
      runs: new Set(read.map(({ run }) => run)).size,
      first: moments[0] ?? null,
      last: moments.at(-1) ?? null,
      unread: [...surfaces]
        .map((surface) => ({
          surface,
          ...longestUnread(
            own.filter((each) => each.surface === surface),
            time,
          ),
        }))
        .sort((a, b) => b.ms - a.ms || (a.surface < b.surface ? -1 : 1)),
    };
  });
}

function isRead({ status }: SurfaceRead): boolean {
  return status === 'complete' || status === 'partial';
}

function meets({ from, to }: Pick<SurfaceRead, 'from' | 'to'>, time: Period): boolean {
  return from !== null && to !== null && from < time.to && to >= time.from;
}

/** The longest stretch of a time that no complete read speaks for, the first of equal ones; from its beginning and up to its end. */
function longestUnread(reads: readonly SurfaceRead[], time: Period): Omit<BoundaryStanding['unread'][number], 'surface'> {
  const complete = reads
    .filter((each) => each.status === 'complete' && meets(each, time))
    .map(({ from, to }) => ({ from: from ?? time.from, to: to ?? time.to }))
    .sort(
      byKeys(
        ({ from }) => from,
        ({ to }) => to,
      ),
    );
  let longest = { from: time.from, to: time.from, ms: 0 };
  let at = time.from;
  const look = (to: Instant): void => {
    const ms = to > at ? between(at, to) : 0;
    if (ms > longest.ms) longest = { from: at, to, ms };
  };
  for (const { from, to } of complete) {
    look(from);
    if (to > at) at = to;
  }
  look(time.to);
  return { ...longest, completeReads: complete.length };
}

function between(from: Instant, to: Instant): number {
  return (parseInstant(to) ?? 0) - (parseInstant(from) ?? 0);
}
