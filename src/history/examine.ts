import { identityEvents, unaccounted, unanswered } from './compose.ts';
import type { Row } from './engine.ts';
import { sortOf, type Looks } from './looks.ts';
import { groupKey, idsOf, isSameContent, ruleOf, type Sight } from './record.ts';
import { isGone, lastAt, stateOfSpan, type RowState } from './rows.ts';
import { beginning, ending, timeline, unproven, type Absence, type IdentityEvent, type Look, type Span } from './timeline.ts';

/** What a run in order says of a record cannot be told from its last interval alone: all is worked out anew. */
export class NotInOrder extends Error {}

/** What one run says of all, beside the record that is looked at. */
export interface RunContext {
  readonly run: number;
  readonly looks: Looks;
  /** Groups of which a record known before is seen. */
  readonly controls: ReadonlySet<string>;
  /** Identities of which this run tells, or that are gone, or of which nothing is known. */
  isAccountedFor(id: string): boolean;
  renamedTo(key: string, uid: string): string | null;
  eventsOn(id: string): readonly IdentityEvent[];
  /** The immutable ids as known now. */
  incarnationOf(dependsOn: string): string | null;
  isAnswered(finding: Row): boolean;
  /** Whether a run surely came after all those before it, by all clocks. */
  isClear(run: number): boolean;
}

/** A record that a run does not simply tell as it was: its last interval, and how it is told now. */
export interface Examined {
  /** `null`: it is new. */
  readonly row: Row | null;
  /** The last run that saw it. */
  readonly lastRun: number;
  /** Identities: the last run that saw it did not tell its immutable id. */
  readonly isUnnamed: boolean;
  /** `null`: this run does not tell it. */
  readonly now: Sight | null;
}

export interface Verdict {
  /** Of its last interval; `null`: it has none, or it is as it was. */
  readonly former: Omit<RowState, keyof Sight['content']> | null;
  /** The interval that begins. */
  readonly next: RowState | null;
  readonly says: 'began' | 'changed' | 'returned' | 'unchanged' | 'ended' | 'missing' | null;
  /** Of an identity, what it says to what depends on it. */
  readonly events: readonly IdentityEvent[];
}

export function examine(examined: Examined, context: RunContext): Verdict {
  const { row, lastRun, now } = examined;
  if (row === null) return began(now as Sight, null, context);
  if (!context.isClear(lastRun)) throw new NotInOrder();
  if (row.how !== null) return returned(row, examined, context);
  const last = sightOf(row, lastRun, context.looks);
  const first = sightOf(row, row.firstRun, context.looks);
  const sights = [...(row.firstRun === lastRun ? [] : [first]), last, ...(now === null ? [] : [now])];
  const spans = timeline<Sight>({
    sightings: sights,
    absences: (of) => (of === last ? absencesOf(row, last, now, context) : of === now ? formerAbsences(now, last.look.rank, context) : []),
    events: idsOf(row.dependsOn).flatMap((id) => context.eventsOn(id)),
    renamedTo: (uid, run) => (run === context.run ? context.renamedTo(row.key, uid) : null),
    same: (a, b) => isSameContent(a.content, b.content),
    isRestated: (a, b) => !isComparable(b, a.look.run, b.look.run, context.looks),
    ends: row.kind === 'finding' ? 'cleared' : 'absent',
  });
  const [span, next, more] = spans;
  if (span === undefined || more !== undefined) throw new NotInOrder();
  if (row.kind === 'identity' && row.incarnation === null && now !== null && now.uid !== null) throw new NotInOrder();
  // When it was last surely this one an earlier run tells.
  if (examined.isUnnamed && (span.end?.how === 're-created' || span.end?.how === 'renamed' || next !== undefined)) throw new NotInOrder();
  const seen = span.last === sights.length - 1 && now !== null ? now : last;
  return {
    former: {
      incarnation: row.kind === 'identity' ? span.uid : row.incarnation,
      tellers: seen.tellers,
      evidence: row.evidence,
      notBefore: row.notBefore,
      firstRun: row.firstRun,
      firstAt: row.firstAt,
      seenRun: seen.look.run,
      seenAt: lastAt(row.firstAt, seen),
      ...stateOfSpan(span),
    },
    next: next === undefined || now === null ? null : stateOfNext(now, next, context),
    says: saysOf(span, next, now, context.run),
    events: row.kind === 'identity' ? identityEvents(sights, spans).filter(({ look }) => look.run === context.run) : [],
  };
}

function saysOf(span: Span, next: Span | undefined, now: Sight | null, run: number): Verdict['says'] {
  if (next !== undefined) return span.end?.look.run === run ? 'changed' : 'returned';
  if (now !== null) return span.returns.includes(run) ? 'returned' : 'unchanged';
  if (span.end !== null) return 'ended';
  return span.missing?.runs.includes(run) === true ? 'missing' : null;
}

