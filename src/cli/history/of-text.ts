import { isJsonObject } from '../../base/json.ts';
import { groupBy } from '../../base/group.ts';
import { counted, grouped } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { faint, firstFew, heading, prose, type Sheet } from '../../base/text/sheet.ts';
import type { Interval } from '../../model/history.ts';
import { severities } from '../../model/question.ts';
import type { HistoryEntry, HistoryOf, HistoryPart, HistorySubject, HistoryUse } from '../../run/history/of.ts';
import { beganText, partNames, severityOf, stateText } from './words.ts';

/** So many records of a part are shown; the rest are counted. */
const RECORDS = 40;
const MONTHS = 6;

/** The history of one name for a terminal: who it was, then what it held and was found with, each from when to when. Times are UTC. */
export function* historyLines(history: HistoryOf, sheet: Sheet, options: { readonly facts: boolean }): Iterable<string> {
  for (const line of allLines(history, sheet, options.facts)) yield `${line}\n`;
}

function* allLines(history: HistoryOf, sheet: Sheet, asked: boolean): Iterable<string> {
  const { runs, since, until, subjects, entries } = history;
  // Of what is no identity they are all there is to tell.
  const facts = asked || entries.every(({ part }) => part === 'fact');
  const span = since === until ? `of ${minuteOf(since)}` : `from ${minuteOf(since)} to ${minuteOf(until)}`;
  yield* heading(sheet, 'History', `${history.asked}, in ${counted(runs, 'run')} ${span}, UTC`).slice(1);
  for (const subject of subjects) yield* subjectLines(subject, sheet);
  const parts: readonly HistoryPart[] = ['credential', 'right', 'finding', ...(facts ? (['identity', 'fact'] as const) : [])];
  for (const part of parts) {
    yield* partLines(
      part,
      entries.filter((entry) => entry.part === part),
      sheet,
    );
  }
  yield* useLines(history, sheet);
  if (entries.some(({ interval }) => isWidened(interval))) {
    yield '';
    yield* prose(sheet, 0, WIDENED);
  }
  const left = facts ? 0 : entries.filter(({ part }) => part === 'fact').length;
  if (left > 0) {
    yield '';
    yield* prose(sheet, 0, `and ${counted(left, 'fact')} behind it: --facts tells them`);
  }
}

function* subjectLines({ id, uid, first, last, state }: HistorySubject, sheet: Sheet): Iterable<string> {
  yield* prose(sheet, 2, uid === null ? id : `${id} (${uid})`, 4).map((line) => sheet.paint('heading', line));
  yield* prose(sheet, 4, `seen since ${minuteOf(first)}; ${stateText(state, last)}`, 6);
}

function* partLines(part: HistoryPart, entries: readonly HistoryEntry[], sheet: Sheet): Iterable<string> {
  if (entries.length === 0) return;
  const records = [...groupBy(entries, ({ interval }) => JSON.stringify([interval.kind, interval.boundary, interval.key])).values()];
  if (part === 'finding') records.sort((a, b) => gravityOf(a) - gravityOf(b));
  const open = records.filter((own) => !hasEnded(own));
  const [one, many] = partNames[part];
  yield* heading(
    sheet,
    many,
    `${counted(records.length, one, many)}: ${endedText(records.length, open.length, records.filter(isRestated).length)}`,
  );
  // What is there stands before what was, and what was always alike stands together.
  const shown = [...open, ...records.filter(hasEnded)].slice(0, RECORDS).map((own) => ({ own, spans: spansOf(own) }));
  for (const alike of groupBy(shown, alikeKey).values()) {
    yield* recordLines(alike, sheet);
  }
  const more = records.length - RECORDS;
  if (more > 0) yield* prose(sheet, 2, `and ${counted(more, `more ${one}`, `more ${many}`)}: --format json has all`);
}

interface Told {
  readonly own: readonly HistoryEntry[];
  readonly spans: readonly Span[];
}

/** One whose words changed stands by itself. */
function alikeKey({ own, spans }: Told): string {
  return JSON.stringify([hasEnded(own), spans.length === 1 ? spans[0]?.times : own[0]?.interval.number]);
}

/** Of an ARN the name. */
function lastPart(id: string): string {
  return id.split(/[/:]/).at(-1) ?? id;
}

/** By the gravest severity that the record has now. */
function gravityOf(own: readonly HistoryEntry[]): number {
  const last = own.at(-1);
  const severity = last === undefined ? null : severityOf(last.interval);
  return severities.findIndex((each) => each === severity);
}

