import { groupBy } from '../../base/group.ts';
import { byKeys } from '../../base/order.ts';
import { judge, type Judged, type SetRule } from '../../judge/judge.ts';
import type { Finding } from '../../model/finding.ts';
import type { View } from '../../model/view.ts';

/** What becomes of findings; each list by rule and subject. */
export interface FindingChanges {
  readonly gone: readonly Finding[];
  /** Gone, and the question is open now: it was not answered with a clear. */
  readonly opened: readonly Finding[];
  /** The same rule finds the same of the same subject, and another thing would have to be removed: as they are now. */
  readonly moved: readonly Finding[];
  readonly appearing: readonly Finding[];
  /** As they were. */
  readonly staying: number;
}

/** Judges both sides with the same rules. */
export function findingChanges(before: View, after: View, rules: readonly SetRule[]): FindingChanges {
  const judged = (view: View): Judged => judge({ view, rules, remedy: () => [] });
  const [one, two] = [judged(before), judged(after)];
  const had = new Set(one.findings.map((each) => each.fingerprint));
  const has = new Set(two.findings.map((each) => each.fingerprint));
  const left = one.findings.filter((each) => !has.has(each.fingerprint));
  const fresh = two.findings.filter((each) => !had.has(each.fingerprint));
  const waiting = new Map([...groupBy(fresh, questionOf)].map(([key, all]) => [key, [...all]]));
  const moved = left.flatMap((each) => {
    const now = waiting.get(questionOf(each))?.shift();
    return now === undefined ? [] : [{ was: each, now }];
  });
  const isMoved = new Set(moved.flatMap(({ was, now }) => [was, now]));
  const open = new Set(two.undetermined.map((each) => `${each.rule}|${each.subject.id}`));
  // questions left open for one reason are told of their boundary as a whole
  const isOpen = ({ rule, subject }: Finding): boolean =>
    open.has(`${rule}|${subject.id}`) || (subject.boundary !== null && open.has(`${rule}|${subject.boundary}`));
  const ended = left.filter((each) => !isMoved.has(each)).sort(inOrder);
  return {
    gone: ended.filter((each) => !isOpen(each)),
    opened: ended.filter(isOpen),
    moved: moved.map(({ now }) => now).sort(inOrder),
    appearing: fresh.filter((each) => !isMoved.has(each)).sort(inOrder),
    staying: one.findings.length - left.length,
  };
}

function questionOf({ rule, subject, capability, scope }: Finding): string {
  return JSON.stringify([rule, subject.id, capability, scope]);
}

const inOrder = byKeys<Finding>(
  (each) => each.rule,
  (each) => each.subject.id,
  (each) => each.fingerprint,
);