function began(now: Sight, last: Look | null, context: RunContext): Verdict {
  const [span] = timeline<Sight>({
    sightings: [now],
    ...(last === null ? {} : { seenUntil: ending(last) }),
    absences: () => formerAbsences(now, last?.rank ?? -1, context),
    events: [],
    renamedTo: () => null,
    same: () => true,
    isRestated: () => false,
    ends: 'absent',
  });
  return { former: null, next: stateOfNext(now, span as Span, context), says: last === null ? 'began' : 'returned', events: [] };
}

/** Seen again after its end. That end stands only if the read that told of it surely lies before. */
function returned(row: Row, { lastRun, isUnnamed, now }: Examined, context: RunContext): Verdict {
  if (now === null || row.endRun === null || row.endBefore === null) throw new NotInOrder();
  const { looks } = context;
  const end = looks.look(row.tellers, row.endRun);
  const isRecreated = row.how === 're-created' && row.endRun === now.look.run;
  if (!isRecreated && row.endBefore >= beginning(now.look) - Math.max(end.delay, now.look.delay)) throw new NotInOrder();
  const back = began(now, looks.look(row.tellers, lastRun), context);
  const verdict: Verdict = isGone(row.how) ? back : { ...back, says: 'changed' };
  const former = sightOf(row, lastRun, looks);
  if (row.kind !== 'identity' || now.uid === null || now.uid === row.incarnation) return verdict;
  // Which identity it was before that is for the intervals before it to tell.
  if (row.incarnation === null) throw new NotInOrder();
  if (isUnnamed) throw new NotInOrder();
  const after = row.endAfter ?? -Infinity;
  if (ending(former.look) >= beginning(now.look)) return verdict;
  return { ...verdict, events: [{ how: 're-created', look: now.look, named: former.look, after, to: null }] };
}

function stateOfNext(now: Sight, { notBefore, uid, missing, end }: Span, context: RunContext): RowState {
  return {
    ...now.content,
    incarnation: now.content.kind === 'identity' ? uid : context.incarnationOf(now.content.dependsOn),
    tellers: now.tellers,
    evidence: now.evidence ?? '[]',
    notBefore,
    firstRun: now.look.run,
    firstAt: now.look.to,
    seenRun: now.look.run,
    seenAt: now.look.to,
    ...stateOfSpan({ missing, end }),
  };
}

export function sightOf(row: Row, run: number, looks: Looks): Sight {
  const { kind, incarnation, tellers, id, evidence } = row;
  return { look: looks.look(tellers, run), uid: kind === 'identity' ? incarnation : null, content: row, tellers, row: id, evidence };
}

function isComparable({ content, tellers }: Sight, a: number, b: number, looks: Looks): boolean {
  return looks.isComparable(sortOf(content.kind), ruleOf(content), tellers, a, b);
}

/** Reads since its last sighting that lack it: those that its row tells of, and that of this run. */
function absencesOf(row: Row, last: Sight, now: Sight | null, context: RunContext): readonly Absence[] {
  const { looks, run } = context;
  const absences: Absence[] = [];
  for (const look of lookedFor(last, looks)) {
    if (look.rank <= last.look.rank || (look.run === run && now !== null)) continue;
    const isRestated = !isComparable(last, last.look.run, look.run, looks);
    if (look.run !== run) absences.push({ look, restated: isRestated, wants: row.wants });
    else absences.push({ look, restated: isRestated, wants: isRestated ? null : wantsOf(row, look, context) });
  }
  if (row.wants !== 'a second read') return absences;
  // One of them wants nothing but to be confirmed. Which one its row tells only where no other can be meant.
  const latest = ending(last.look);
  const able = absences.filter(({ look }) => look.run !== run && look.proves && beginning(look) - look.delay > latest);
  if (able.length !== 1) throw new NotInOrder();
  return absences.map((each) => (each === able[0] ? { ...each, wants: null } : each));
}

/** For the moment at which it was not there yet: the reads after the run that saw it last. */
function formerAbsences(now: Sight, since: number, { looks }: RunContext): readonly Absence[] {
  return lookedFor(now, looks)
    .filter(({ rank }) => rank > since && rank < now.look.rank)
    .map((look) => ({ look, wants: null, restated: !isComparable(now, look.run, now.look.run, looks) }));
}

function lookedFor({ content, tellers, look: { run } }: Sight, looks: Looks): readonly Look[] {
  const isConclusion = sortOf(content.kind) === 'conclusions';
  return looks
    .whole(tellers)
    .filter((look) => (!isConclusion || looks.conclusions(look.run) !== null) && looks.asksAsMuch(tellers, look.run, run));
}

function wantsOf(row: Row, look: Look, context: RunContext): string | null {
  if (look.filtered && !context.controls.has(groupKey(row))) return unproven;
  const lost = idsOf(row.dependsOn).find((id) => !context.isAccountedFor(id));
  if (lost !== undefined) return unaccounted(lost);
  return row.kind === 'finding' && !context.isAnswered(row) ? unanswered : null;
}
