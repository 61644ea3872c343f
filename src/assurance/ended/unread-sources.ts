import { distinctGaps, grantSources } from '../../graph/ledger.ts';
import { connectorOf } from '../../graph/names.ts';
import type { Access } from '../../model/access.ts';
import type { Gap } from '../../model/gap.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import type { Asked } from './asked.ts';
import type { Gives } from './given.ts';

/**
 * What was not read of all that could give somebody a way: in the boundaries of these accounts and of the access, in those that hold what it gave, and in
 * every one that links lead to from there. Empty: there is no way that was not looked at.
 */
export function unreadSources(
  asked: Asked,
  access: Access,
  actors: readonly EntityId[],
  controlled: ReadonlySet<EntityId>,
  gives: readonly Gives[],
): readonly Gap[] {
  const { view, unread } = asked.input;
  const starts = [access.boundary, ...actors.flatMap((each) => view.identity(each)?.boundary ?? []), ...gives.flatMap(holderOf(view))];
  const gaps: Gap[] = [];
  for (const boundary of new Set(starts.flatMap((each) => [...asked.reachedFrom(each)]))) {
    const own = unread(boundary);
    gaps.push(...own.filter(({ subject }) => subject === undefined || controlled.has(subject)));
    gaps.push(...ledgerGaps(view, boundary, actors));
    if (!view.boundaries.some(({ id }) => id === boundary) && own.length === 0)
      gaps.push(untold(boundary, 'it is not among what was read'));
  }
  return distinctGaps(gaps);
}

/** What is missing of a boundary as a whole. */
export function untold(boundary: BoundaryId, detail: string): Gap {
  return { boundary, surface: `${connectorOf(boundary)}:boundary`, cause: 'unsupported', detail };
}

function holderOf(view: View): (gives: Gives) => readonly BoundaryId[] {
  return ({ capability, scope }) => {
    const holder = view.holderOf(capability, scope);
    if (typeof holder === 'string') return [holder];
    return view.boundaries.some(({ id }) => id === scope) ? [scope] : [];
  };
}

/** A kind that no surface of the boundary tells is no source that went unread. */
function ledgerGaps(view: View, boundary: BoundaryId, actors: readonly EntityId[]): readonly Gap[] {
  return grantSources
    .filter((kind) => view.coverageOf(kind, boundary).length > 0)
    .flatMap((kind) => actors.flatMap((actor) => view.gapsIn(kind, boundary, actor)));
}
