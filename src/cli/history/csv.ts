import { stringify } from 'csv-stringify/sync';
import { textCell } from '../../base/text/csv-cell.ts';
import type { Interval } from '../../model/history.ts';
import type { Diff, DiffEntry } from '../../run/history/diff.ts';
import type { HistoryOf } from '../../run/history/of.ts';
import type { IntervalState } from '../../run/history/state.ts';

type Cell = string | number | null;

const intervalColumns = [
  ...['text', 'kind', 'boundary', 'key', 'family', 'incarnation', 'value'],
  ...['not_before', 'first_seen', 'first_run', 'last_seen', 'last_run', 'missing_since', 'wants'],
  ...['ended_how', 'ended_after', 'ended_before', 'ended_run', 'renamed_to', 'number', 'previous'],
];

/** An interval a row, in RFC 4180 with a byte order mark, as the reports are. */
export function* historyCsv({ entries }: HistoryOf): Iterable<string> {
  yield line(['part', 'state', 'as', ...intervalColumns], '\ufeff');
  for (const { part, state, as, text, interval } of entries) {
    yield line([part, stateWord(state), as === null ? null : textCell(as), textCell(text), ...intervalCells(interval)]);
  }
}

/** A difference a row, with the interval at the second moment, else at the first; then what cannot be compared. */
export function* diffCsv(diff: Diff): Iterable<string> {
  yield line(['difference', 'part', ...intervalColumns, 'renamed_from', 'surface', 'lacks', 'why', 'records'], '\ufeff');
  for (const name of ['began', 'appeared', 'returned', 'changed', 'ended', 'missing'] as const) {
    for (const entry of diff[name]) {
      const from = entry.renamed === null ? null : textCell(entry.renamed.from);
      yield line([name, entry.part, textCell(entry.text), ...entryCells(entry), from, null, null, null, null]);
    }
  }
  const empty = intervalColumns.map((column) => column === 'boundary');
  for (const { boundary, surface, lacks, why, records } of diff.notCompared) {
    const cells = empty.map((isBoundary) => (isBoundary ? textCell(boundary) : null));
    yield line(['not-compared', null, ...cells, null, surface, lacks, textCell(why), records]);
  }
}

function entryCells({ before, after }: DiffEntry): readonly Cell[] {
  const interval = after ?? before;
  return interval === null ? intervalColumns.slice(1).map(() => null) : intervalCells(interval);
}

function stateWord({ state }: IntervalState): string {
  return state;
}

function intervalCells(interval: Interval): readonly Cell[] {
  const { kind, boundary, key, family, incarnation, value, notBefore, first, last, missing, end, number, previous } = interval;
  return [
    ...[kind, boundary, key, family].map(textCell),
    incarnation === null ? null : textCell(incarnation),
    textCell(JSON.stringify(value)),
    ...[notBefore, first.at, first.run, last.at, last.run],
    ...[missing?.since ?? null, missing?.wants ?? null],
    ...[end?.how ?? null, end?.after ?? null, end?.before ?? null, end?.run ?? null],
    end === null || end.to === null ? null : textCell(end.to),
    ...[number, previous],
  ];
}

function line(cells: readonly Cell[], mark = ''): string {
  return mark + stringify([[...cells]], { record_delimiter: '\r\n', quoted_string: true });
}
