import { byKeys } from '../../base/order.ts';
import type { Instant } from '../../base/instant.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Interval, RunId } from '../../model/history.ts';

/** One fact's word on one access, in one contiguous time. */
export type HeldSpan = Holding;

/**
 * The times in which one record showed accesses, of its intervals in the order of time. An access goes on through a change of the record where
 * the new value has it too; where it has it no more, the access ended with the change. A value that could not be read (`null`) ends nothing: what
 * was there before it ended, if it did, at some time until the next one that could. `isOver`: whether a run was over by the moment. What it proved
 * to be gone is gone, even where the uncertainty of clocks reaches beyond the moment.
 */
export function spansOf(
  intervals: readonly Interval[],
  accessesOf: (interval: Interval) => readonly Access[] | null,
  asOf: Instant,
  isOver: (run: RunId) => boolean = () => false,
): readonly HeldSpan[] {
  const open = new Map<string, HeldSpan>();
  const done: HeldSpan[] = [];
  let before: Interval | undefined;
  for (const interval of intervals) {
    if (interval.first.at > asOf) break;
    const goesOn = before !== undefined && before.end !== null && !isAway(before.end.how);
    const told = accessesOf(interval);
    const held = new Map((told ?? []).map((access) => [access.id, access]));
    for (const [id, span] of open) {
      if (goesOn && (told === null || held.has(id))) continue;
      done.push(span);
      open.delete(id);
    }
    const end = endOf(interval, asOf, isOver);
    if (told === null) {
      for (const [id, span] of open)
        open.set(id, { ...span, end: end === null ? null : { ...end, after: span.end?.after ?? span.lastSeen } });
    }
    for (const [id, access] of held) {
      const known = open.get(id);
      open.set(id, {
        access,
        notBefore: known === undefined ? (goesOn ? (before?.end?.after ?? interval.notBefore) : interval.notBefore) : known.notBefore,
        firstSeen: known?.firstSeen ?? interval.first.at,
        lastSeen: interval.last.at > asOf ? asOf : interval.last.at,
        end,
        missing: end === null && interval.end === null ? interval.missing : null,
        runs: { first: known?.runs.first ?? interval.first.run, last: interval.last.run },
        evidence: interval.evidence.length > 0 ? interval.evidence : (known?.evidence ?? []),
      });
    }
    before = interval;
  }
  return [...done, ...open.values()];
}

/** What ended after the moment had not ended then. */
function endOf({ end }: Interval, asOf: Instant, isOver: (run: RunId) => boolean): Holding['end'] {
  return end === null || (end.before > asOf && !isOver(end.run))
    ? null
    : { how: end.how, after: end.after, before: end.before, run: end.run };
}

/** Whether the record was away after such an end, so that what comes next is another time. */
function isAway(how: string): boolean {
  return how === 'absent' || how === 're-created' || how === 'cleared';
}

/**
 * Holdings of one access, of all that records said of it: it is there as long as one of them shows it. It is gone when all that showed it are,
 * and then since the last of them. Where another one came under its name, what is first seen after it was last seen is of the other one,
 * which was not there while the first was.
 */
export function holdingsOf(spans: readonly HeldSpan[]): readonly Holding[] {
  const sorted = spans.toSorted(
    byKeys(
      ({ firstSeen }) => firstSeen,
      ({ lastSeen }) => lastSeen,
      ({ end }) => end?.before ?? '~',
      ({ runs }) => runs.first,
    ),
  );
  const holdings: HeldSpan[] = [];
  for (const span of sorted) {
    const last = holdings.at(-1);
    if (last !== undefined && isOfAnother(last, span)) {
      holdings[holdings.length - 1] = endedBy(last, span.firstSeen);
      holdings.push({ ...span, notBefore: span.notBefore ?? last.end?.after ?? null });
    } else if (last !== undefined && (last.end === null || span.firstSeen <= last.end.before))
      holdings[holdings.length - 1] = merged(last, span);
    else holdings.push(span);
  }
  return holdings;
}

function isOfAnother({ end, lastSeen }: HeldSpan, next: HeldSpan): boolean {
  return end?.how === 're-created' && next.firstSeen > lastSeen;
}

/** The very read that shows the other one is what ends the first, so it ended no later than that. */
function endedBy(span: HeldSpan, moment: Instant): HeldSpan {
  const { end } = span;
  return end === null || end.before <= moment ? span : { ...span, end: { ...end, before: moment } };
}

function merged(a: HeldSpan, b: HeldSpan): HeldSpan {
  const later = b.lastSeen >= a.lastSeen ? b : a;
  return {
    access: preferred(later.access, later === a ? b.access : a.access),
    notBefore: least(a.notBefore, b.notBefore),
    firstSeen: a.firstSeen <= b.firstSeen ? a.firstSeen : b.firstSeen,
    lastSeen: later.lastSeen,
    end: a.end === null || b.end === null ? null : b.end.before >= a.end.before ? b.end : a.end,
    missing: a.end === null && b.end === null && a.missing !== null && b.missing !== null ? later.missing : null,
    runs: { first: (a.firstSeen <= b.firstSeen ? a : b).runs.first, last: later.runs.last },
    evidence: later.evidence.length > 0 ? later.evidence : a.evidence,
  };
}

/**
 * As told last, with the names that either has. Whether and when the provider ends it is told by records that know: of two the one without an end, else
 * the later end.
 */
function preferred(last: Access, other: Access): Access {
  const objects = [...new Set([...last.objects, ...other.objects])];
  const knowing = last.endUntold === true ? other : other.endUntold === true || !isLonger(other.until, last.until) ? last : other;
  const { from, until, activated, endUntold } = knowing;
  const { endUntold: _, ...rest } = last;
  return { ...rest, objects, from, until, activated, ...(endUntold === undefined ? {} : { endUntold }) };
}

/** `null` = without an end. */
function isLonger(a: Instant | null, b: Instant | null): boolean {
  return b !== null && (a === null || a > b);
}

/** It was surely not there where every record says so: before the earliest of them. */
function least(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? null : a <= b ? a : b;
}
