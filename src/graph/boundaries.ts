import { byKeys } from '../base/order.ts';
import type { Boundary } from '../model/entity.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { GraphStream } from './input.ts';
import { sortedFacts } from './named.ts';

/** A boundary that only the ledger names is one where something of it is missing; read whole, it was no more than where a question was put. */
export function boundariesOf(input: Pick<GraphStream, 'boundaries' | 'names' | 'coverage'>): readonly Boundary[] {
  const byId = new Map<BoundaryId, Boundary>();
  for (const { boundary: id, status } of input.coverage) if (status !== 'complete') byId.set(id, { id, kind: 'unknown', name: null });
  for (const each of sortedFacts(input.boundaries)) {
    const known = byId.get(each.value.id);
    byId.set(each.value.id, known === undefined || known.kind === 'unknown' ? each.value : joined(known, each.value));
  }
  const names = new Map((input.names ?? []).toSorted(byKeys((each) => each.name)).map((each) => [each.boundary, each.name] as const));
  return [...byId.values()].map((each) => ({ ...each, name: each.name ?? names.get(each.id) ?? null })).sort(byKeys((each) => each.id));
}

/** The first that told of it stands, with the name and the logs that others tell. */
function joined(known: Boundary, told: Boundary): Boundary {
  const both = { ...known, name: known.name ?? told.name };
  if (known.logs === undefined && told.logs === undefined) return both;
  const logs = new Map([...(told.logs ?? []), ...(known.logs ?? [])].map((each) => [each.id, each] as const));
  return { ...both, logs: [...logs.values()].sort(byKeys((each) => each.id)) };
}
