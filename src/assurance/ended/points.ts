import { byCodeUnit } from '../../base/order.ts';
import type { Holding } from '../../model/access.ts';
import type { EndHow } from '../../model/history.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Verification } from '../../model/verification.ts';
import { msOf, msOrNull, STALE_MS } from './moments.ts';
import type { Margins } from './moments.ts';

/** All that tells of one access, in any order. Events are successful entries of provider logs about this very access. */
export interface Told {
  readonly holdings: readonly Holding[];
  readonly granted: readonly LifeCycleEvent[];
  readonly revoked: readonly LifeCycleEvent[];
  readonly probes: readonly Verification[];
  /** For how long reads may go on showing it when it is gone. */
  readonly delayMs: number;
  /** When the reading of a run began that was going on at a moment; `undefined`: not told, or it was not. */
  readonly readFrom: (run: string, at: number) => number | undefined;
  /** When the first reading after that of a run began; `undefined`: none is told. */
  readonly readAfter: (run: string) => number | undefined;
}

/** It was there. */
export interface Sight {
  readonly type: 'there';
  /** When it was asked or happened, as told. */
  readonly at: number;
  /** It ended later than this, clocks' uncertainty and the delay that what tells it declares counted in. */
  readonly known: number;
  /** The same with the longest time counted in that any provider may still show what is gone. */
  readonly sure: number;
  readonly by: { readonly holding: Holding } | { readonly event: LifeCycleEvent } | { readonly probe: Verification };
}

/** A read proved that it was gone, or, `before` a holding, that it was not there yet. */
export interface Proof {
  readonly type: 'proof';
  readonly at: number;
  /** `null`: nothing of a holding ended; what is there by a log only did. `lackedFrom`: when the first read began that it may rest on; `null`: not told. */
  readonly end: { readonly how: EndHow; readonly after: number; readonly run: string; readonly lackedFrom: number | null } | null;
}

/** A provider's log recorded its end. */
export interface Recorded {
  readonly type: 'record';
  readonly at: number;
  readonly event: LifeCycleEvent;
  /** It took away this access, which was there until then. Otherwise it took away what the access hung on: the access may have been gone before. */
  readonly own: boolean;
}

/** A probe did not find it. */
export interface NotFound {
  readonly type: 'not-found';
  readonly at: number;
  readonly probe: Verification;
}

export type Point = Sight | Proof | Recorded | NotFound;

/** What ends nothing: it is there under another name, or was only told otherwise. */
const noEnds: ReadonlySet<EndHow> = new Set<EndHow>(['restated', 'cleared']);

/** Everything that is known of one access up to `now`, in the order of time. Of one moment: what was proved gone goes first, a new grant after an end. */
export function pointsOf(told: Told, now: number, margins: Margins): readonly Point[] {
  const points: Point[] = [];
  for (const holding of told.holdings) points.push(...pointsOfHolding(holding, told, margins));
  for (const event of told.granted) {
    const at = msOf(event.at);
    points.push({ type: 'there', at, known: at - margins.record, sure: at - margins.record, by: { event } });
  }
  const isAccount = told.holdings.some(({ access }) => access.kind === 'account');
  for (const event of told.revoked) {
    const own = event.type !== 'environment-deleted' && (isAccount || event.type !== 'account-deleted');
    points.push({ type: 'record', at: msOf(event.at), event, own });
  }
  for (const probe of told.probes) {
    if (probe.says === 'absent') points.push({ type: 'not-found', at: msOf(probe.receivedAt), probe });
    if (probe.says !== 'present') continue;
    const at = msOf(probe.sentAt);
    const sure = at - margins.clock - probe.spacedByMs;
    points.push({ type: 'there', at, known: sure, sure, by: { probe } });
  }
  // what was proved is as of the report already: its moment is widened beyond it by the clocks' uncertainty
  return points
    .filter((each) => each.type === 'proof' || each.at <= now)
    .sort((a, b) => a.at - b.at || rank(a) - rank(b) || byCodeUnit(nameOf(a), nameOf(b)));
}

function pointsOfHolding(holding: Holding, { holdings: all, delayMs, readFrom, readAfter }: Told, { clock }: Margins): readonly Point[] {
  const { end } = holding;
  const first = msOf(holding.firstSeen);
  const last = Math.max(first, msOf(holding.lastSeen));
  const ends = end !== null && !noEnds.has(end.how);
  const after = end === null || !ends ? null : msOf(end.after);
  // a read may be told by its end: what it showed may have gone since it asked
  const sight = (seen: number, run: string): Sight => {
    const asked = Math.min(seen, readFrom(run, seen) ?? seen) - clock;
    // an end that reads proved has the provider's delay counted in
    const known = after === null ? asked - delayMs : Math.min(asked, after);
    const sure = after === null ? asked - Math.max(delayMs, STALE_MS) : known;
    return { type: 'there', at: seen, known, sure, by: { holding } };
  };
  const points: Point[] = [sight(first, holding.runs.first), sight(last, holding.runs.last)];
  const notBefore = msOrNull(holding.notBefore);
  if (notBefore !== null && !all.some((each) => each !== holding && (goesOn(each, notBefore) || isFollowed(each, notBefore))))
    points.push({ type: 'proof', at: notBefore, end: null });
  if (end !== null && after !== null && !all.some((each) => each !== holding && goesOn(each, msOf(end.before))))
    points.push({
      type: 'proof',
      at: msOf(end.before),
      end: { how: end.how, after, run: end.run, lackedFrom: readAfter(holding.runs.last) ?? null },
    });
  return points;
}

/** Whether a holding was there before a moment and is not over then: two facts may tell one access. */
function goesOn({ firstSeen, end }: Holding, at: number): boolean {
  return msOf(firstSeen) < at && (end === null || noEnds.has(end.how) || msOf(end.before) > at);
}

/** Whether it is only by another one's having been under its name that what followed was not there at a moment: what logs tell by the name may be of that one. */
function isFollowed({ end }: Holding, at: number): boolean {
  return end?.how === 're-created' && msOf(end.after) === at;
}

function rank(point: Point): number {
  switch (point.type) {
    case 'proof':
      return point.end === null ? 0 : 1;
    case 'there':
      return 'holding' in point.by ? 2 : 'probe' in point.by ? 3 : 5;
    case 'record':
      return 4;
    case 'not-found':
      return 6;
  }
}

function nameOf(point: Point): string {
  switch (point.type) {
    case 'proof':
      return point.end?.run ?? '';
    case 'record':
      return JSON.stringify([point.event.source, point.event.id]);
    case 'not-found':
      return point.probe.id;
    case 'there':
      return 'event' in point.by
        ? JSON.stringify([point.by.event.source, point.by.event.id])
        : 'probe' in point.by
          ? point.by.probe.id
          : point.by.holding.runs.last;
  }
}
