import { DAY_MS, instantOf } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { byCodeUnit } from '../base/order.ts';
import type { RequestCase } from '../model/authorisation.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { recordsLack } from './records.ts';

/**
 * Why the silence of logs does not show that nothing came of a request in this time: nobody is known to be its subject, its place is none that was
 * read, or the provider's log of a boundary in which it may have been given, or the records of its own source, do not cover it. Empty: nothing came of it.
 */
export function logLack(view: View, request: RequestCase, from: Instant, to: Instant): readonly Gap[] {
  const { source, sourceKind, subjects } = request;
  const home = view.boundaries[0]?.id ?? source;
  const gap = (detail: string): Gap => ({ boundary: home, surface: `life-cycle:${sourceKind}`, cause: 'unsupported', detail });
  if (!subjects.some((each) => view.identity(each) !== undefined)) return [gap(`${request.id}: whose it is is not known`)];
  const places = placesOf(view, request);
  if (places === undefined) return [gap(`${request.id}: what it was asked for lies in no boundary that was read`)];
  const latest = instantOf(view.now - DAY_MS);
  const until = to > latest ? latest : to;
  const lacks = places.flatMap((boundary) =>
    recordsLack(view, { kinds: ['provider-log'], boundary, from, to: until < from ? from : until }),
  );
  if (lacks.length > 0 || sourceKind === 'provider-log') return lacks;
  return recordsLack(view, { kinds: [sourceKind], boundary: places[0] ?? home, from, to: until < from ? from : until });
}

/** Where what was asked for may have been given: everywhere, where it names no place; `undefined`: it names one that was not read. */
function placesOf({ boundaries, scopes }: View, { asked }: RequestCase): readonly BoundaryId[] | undefined {
  const found = new Set<BoundaryId>();
  for (const { scope } of asked.length === 0 ? [{ scope: null }] : asked) {
    const here = boundaries.filter(({ id }) => scope === null || scope === id || scopes.contains(scope, id) || scopes.contains(id, scope));
    if (here.length === 0) return undefined;
    for (const { id } of here) found.add(id);
  }
  return [...found].sort(byCodeUnit);
}