/** Whether it may have ended by the time at which it was first seen. */
function isWidened({ end, first }: Interval): boolean {
  return end !== null && end.after < first.at;
}

const WIDENED = 'the two times around an end or a change allow for answers that lag and for clocks that differ';

/** What was judged otherwise is neither known to be gone nor known to be there. */
function endedText(all: number, open: number, restated: number): string {
  const ended = all - open - restated;
  if (restated === 0) return open === all ? 'none is known to be gone' : open === 0 ? 'ended' : `${grouped(open)} not known to be gone`;
  return [
    ...(open === 0 ? [] : [`${grouped(open)} not known to be gone`]),
    ...(ended === 0 ? [] : [`${grouped(ended)} ended`]),
    `${grouped(restated)} judged otherwise`,
  ].join(', ');
}

function isRestated(own: readonly HistoryEntry[]): boolean {
  return hasEnded(own) && own.at(-1)?.interval.end?.how === 'restated';
}

function hasEnded(own: readonly HistoryEntry[]): boolean {
  return own.at(-1)?.state.state === 'ended';
}

/** Intervals of a record that follow one another in the same words, and when each was. */
interface Span {
  readonly text: string;
  readonly times: readonly string[];
}

function spansOf(own: readonly HistoryEntry[]): readonly Span[] {
  const spans: { readonly text: string; readonly times: string[] }[] = [];
  const isRegraded = new Set(own.map(({ interval }) => severityOf(interval))).size > 1;
  for (const [at, { text, as, interval, state }] of own.entries()) {
    const severity = isRegraded ? severityOf(interval) : null;
    const ungraded = severity === null ? text : text.replace(` (${severity})`, '');
    const named = as === null || ungraded.includes(lastPart(as)) ? ungraded : `${ungraded} (as ${as})`;
    const before = own.slice(0, at).find((each) => each.interval.number === interval.previous)?.interval;
    // That it changed is said of what it changed to.
    const goesOn = interval.end?.how === 'changed' && own[at + 1]?.interval.previous === interval.number;
    const time = `${severity === null ? '' : `${severity}, `}${beganText(interval, before)}${goesOn ? '' : `; ${stateText(state, interval.last.at)}`}`;
    const last = spans.at(-1);
    if (last?.text === named) last.times.push(time);
    else spans.push({ text: named, times: [time] });
  }
  return spans;
}

function* recordLines(alike: readonly Told[], sheet: Sheet): Iterable<string> {
  const [first] = alike;
  if (first === undefined) return;
  const tone = hasEnded(first.own) ? (line: string): string => faint(sheet, 2, line) : (line: string): string => line;
  const rest = alike.slice(1).flatMap(({ spans }) => spans.map(({ text }) => text));
  for (const [at, { text, times }] of first.spans.entries()) {
    for (const each of at === 0 ? [text, ...rest] : [text]) yield* prose(sheet, 2, each, 4).map(tone);
    for (const time of times) yield* prose(sheet, 4, time, 6);
  }
}

function* useLines({ usage, subjects }: HistoryOf, sheet: Sheet): Iterable<string> {
  if (usage.length === 0) return;
  const isRenamed = new Set(subjects.map(({ id }) => id)).size > 1;
  yield* heading(sheet, 'Use', 'as told last, and last in each month before');
  for (const [key, notes] of groupBy(usage, (note) => note.key)) {
    const own = subjects.find(({ id }) => key.startsWith(`${id}#`));
    const short = own === undefined ? key : key.slice(own.id.length + 1);
    const name = own === undefined || !isRenamed ? short : `${short} of ${own.id}`;
    const texts = notes.toReversed().map((note) => `${usedText(note)} (told ${minuteOf(note.at)})`);
    yield* prose(sheet, 2, `${name}: ${firstFew([...new Set(texts)], MONTHS, '; ')}`, 4);
  }
}

function usedText({ value, text }: HistoryUse): string {
  if (!isJsonObject(value) || typeof value['lastUsed'] !== 'string') return text;
  const { lastUsed, detail, service } = value;
  const when = lastUsed === 'never' ? 'never used' : lastUsed === 'unknown' ? 'not told' : `used ${minuteOf(lastUsed)}`;
  return [when, typeof service === 'string' ? `of ${service}` : '', typeof detail === 'string' ? detail : ''].filter(Boolean).join(' ');
}
