import { byCodeUnit } from '../../base/order.ts';
import type { Holding } from '../../model/access.ts';
import type { EndHow } from '../../model/history.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Verification } from '../../model/verification.ts';
import { msOf, msOrNull, STALE_MS } from './moments.ts';
import type { Margins } from './moments.ts';
import type { Reads } from './reads.ts';

/** All that tells of one access, in any order. Events are successful entries of provider logs about this very access. */
export interface Told {
  readonly holdings: readonly Holding[];
  /** Those of others that had the same by the same names: logs that tell names alone may be about any of them. */
  readonly namesakes: readonly Holding[];
  readonly granted: readonly LifeCycleEvent[];
  readonly revoked: readonly LifeCycleEvent[];
  readonly probes: readonly Verification[];
  /** For how long reads may go on showing it when it is gone. */
  readonly delayMs: number;
  readonly reads: Reads;
}

/** It was there. */
export interface Sight {
  readonly type: 'there';
  /** When it was asked or happened, as told. */
  readonly at: number;
  /** It was there at some moment not later than this, clocks' uncertainty counted in. */
  readonly latest: number;
  /** It ended later than this, clocks' uncertainty and the delay that what tells it declares counted in. */
  readonly known: number;
  /** The same with the longest time counted in that any provider may still show what is gone. */
  readonly sure: number;
  readonly by: { readonly holding: Holding } | { readonly event: LifeCycleEvent } | { readonly probe: Verification };
}

/** A read proved that it was gone, or, before a holding, that it was not there yet. */
export interface Proof {
  readonly type: 'proof';
  /** By which it has its place among the others: of an end the latest moment, of what had not begun the earliest. */
  readonly at: number;
  /** The latest moment at which it was gone, clocks' uncertainty counted in. */
  readonly before: number;
  /** `null`: nothing of a holding ended; what is there by a log only did. `lackedFrom`: when the first read can have begun that it may rest on; `null`: not told. */
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
    const sure = at - margins.record;
    points.push({ type: 'there', at, latest: at + margins.record, known: sure, sure, by: { event } });
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
    points.push({ type: 'there', at, latest: msOf(probe.receivedAt) + margins.clock, known: sure, sure, by: { probe } });
  }
  // what was proved is as of the report already: its moment is widened beyond it by the clocks' uncertainty
  return points
    .filter((each) => each.type === 'proof' || each.at <= now)
    .sort((a, b) => a.at - b.at || rank(a) - rank(b) || byCodeUnit(nameOf(a), nameOf(b)));
}

function pointsOfHolding(holding: Holding, { holdings: all, namesakes, delayMs, reads }: Told, { clock }: Margins): readonly Point[] {
  const { end, runs } = holding;
  const first = msOf(holding.firstSeen);
  const last = Math.max(first, msOf(holding.lastSeen));
  const ends = end !== null && !noEnds.has(end.how);
  const after = end === null || !ends ? null : msOf(end.after);
  // a read may be told by its end: what it showed may have gone since it asked
  const sight = (seen: number, run: string): Sight => {
    const asked = reads.earliest(run, seen) - clock;
    // an end that reads proved has the provider's delay counted in
    const known = after === null ? asked - delayMs : Math.min(asked, after);
    const sure = after === null ? asked - Math.max(delayMs, STALE_MS) : known;
    return { type: 'there', at: seen, latest: reads.latest(run, seen), known, sure, by: { holding } };
  };
  const points: Point[] = [sight(first, runs.first), sight(last, runs.last)];
  const notBefore = msOrNull(holding.notBefore);
  const isOfAnother = notBefore !== null && [...all, ...namesakes].some((each) => each !== holding && isFollowed(each, notBefore));
  if (notBefore !== null && !isOfAnother && !all.some((each) => each !== holding && goesOn(each, notBefore))) {
    // which of the reads before it lacked it is not told, and that moment is as early as it can have been
    const before = reads.before(runs.first) ?? reads.latest(runs.first, first);
    points.push({ type: 'proof', at: notBefore, before: Math.max(notBefore, before), end: null });
  }
  if (end !== null && after !== null && !all.some((each) => each !== holding && goesOn(each, msOf(end.before)))) {
    const before = msOf(end.before);
    points.push({
      type: 'proof',
      at: before,
      before,
      end: { how: end.how, after, run: end.run, lackedFrom: reads.after(runs.last) ?? null },
    });
  }
  return points;
}

/** Whether a holding was there before a moment and is not over then: two facts may tell one access. */
function goesOn({ firstSeen, end }: Holding, at: number): boolean {
  return msOf(firstSeen) < at && (end === null || noEnds.has(end.how) || msOf(end.before) > at);
}

/** Whether it is only by another one's having been under its name that what followed was not there at a moment: what logs tell by the name may be of that one. */
function isFollowed({ end }: Holding, at: number): boolean {
  return (end?.how === 're-created' || end?.how === 'changed') && msOf(end.after) === at;
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
