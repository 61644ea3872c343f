import { DAY_MS, parseInstant } from '../base/instant.ts';
import { groupBy } from '../base/group.ts';
import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import { byKeys } from '../base/order.ts';
import { durationText } from '../base/text/duration.ts';
import type { Need } from '../contract/rule.ts';
import type { TriggerKind } from '../model/authorisation.ts';
import type { Ending } from '../model/ending.ts';
import { accessText } from '../model/ending-words.ts';
import type { Gap } from '../model/gap.ts';
import type { EventSourceKind } from '../model/life-cycle.ts';
import { severities } from '../model/question.ts';
import type { Observation, Question, Severity, Witness } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { answerLack, LOOK_BACK_DAYS, lackQuestions, lookBackFrom } from './records.ts';
import type { RecordsAsked } from './records.ts';
import { clear, graver, mayBreak } from './shared.ts';

/** What accesses are read from: where some of it was not read, an access that nobody saw has no ending to ask about. */
export const endingNeeds: NonEmpty<Need> = [
  { kind: 'identity', where: 'own' },
  { kind: 'credential', where: 'own' },
  { kind: 'attachment', where: 'own' },
  { kind: 'membership', where: 'own' },
  { kind: 'trust', where: 'own' },
];

/** Those that tell until when access is allowed; the provider itself tells of ends that it keeps alone. */
export const allowingKinds: readonly EventSourceKind[] = ['broker', 'hr', 'review', 'ticket'];

/** A rule over what became of accesses. */
export interface EndingsAsked {
  /** Whose records it rests on, in the days before the report; any one of them is enough. Empty: on history alone. */
  readonly kinds: readonly EventSourceKind[];
  readonly isAsked: (view: View, ending: Ending) => boolean;
}

/** One question for each access that ended or should have, however often; and one for each boundary whose records tell too little. */
export function* endingQuestions(view: View, asked: EndingsAsked): Iterable<Question> {
  for (const [, [last]] of askedOf(view, asked)) if (last !== undefined) yield { subject: { type: 'ending', id: last.id } };
  yield* lackQuestions(view, recordsOf(view, asked));
}

/** Asks of each time the access was there: a finding tells all that are, and an open question all that is missing. */
export function answerEndings(view: View, { subject }: Question, asked: EndingsAsked, ask: (ending: Ending) => Observation): Observation {
  if (subject.type === 'boundary') return answerLack(view, subject.id, recordsOf(view, asked));
  const last = subject.type === 'ending' ? view.assured.ending(subject.id) : undefined;
  if (last === undefined) return clear;
  const same = view.assured.endingsOf(last.subject).filter((each) => each.access.id === last.access.id && asked.isAsked(view, each));
  return joined(same.toSorted(latestFirst).map(ask));
}

function recordsOf(view: View, { kinds }: EndingsAsked): Omit<RecordsAsked, 'boundary'> {
  return { kinds, from: lookBackFrom(view, LOOK_BACK_DAYS) };
}

function askedOf(view: View, { isAsked }: EndingsAsked): ReadonlyMap<string, readonly Ending[]> {
  const all = view.assured.endings.filter((each) => isAsked(view, each)).toSorted(latestFirst);
  return groupBy(all, ({ access, subject }) => JSON.stringify([subject, access.id]));
}

function latestFirst(a: Ending, b: Ending): number {
  return byFirst(b, a);
}

const byFirst = byKeys<Ending>(
  ({ firstSeen }) => firstSeen,
  ({ id }) => id,
);

const SHOWN = 10;

function joined(answers: readonly Observation[]): Observation {
  const findings = answers.flatMap((each) => (each.says === 'finding' ? [each] : []));
  const [first] = findings;
  if (first !== undefined) {
    const reasons = [...new Set(findings.flatMap((each) => each.reasons))];
    const witness = findings.flatMap((each) => each.witness).slice(0, SHOWN);
    const severity = severities.find((each) => findings.some((one) => one.severity === each)) ?? first.severity;
    return {
      ...first,
      severity,
      reasons: isNonEmpty(reasons) ? reasons : first.reasons,
      witness: isNonEmpty(witness) ? witness : first.witness,
    };
  }
  const because = answers.flatMap((each) => (each.says === 'undetermined' ? each.because : []));
  return isNonEmpty(because) ? { says: 'undetermined', because } : clear;
}

/** The finding on an ending, with up to nine of the records that are about it. */
export function findingOnEnding(view: View, ending: Ending, severity: Severity, ...reasons: NonEmpty<string>): Observation {
  const known = ending.events.filter(({ source, id }) => view.lifeCycleEvent(id)?.source === source);
  const breaks = ending.ended === null ? mayBreak(view, ending.subject) : undefined;
  return {
    says: 'finding',
    severity,
    reasons: [...reasons, ...(ending.tierZero ? ['it leads to control of a whole boundary'] : [])],
    witness: [{ type: 'ending', id: ending.id }, ...known.slice(-9).map(({ id }): Witness => ({ type: 'life-cycle-event', id }))],
    ...(breaks === undefined ? {} : { mayBreak: breaks }),
  };
}

/** The answer where it cannot be said what became of it: why, in the words of the ending, or these. */
export function openEnding(ending: Ending, ...told: readonly string[]): Observation {
  const words = told.length > 0 ? told : ending.because.length > 0 ? ending.because : ['what became of it is not known'];
  const gaps = words.map((detail) => gapOf(ending, detail));
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
}

function gapOf(ending: Ending, detail: string): Gap {
  const { boundary, subject } = ending;
  return { boundary, surface: 'life-cycle:endings', subject, cause: 'stale', detail: `${accessText(ending)}: ${detail}` };
}

/** Triggers after which somebody should have nothing at all. */
const grave: ReadonlySet<TriggerKind> = new Set<TriggerKind>(['left', 'incident', 'review-denied']);

/** Of what is there past its due: critical where somebody who left, or is looked into, or was denied keeps control of a boundary. */
export function residualSeverity({ tierZero, trigger, lateness }: Ending, graveAfterDays: number): Severity {
  const isGrave = trigger !== null && grave.has(trigger.kind);
  const usual: Severity = tierZero || isGrave ? 'high' : 'medium';
  const isLong = (lateness?.lower ?? 0) >= graveAfterDays * DAY_MS;
  return (tierZero && isGrave) || isLong ? graver(usual) : usual;
}

/** Whether an instant is there and not after the moment of the report. */
export function isPast(view: View, instant: string | null): boolean {
  const at = instant === null ? undefined : parseInstant(instant);
  return at !== undefined && at <= view.now;
}

/** `at least 8 h`, for a lower bound: how long it surely was. */
export function atLeast(ms: number): string {
  return `at least ${durationText(ms, 'down')}`;
}

/** It was switched on, has an end of the provider's, or was approved by a broker with one. */
export function endsByItself(view: View, { access, authorisations }: Ending): boolean {
  if (access.activated || access.until !== null) return true;
  return authorisations.some((id) => {
    const { until = null, events = [] } = view.assured.authorisation(id) ?? {};
    return until !== null && events.some((each) => view.assured.event(each.source, each.id)?.sourceKind === 'broker');
  });
}
