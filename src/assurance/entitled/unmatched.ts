import { byKeys } from '../../base/order.ts';
import type { Unmatched } from '../../model/authorisation.ts';
import type { EventKey, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Covering } from './covers.ts';
import type { Bundle } from './groups.ts';
import { groupsIn } from './groups.ts';
import { isClaim, refOf } from './told.ts';
import type { Told } from './told.ts';

/** An entry, and what is said of it. */
export interface Row {
  readonly told: Told;
  readonly row: Unmatched;
}

/** Entries that mean nothing where nobody is named: they are about things, or about a place or a task. */
const needNobody: ReadonlySet<LifeCycleEventType> = new Set([
  'used',
  'consented',
  'policy-changed',
  'task-ended',
  'environment-deleted',
  'log-stopped',
  'log-started',
]);
/** Entries whose silence nobody would notice: what they take away is named, and is of nothing that was read. */
const takes: ReadonlySet<LifeCycleEventType> = new Set(['review-denied', 'revoked', 'credential-revoked', 'incident', 'signal']);

/**
 * Entries about somebody who can't be told, or about something that nobody read, each once: by source and id. Failed ones, mere use, and entries
 * whose request names the person elsewhere are not among them.
 */
export function unmatchedOf(told: readonly Told[], bundles: readonly Bundle[], covering: Covering): readonly Row[] {
  const placed = new Set(
    bundles
      .filter((each) => groupsIn(each).some(({ subjects }) => subjects.length > 0))
      .flatMap((each) => groupsIn(each).flatMap((group) => group.told)),
  );
  return told
    .filter(({ event }) => event.succeeded && event.type !== 'used')
    .flatMap((each): readonly Row[] => {
      const row = ofPerson(each, placed) ?? ofThing(each, covering);
      return row === null ? [] : [{ told: each, row }];
    })
    .sort(
      byKeys(
        ({ row }) => row.source,
        ({ row }) => row.event.id,
      ),
    );
}

function ofPerson(told: Told, placed: ReadonlySet<Told>): Unmatched | null {
  const { event, match, accounts } = told;
  if (accounts.length > 0) return null;
  const of = { source: event.source, event: refOf(event), keys: event.about };
  if (match?.state === 'ambiguous') return { ...of, why: 'ambiguous', candidates: match.candidates.slice(0, 10) };
  if (match?.state === 'unknown') return { ...of, why: 'unknown', candidates: [] };
  if (needNobody.has(event.type) || !isClaim(event) || placed.has(told)) return null;
  return { ...of, why: 'no-key', candidates: [] };
}

function ofThing({ event }: Told, covering: Covering): Unmatched | null {
  if (!isClaim(event)) return null;
  const of = (key: EventKey): Unmatched => ({ source: event.source, event: refOf(event), why: 'unknown', keys: [key], candidates: [] });
  if (event.type === 'environment-deleted') {
    return event.scope === null || covering.isPlace(event.scope) ? null : of({ kind: 'scope', value: event.scope });
  }
  if (!takes.has(event.type) || event.object === null || covering.isKnown(event.object)) return null;
  return of({ kind: 'object', value: event.object });
}
