import { isJsonObject } from '../../base/json.ts';
import { groupBy } from '../../base/group.ts';
import { counted, grouped } from '../../base/text/count.ts';
import { betweenMinutes, minuteOf } from '../../base/text/moment.ts';
import { faint, heading, hung, nonZero, padded, prose, type Sheet } from '../../base/text/sheet.ts';
import type { Interval } from '../../model/history.ts';
import { endText } from '../../model/past.ts';
import type { Diff, DiffEntry, NotCompared } from '../../run/history/diff.ts';
import type { Moment } from '../../run/history/moment.ts';
import { severities } from '../../model/question.ts';
import { textOf, type HistoryPart } from '../../run/history/words.ts';
import { beganText, severityOf, wantsText } from './words.ts';

/** So many differences of a kind are shown; the rest are counted. */
const ENTRIES = 30;
const COLUMN = 14;

interface Kind {
  readonly name: 'began' | 'appeared' | 'returned' | 'changed' | 'ended' | 'missing';
  readonly title: string;
  readonly says: string;
}

/** What somebody might have to act on stands first. */
const kinds: readonly Kind[] = [
  { name: 'began', title: 'Began', says: 'there now, and shown not to have been there' },
  { name: 'returned', title: 'Came back', says: 'had ended before, and is there again' },
  { name: 'changed', title: 'Changed', says: 'there at both, with another value or under another name' },
  { name: 'ended', title: 'Ended', says: 'shown not to be there any more' },
  { name: 'missing', title: 'Missing', says: 'not seen any more, and not shown to be gone' },
  { name: 'appeared', title: 'First seen', says: 'there now; not looked for before, so it may be old' },
];

const parts: readonly HistoryPart[] = ['identity', 'finding', 'right', 'credential', 'fact'];

/** The differences between two moments for a terminal. Times are UTC. */
export function* diffLines(diff: Diff, sheet: Sheet, options: { readonly facts: boolean }): Iterable<string> {
  for (const line of allLines(diff, sheet, options.facts)) yield `${line}\n`;
}

function* allLines(diff: Diff, sheet: Sheet, facts: boolean): Iterable<string> {
  const { first, second, notCompared } = diff;
  yield* heading(sheet, 'Diff', `from ${momentText(first)} to ${momentText(second)}, UTC`).slice(1);
  const shown = kinds.map((kind) => ({ ...kind, entries: chosen(diff[kind.name], facts) }));
  const counts = nonZero(shown.map(({ title, entries }) => [title.toLowerCase(), entries.length]));
  yield* prose(sheet, 2, counts === '' ? 'nothing differs of what both read' : counts);
  for (const { title, says, name, entries } of shown) {
    if (entries.length === 0) continue;
    yield* heading(sheet, title, `${grouped(entries.length)}: ${says}`);
    yield* entryLines(sheet, name, entries.slice(0, ENTRIES));
    const more = entries.length - ENTRIES;
    if (more > 0) yield* prose(sheet, 2, `and ${grouped(more)} more: --format json has all`);
  }
  if (notCompared.length > 0) yield* notComparedLines(sheet, notCompared);
  const left = facts ? 0 : kinds.reduce((sum, { name }) => sum + diff[name].filter(({ part }) => part === 'fact').length, 0);
  if (left > 0) {
    yield '';
    yield* prose(sheet, 0, `and ${counted(left, 'difference')} in the facts behind them: --facts tells them`);
  }
}

/** Whom it is about first, then findings, the gravest first; facts only where they are asked for. */
function chosen(entries: readonly DiffEntry[], facts: boolean): readonly DiffEntry[] {
  const rank = ({ part, before, after }: DiffEntry): number => {
    const interval = after ?? before;
    const severity = interval === null ? null : severityOf(interval);
    return parts.indexOf(part) * severities.length + severities.findIndex((each) => each === severity);
  };
  return entries.filter(({ part }) => facts || part !== 'fact').toSorted((a, b) => rank(a) - rank(b));
}

/** The run is named where the moment is not simply the end of it. */
function momentText({ at, run, asked }: Moment): string {
  const short = run.id.slice(0, 8);
  return asked === 'latest' || asked === 'previous' ? `${minuteOf(at)} (${asked}, run ${short})` : `${minuteOf(at)} (run ${short})`;
}

/** Those of the same time together. */
function* entryLines(sheet: Sheet, name: Kind['name'], entries: readonly DiffEntry[]): Iterable<string> {
  for (const [when, alike] of groupBy(entries, (entry) => whenText(name, entry))) {
    for (const entry of alike) yield* hung(sheet, `  ${padded(entry.part, COLUMN - 2)}`, toldText(entry), COLUMN + 2);
    if (when !== '') yield* prose(sheet, 4, when, 6).map((line) => faint(sheet, 4, line));
  }
}

/** Of a right its text says what, and not whose: that stands beside it in the history of one. */
function toldText({ text: now, before, after }: DiffEntry): string {
  const interval = after ?? before;
  const text = before === null || after === null ? now : withFormer(now, before, after);
  const subject = interval?.kind === 'grant' && isJsonObject(interval.value) ? interval.value['subject'] : undefined;
  return typeof subject === 'string' ? `${subject}: ${text}` : text;
}

/** What it says now, and what of it was otherwise: `no-owner (medium, was low), of deploy-bot`. */
function withFormer(now: string, before: Interval, after: Interval): string {
  const [severity, was] = [severityOf(after), severityOf(before)];
  if (severity !== null && was !== null && severity !== was) return now.replace(`(${severity})`, `(${severity}, was ${was})`);
  const former = textOf(before);
  return before.end?.how === 'changed' && former !== now ? `${now}; before that ${former}` : now;
}

function whenText(name: Kind['name'], { before, after, renamed }: DiffEntry): string {
  const end = before?.end ?? null;
  if (renamed !== null && end !== null) return `renamed between ${betweenMinutes(end.after, end.before)}: ${renamed.from} → ${renamed.to}`;
  switch (name) {
    case 'ended':
    case 'changed':
      return endedText(before?.end ?? null);
    case 'missing':
      return before === null
        ? ''
        : `last seen ${minuteOf(before.last.at)}${before.missing === null ? laterText(before.end) : `: ${wantsText(before.missing.wants)}`}`;
    case 'returned':
      return after === null ? '' : `back, seen since ${minuteOf(after.first.at)}`;
    case 'began':
    case 'appeared':
      return after === null ? '' : beganText(after, before ?? undefined);
  }
}

/** What a run after both moments showed. */
function laterText(end: Interval['end']): string {
  return end === null ? '' : `; by a later run ${endText(end.how, end.after, end.before, end.to)}`;
}

function endedText(end: Interval['end']): string {
  return end === null ? '' : endText(end.how, end.after, end.before, end.to);
}

function* notComparedLines(sheet: Sheet, all: readonly NotCompared[]): Iterable<string> {
  const records = all.reduce((sum, each) => sum + each.records, 0);
  yield* heading(sheet, 'Not compared', `${counted(all.length, 'surface')} with ${counted(records, 'record')}: nothing is said of these`);
  for (const { boundary, surface, lacks, why, records: own } of all.slice(0, ENTRIES)) {
    const where = lacks === 'both' ? 'at both' : `at the ${lacks}`;
    yield* prose(sheet, 2, `${surface} in ${boundary}: not read ${where} (${counted(own, 'record')}): ${why}`, 4);
  }
  if (all.length > ENTRIES) yield* prose(sheet, 2, `and ${grouped(all.length - ENTRIES)} more: --format json has all`);
}
