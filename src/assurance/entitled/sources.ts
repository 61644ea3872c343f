import { groupBy } from '../../base/group.ts';
import type { Instant } from '../../base/instant.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import { nameForm } from '../../graph/names.ts';
import type { EventSource } from '../../model/authorisation.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { EventSourceKind } from '../../model/life-cycle.ts';
import type { AssureInput } from '../input.ts';
import type { Told } from './told.ts';

type SourceSpan = EventSource['spans'][number];
type Row = Pick<EventSource, 'source' | 'sourceKind' | 'region' | 'boundary'>;

/**
 * One row for each source, region and boundary that told anything, or of which a span is known, by these. An event is counted where its source
 * has a row of its region: in that of its subject's boundary where there are several, else in one of no boundary in particular.
 */
export function sourcesOf(
  { view, spans, imports }: Pick<AssureInput, 'view' | 'spans' | 'imports'>,
  told: readonly Told[],
): readonly EventSource[] {
  const rows = new Map<string, { readonly row: Row; readonly spans: SourceSpan[]; events: number }>();
  const rowOf = (row: Row): { readonly spans: SourceSpan[]; events: number } => {
    const key = JSON.stringify([row.source, row.sourceKind, row.region, row.boundary]);
    const known = rows.get(key) ?? { row, spans: [], events: 0 };
    rows.set(key, known);
    return known;
  };
  for (const { boundary, span } of spans) {
    const { source, sourceKind, region, from, to, tells } = span;
    rowOf({ source, sourceKind, region, boundary }).spans.push({ from, to, tells });
  }
  for (const { system: source, sourceKind, covers } of imports) {
    const { spans: known } = rowOf({ source, sourceKind, region: null, boundary: null });
    if (covers !== null) known.push({ ...covers, tells: 'changes' });
  }
  const boundaries = groupBy(
    [...rows.values()].map(({ row }) => row),
    placeOf,
  );
  for (const { event } of told) {
    const { source, sourceKind, region, subject } = event;
    const known = boundaries.get(placeOf(event)) ?? [];
    const its = subject === null ? undefined : (view.identity(subject)?.boundary ?? nameForm(subject)?.boundary);
    const boundary = known.length === 1 ? (known[0]?.boundary ?? null) : (known.find((each) => each.boundary === its)?.boundary ?? null);
    rowOf({ source, sourceKind, region, boundary }).events += 1;
  }
  return [...rows.values()]
    .map(({ row, spans: of, events }): EventSource => ({ ...row, spans: joined(of), events }))
    .sort(
      byKeys(
        ({ source }) => source,
        ({ region }) => region ?? '',
        ({ boundary }) => boundary ?? '',
        ({ sourceKind }) => sourceKind,
      ),
    );
}

function placeOf({ source, sourceKind, region }: Pick<Row, 'source' | 'sourceKind' | 'region'>): string {
  return JSON.stringify([source, sourceKind, region]);
}

/** Of each sort apart; what touches is one. A span that ends before it begins is none. */
function joined(spans: readonly SourceSpan[]): readonly SourceSpan[] {
  const all: SourceSpan[] = [];
  for (const tells of ['changes', 'use'] as const) {
    const of = spans.filter((each) => each.tells === tells && each.from <= each.to);
    const apart: SourceSpan[] = [];
    for (const each of of.toSorted((a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to))) {
      const last = apart.at(-1);
      if (last === undefined || last.to < each.from) apart.push({ from: each.from, to: each.to, tells });
      else if (each.to > last.to) apart[apart.length - 1] = { ...last, to: each.to };
    }
    all.push(...apart);
  }
  return all.sort(
    byKeys(
      ({ from }) => from,
      ({ to }) => to,
      ({ tells }) => tells,
    ),
  );
}

/** Whether a source told whole of all this time. */
export function tellsOf(spans: readonly SourceSpan[], from: Instant, to: Instant): boolean {
  return joined(spans.map((each) => ({ ...each, tells: 'changes' as const }))).some((each) => each.from <= from && to <= each.to);
}

/** Who could have allowed something in a boundary: those whose silence is asked about. */
export function allowing(sources: readonly EventSource[], boundary: BoundaryId, kinds: readonly EventSourceKind[]): readonly EventSource[] {
  return sources.filter((each) => kinds.includes(each.sourceKind) && (each.boundary === null || each.boundary === boundary));
}
