import { isJsonObject } from '../../base/json.ts';
import { counted, grouped } from '../../base/text/count.ts';
import { betweenMinutes, minuteOf } from '../../base/text/moment.ts';
import { nonZero } from '../../base/text/sheet.ts';
import type { Instant } from '../../base/instant.ts';
import type { Interval, Recorded } from '../../model/history.ts';
import { endText } from '../../model/past.ts';
import { severities, type Severity } from '../../model/question.ts';
import type { HistoryPart } from '../../run/history/of.ts';
import type { RecordingOutcome } from '../../run/history/recording.ts';
import type { IntervalState } from '../../run/history/state.ts';

/** How things stand with something that was last seen at a moment. */
export function stateText(state: IntervalState, last: Instant): string {
  switch (state.state) {
    case 'present':
      return `still there, last seen ${minuteOf(last)}`;
    case 'missing':
      return `not seen since ${minuteOf(last)}: ${wantsText(state.wants)}`;
    case 'unread':
      return `not read since ${minuteOf(state.since)}`;
    case 'ended':
      return endText(state.how, state.after, state.before, state.to);
  }
}

/** What is wanting before something that was not seen counts as gone. */
export function wantsText(wants: string): string {
  return /[,:]/.test(wants) ? `wanted before it counts as gone: ${wants}` : `${wants} is wanted before it counts as gone`;
}

/**
 * Since when it is there. `before`: the interval of the same record before this one, where there is one: it came back, or it changed to
 * this. When something began is known only where a complete read before it lacks it.
 */
export function beganText({ first, notBefore }: Interval, before: Interval | undefined): string {
  const end = before?.end ?? null;
  if (end !== null && end.how === 'changed') return `changed to this between ${betweenMinutes(end.after, end.before)}`;
  const isBack = end !== null && (end.how === 'absent' || end.how === 'cleared');
  if (notBefore === null) return `${isBack ? 'back, seen' : 'known'} since ${minuteOf(first.at)}`;
  return `${isBack ? 'came back' : 'began'} between ${betweenMinutes(notBefore, first.at)}`;
}

/** A finding's; of anything else `null`. */
export function severityOf({ kind, value }: Pick<Interval, 'kind' | 'value'>): Severity | null {
  const severity = kind === 'finding' && isJsonObject(value) ? value['severity'] : null;
  return severities.find((each) => each === severity) ?? null;
}

export const partNames: Readonly<Record<HistoryPart, readonly [one: string, many: string]>> = {
  identity: ['identity', 'identities'],
  credential: ['credential', 'credentials'],
  right: ['right', 'rights'],
  finding: ['finding', 'findings'],
  fact: ['fact', 'facts'],
};

type Done = Extract<RecordingOutcome, { readonly how: 'recorded' }>;

/** What recording a run changed, in one line. `number`: its place in the order of recording. */
export function recordedText({ facts, conclusions }: Done, number: number): string {
  // Of what the first run saw it is not known that it began.
  if (number === 1 && facts.how === 'new') return `history: run 1 recorded: ${counted(facts.seen + conclusions.seen, 'record')} seen first`;
  if (facts.how === 'again' && changes(facts, conclusions) === '')
    return `history: this run was recorded before, as run ${number}; nothing changed`;
  const late = facts.how === 'late' ? ', late: runs of later times were recorded before it' : '';
  const says = changes(facts, conclusions);
  return `history: run ${number} recorded${late}: ${says === '' ? `${counted(facts.seen, 'record')} as before` : says}`;
}

function changes(...recorded: readonly Recorded[]): string {
  const sum = (of: (each: Recorded) => number): number => recorded.reduce((total, each) => total + of(each), 0);
  const missing = sum((each) => each.missing);
  return [
    nonZero([
      ['began', sum((each) => each.began)],
      ['came back', sum((each) => each.returned)],
      ['changed', sum((each) => each.changed)],
      ['ended', sum((each) => each.ended)],
    ]),
    missing === 0 ? '' : `${grouped(missing)} missing (not yet shown to be gone)`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
