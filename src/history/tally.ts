import type { Recorded } from '../model/history.ts';
import { sortOf, type Sort } from './looks.ts';
import type { KnownRecord } from './compose.ts';
import { isGone } from './rows.ts';
import type { Span } from './timeline.ts';

export type Tally = Omit<Recorded, 'run' | 'how'>;

export const nothing: Tally = { seen: 0, began: 0, returned: 0, changed: 0, unchanged: 0, missing: 0, ended: 0 };

/** What a run says, of the intervals as they now are; but of what began under a new name alone: see `countMoved`. */
export function tallyOf(
  placed: Iterable<{ readonly record: KnownRecord; readonly span: Span; readonly previous: number | null }>,
  { run, sort }: { readonly run: number; readonly sort: Sort },
): Tally {
  const tally: { -readonly [key in keyof Tally]: number } = { ...nothing };
  let former: { readonly record: KnownRecord; readonly span: Span } | null = null;
  for (const each of placed) {
    const { record, span, previous } = each;
    const before = former?.record === record ? former.span : null;
    former = each;
    if (sortOf(record.kind) !== sort) continue;
    const isSeen = runOf(record, span.first) === run || record.sights.slice(span.first, span.last + 1).some(({ look }) => look.run === run);
    if (isSeen) {
      tally.seen++;
      tally[seenAs(run, runOf(record, span.first) === run, span, before, previous)]++;
    }
    if (span.end?.look.run === run && span.end.how !== 'renamed' && runOf(record, span.last + 1) !== run) tally.ended++;
    if (span.end === null && span.missing?.runs.includes(run) === true) tally.missing++;
  }
  return tally;
}

function seenAs(
  run: number,
  isFirst: boolean,
  span: Span,
  before: Span | null,
  previous: number | null,
): 'began' | 'changed' | 'returned' | 'unchanged' {
  if (!isFirst) return span.returns.includes(run) ? 'returned' : 'unchanged';
  if (previous === null) return 'began';
  // Under another name, or another value.
  return before === null || !isGone(before.end?.how ?? null) ? 'changed' : 'returned';
}

function runOf({ sights }: KnownRecord, at: number): number | undefined {
  return sights[at]?.look.run;
}

/** With what was only told under a new name, which neither began nor ended, and with what was not told under it, which is gone. */
export function withMoved(tally: Tally, { moved, lost }: { readonly moved: number; readonly lost: number }): Tally {
  return { ...tally, began: tally.began - moved, changed: tally.changed + moved, ended: tally.ended + lost };
}
