import { DAY_MS, instantOf } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { groupBy } from '../base/group.ts';
import { isNonEmpty } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import { minuteOf } from '../base/text/moment.ts';
import type { EventSource } from '../model/authorisation.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { EventSourceKind } from '../model/life-cycle.ts';
import type { Observation, Question } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { clear } from './shared.ts';

/** Whose records a question rests on, and of which time. */
export interface RecordsAsked {
  /** Any one of them is enough. */
  readonly kinds: readonly EventSourceKind[];
  /** Left out: of any boundary; records of no boundary in particular are of every one. */
  readonly boundary?: BoundaryId;
  readonly from: Instant;
  /** Left out: up to a day before the moment of the report, for exports are made once a day at best. */
  readonly to?: Instant;
}

/** Goes for everything where a rule does not say otherwise: the days before the report that its silence speaks of. */
export const LOOK_BACK_DAYS = 30;

export function lookBackFrom(view: View, days: number): Instant {
  return instantOf(Math.max(0, view.now - days * DAY_MS));
}

/** Nothing is said of what ended where no store of earlier runs was at hand: one gap for the boundary, or for each; empty: there was one. */
export function historyLacks(view: View, boundary?: BoundaryId): readonly Gap[] {
  if (view.assured.from === 'history') return [];
  const asked = boundary === undefined ? view.boundaries.map(({ id }) => id) : [boundary];
  return asked.map((each): Gap => {
    const detail = 'no history of earlier runs was at hand, so nothing is known of what ended; a scan that keeps its state reads it';
    return { boundary: each, surface: 'life-cycle:history', cause: 'excluded', detail };
  });
}

/**
 * Why silence of these kinds of sources says nothing of this time: one gap for each kind, with what reads it. Empty: one source told whole of all
 * of it. A source that is read by region told of it when it did in each of its regions.
 */
export function recordsLack(view: View, asked: RecordsAsked): readonly Gap[] {
  const { kinds, boundary, from } = asked;
  const history = historyLacks(view, boundary);
  if (history.length > 0) return history;
  const fresh = asked.to ?? instantOf(view.now - DAY_MS);
  const to = fresh < from ? from : fresh;
  const rows = view.assured.sources.filter(
    (each) => kinds.includes(each.sourceKind) && (boundary === undefined || each.boundary === null || each.boundary === boundary),
  );
  const sources = groupBy(rows, ({ source, boundary: of }) => JSON.stringify([source, of]));
  if ([...sources.values()].some((of) => of.every((row) => covers(row, from, to)))) return [];
  const places = boundary === undefined ? view.boundaries.map(({ id }) => id) : [boundary];
  return places.flatMap((place) => [...kinds].sort(byCodeUnit).map((kind) => lackOf(view, kind, place, rows, from, to)));
}

/** One question for each boundary of which the records tell too little: a part of the denominator that is not known. */
export function* lackQuestions(view: View, asked: Omit<RecordsAsked, 'boundary'>): Iterable<Question> {
  for (const { id } of view.boundaries) {
    if (recordsLack(view, { ...asked, boundary: id }).length > 0) yield { subject: { type: 'boundary', id } };
  }
}

/** The answer to such a question. */
export function answerLack(view: View, boundary: BoundaryId, asked: Omit<RecordsAsked, 'boundary'>): Observation {
  const gaps = recordsLack(view, { ...asked, boundary });
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
}

function covers({ spans }: EventSource, from: Instant, to: Instant): boolean {
  let told = from;
  for (const each of spans.toSorted((a, b) => byCodeUnit(a.from, b.from))) if (each.from <= told && each.to > told) told = each.to;
  return told >= to && spans.some((each) => each.from <= from && from <= each.to);
}

const words: Readonly<Record<EventSourceKind, string>> = {
  'provider-log': 'the provider’s log',
  broker: 'the broker that gives rights',
  ticket: 'tickets',
  hr: 'personnel records',
  review: 'access reviews',
  ci: 'pipelines',
  signal: 'security signals',
};

function lackOf(view: View, kind: EventSourceKind, boundary: BoundaryId, rows: readonly EventSource[], from: Instant, to: Instant): Gap {
  const spans = rows.filter((each) => each.sourceKind === kind).flatMap((each) => each.spans);
  const [first] = spans.map((each) => each.from).sort(byCodeUnit);
  const last = spans
    .map((each) => each.to)
    .sort(byCodeUnit)
    .at(-1);
  const read =
    first === undefined || last === undefined
      ? 'nothing was told of whole'
      : `what was told of lies between ${minuteOf(first)} and ${minuteOf(last)}`;
  const detail = `of ${words[kind]} ${read}, and ${minuteOf(from)} to ${minuteOf(to)} is asked about; ${readBy(view, kind, boundary)}`;
  return { boundary, surface: `life-cycle:${kind}`, cause: 'excluded', detail };
}

function readBy(view: View, kind: EventSourceKind, boundary: BoundaryId): string {
  if (kind === 'provider-log') {
    const surface = view.coverageOf('log-span', boundary)[0]?.surface ?? view.coverageOf('life-cycle-event', boundary)[0]?.surface;
    return surface === undefined ? 'no surface of this boundary reads it' : `the surface ${surface} reads it`;
  }
  const reviews = kind === 'review' ? view.coverageOf('review-span', boundary)[0]?.surface : undefined;
  return `\`vestige due import\` reads an export of it${reviews === undefined ? '' : `, and the surface ${reviews} those that were made here`}`;
}
