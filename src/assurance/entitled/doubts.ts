import type { Instant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import type { Covered, EventSource } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Blocks } from './blocks.ts';
import { kindsFor } from './allowances.ts';
import type { Covering } from './covers.ts';
import { fold } from './fold.ts';
import { put } from './lists.ts';
import type { Matcher } from './match.ts';
import { allowing, tellsOf } from './sources.ts';
import type { Told } from './told.ts';

/** A time in which something happened; `from` `null`: nobody knows since when. */
export interface Within {
  readonly from: Instant | null;
  readonly to: Instant;
}

/** Why the records' silence does not show that nothing allowed an access then; in words, sorted. Empty: it does. */
export type Doubts = (access: Access, within: Within) => readonly string[];

const allows: readonly LifeCycleEventType[] = ['requested', 'approved', 'granted', 'renewed', 'reviewed'];

/** Rows that say the same of what somebody unknown is allowed, by the kinds of names they have for whom; none: they name nobody. */
interface Strange {
  readonly kinds: ReadonlySet<string>;
  readonly rows: Map<string, { readonly source: string; readonly covers: Covered }>;
}

/**
 * Silence shows something where a broker's, a ticket system's or a review's records cover the time whole, every broker and ticket system that
 * is known does, and no row is left that may be about it: an ambiguous one, and one about somebody unknown by a kind of name that this account
 * has none of, so that it would not have been found.
 */
export function doubtsOf(
  sources: readonly EventSource[],
  unmatched: ReadonlySet<Told>,
  blocks: Blocks,
  covering: Covering,
  matcher: Matcher,
): Doubts {
  const ambiguous = new Map<EntityId, LifeCycleEvent[]>();
  const strange = new Map<string, Strange>();
  for (const { event, match, happened } of unmatched) {
    if (!happened || !allows.includes(event.type)) continue;
    if (match?.state === 'ambiguous') {
      for (const account of new Set(match.candidates.flatMap((each) => matcher.accountsOf(each)))) put(ambiguous, account, event);
    } else keep(strange, event);
  }

  return function doubts(access, { from, to }) {
    const found = new Set<string>();
    if (from === null) found.add('when it began is not known');
    const since = from ?? to;
    const known = allowing(sources, access.boundary, ['broker', 'ticket', 'review']);
    if (!known.some(({ spans }) => tellsOf(spans, since, to))) {
      found.add('no records of a broker, a ticket system or a review cover when it began');
    }
    for (const { source, sourceKind } of known) {
      const spans = known.filter((each) => each.source === source && each.sourceKind === sourceKind).flatMap((each) => each.spans);
      if (sourceKind !== 'review' && !tellsOf(spans, since, to)) found.add(`records of ${source} do not cover when it began`);
    }
    for (const { id } of blocks.perhaps(access)) found.add(`${id} may be about it`);
    for (const event of ambiguous.get(access.subject) ?? []) {
      if (covering.covers(coveredBy(event), access) !== 'no') found.add(`${event.source} ${event.id} may be about this account`);
    }
    for (const { kinds, rows } of strange.values()) {
      if (kinds.size > 0 && matcher.hasKeyOf(access.subject, kinds)) continue;
      for (const { source, covers } of rows.values()) {
        if (covering.covers(covers, access) === 'no') continue;
        const names = [...kinds].sort(byCodeUnit).join(', ');
        found.add(
          kinds.size === 0
            ? `rows of ${source} name nobody`
            : `rows of ${source} name people by ${names}, which this account does not have`,
        );
      }
    }
    return [...found].sort(byCodeUnit);
  };
}

function keep(strange: Map<string, Strange>, event: LifeCycleEvent): void {
  const kinds = new Set(event.about.map(({ kind }) => fold(kind)));
  const key = [...kinds].sort(byCodeUnit).join('\n');
  const known = strange.get(key) ?? { kinds, rows: new Map<string, { readonly source: string; readonly covers: Covered }>() };
  strange.set(key, known);
  const covers = coveredBy(event);
  known.rows.set(JSON.stringify([event.source, covers]), { source: event.source, covers });
}

function coveredBy({ object, scope, what }: LifeCycleEvent): Covered {
  return { objects: object === null ? null : [object], scope, kinds: kindsFor(what) };
}
