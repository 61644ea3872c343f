import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { FactIndex } from '../../model/fact.ts';
import type { SurfaceCoverage } from '../../model/gap.ts';
import type { JournalEntry } from '../../model/history.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { LifeCycleEvent, LogSpan } from '../../model/life-cycle.ts';

/**
 * Events and spans that the logs among facts tell, as a store keeps them. Made one by one, as they are asked for. A log that is not read by region is one
 * of several questions: it was told of whole only where all of them were answered.
 */
export function* journalEntries(facts: FactIndex, coverage: readonly SurfaceCoverage[]): Generator<JournalEntry> {
  for (const { boundary, value } of facts.ofKind('life-cycle-event')) yield eventEntry(value, boundary);
  const complete = new Set(coverage.flatMap((line) => (line.status === 'complete' ? [`${line.surface} ${line.boundary}`] : [])));
  for (const kind of ['log-span', 'review-span'] as const) {
    for (const { boundary, surface, value } of facts.ofKind(kind)) {
      if (value.region !== null || complete.has(`${surface} ${boundary}`)) yield spanEntry(value, boundary);
    }
  }
}

/** `boundary`: whose log it is; `null`: of an import. Found by everybody and everything it names, in whatever case. */
export function eventEntry(event: LifeCycleEvent, boundary: BoundaryId | null): JournalEntry {
  const { source, id, at, subject, actor, object, scope, about, actedBy, correlation, ticket } = event;
  const names = [subject, actor, object, scope, correlation, ticket].filter((each) => each !== null);
  for (const { kind, value } of [...about, ...actedBy]) names.push(`${kind}:${value}`.toLowerCase());
  return {
    sort: 'event',
    key: [source, boundary ?? '', id].join('|'),
    boundary,
    at,
    names: [...new Set(names)].sort(byCodeUnit),
    value: event as unknown as Json,
  };
}

export function spanEntry(span: LogSpan, boundary: BoundaryId | null): JournalEntry {
  const { source, region, from, to, tells } = span;
  return {
    sort: 'span',
    key: [source, boundary ?? '', region ?? '', from, to, tells].join('|'),
    boundary,
    at: to,
    names: [source],
    value: span as unknown as Json,
  };
}
