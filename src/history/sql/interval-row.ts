import type { EndHow, RecordKind } from '../../model/history.ts';
import type { Row, RowChange } from '../engine.ts';
import type { Findable } from './found.ts';
import type { IntervalColumn, SqlRow, SqlValue } from './session.ts';
import { columnNames, type IntervalTable } from './tables.ts';
import { sortable, storable, unsorted, unstored } from './text.ts';

/** A kind in a boundary, as rows refer to it. */
export interface Section {
  readonly id: number;
  readonly kind: string;
  readonly boundary: string;
}

/** The columns of an interval, in the order in which {@link stored} gives and {@link rowOf} takes them. */
export const intervalColumns = columnNames('intervals') as readonly IntervalColumn[];

/** The column of each member that may change. */
export const changeColumns = {
  tellers: 'tellers',
  incarnation: 'incarnation',
  notBefore: 'not_before',
  firstRun: 'first_run',
  firstAt: 'first_at',
  evidence: 'evidence',
  seenRun: 'seen_run',
  seenAt: 'seen_at',
  missingRun: 'missing_run',
  missingAt: 'missing_at',
  wants: 'wants',
  how: 'how',
  endAfter: 'end_after',
  endBefore: 'end_before',
  endRun: 'end_run',
  renamedTo: 'renamed_to',
  previous: 'previous',
} as const satisfies { readonly [Member in Exclude<keyof RowChange, 'id'>]-?: IntervalColumn };

export function stored(row: Row, section: number): SqlRow {
  return [
    row.id,
    section,
    sortable(row.key),
    storable(row.family),
    storable(row.value),
    form(row.incarnation),
    row.tellers,
    storable(row.dependsOn),
    storable(row.names),
    storable(row.evidence),
    row.notBefore,
    row.firstRun,
    row.firstAt,
    row.seenRun,
    row.seenAt,
    row.missingRun,
    row.missingAt,
    form(row.wants),
    row.how,
    row.endAfter,
    row.endBefore,
    row.endRun,
    form(row.renamedTo),
    row.previous,
  ];
}

export function rowOf(list: SqlRow, { kind, boundary }: Section): Row {
  return {
    id: list[0] as number,
    kind: kind as RecordKind,
    boundary,
    key: unsorted(list[2] as string),
    family: unstored(list[3] as string),
    value: unstored(list[4] as string),
    incarnation: text(list[5]),
    tellers: list[6] as number,
    dependsOn: unstored(list[7] as string),
    names: unstored(list[8] as string),
    evidence: unstored(list[9] as string),
    notBefore: list[10] as number | null,
    firstRun: list[11] as number,
    firstAt: list[12] as number,
    seenRun: list[13] as number,
    seenAt: list[14] as number,
    missingRun: list[15] as number | null,
    missingAt: list[16] as number | null,
    wants: text(list[17]),
    how: list[18] as EndHow | null,
    endAfter: list[19] as number | null,
    endBefore: list[20] as number | null,
    endRun: list[21] as number | null,
    renamedTo: text(list[22]),
    previous: list[23] as number | null,
  };
}

/** What it is found by. */
export function findable(row: Pick<IntervalTable, 'key' | 'incarnation' | 'names'>): Findable {
  return { key: unsorted(row.key), incarnation: text(row.incarnation), names: unstored(row.names) };
}

/** A value of a member that may change, as it is stored. */
export function form(value: string | number | null): SqlValue {
  return typeof value === 'string' ? storable(value) : value;
}

function text(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? unstored(value) : null;
}
