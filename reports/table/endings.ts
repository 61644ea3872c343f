import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import { minuteAfter, minuteOf } from '../../src/base/text/moment.ts';
import type { Ink } from '../../src/base/text/paint.ts';
import { heading, hung, inked, labelled, padded, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import type { Ending, Lingering, Outcome } from '../../src/model/ending.ts';
import {
  accessText,
  assuranceText,
  byGravity,
  dueText,
  endedText,
  gravestFirst,
  latenessText,
  lingerText,
  otherWaysText,
  outcomeText,
  spanText,
} from '../../src/model/ending-words.ts';
import type { Report } from '../../src/model/report.ts';

/** So many are told whole; those that are not due in a line each. */
const WHOLE = 8;
const LINES = 50;
const INDENT = 4;
const COLUMN = 12;
const HEAD = 16;

const inks: Readonly<Record<Outcome, Ink>> = {
  overdue: 'critical',
  contradicted: 'critical',
  reappeared: 'high',
  undetermined: 'medium',
  lingering: 'medium',
  ended: 'complete',
  'not-due': 'faint',
};

/** What became of access, the gravest first: what an auditor asks of each, in one breath. */
export function endingsSection(sheet: Sheet, { endings, assurance, run, excepted }: Report): readonly string[] {
  const above = excepted.length === 0 && (assurance?.exceptions.length ?? 0) === 0 ? [] : [''];
  if (assurance === null) {
    const says = 'none: no history was at hand, so nothing is said of what ended, and there are no metrics of it';
    return [...above, ...short(sheet, 'Endings', says)];
  }
  if (endings.length === 0) {
    return [...above, ...short(sheet, 'Endings', 'none: nothing is known to have ended, and nothing says when what is there should')];
  }
  const sorted = endings.toSorted(byGravity);
  const whole = sorted.filter(({ outcome }) => outcome !== 'not-due').slice(0, WHOLE);
  const lines = sorted.slice(whole.length, Math.max(LINES, whole.length));
  const rest = sorted.slice(whole.length + lines.length);
  return [
    ...heading(sheet, 'Endings', countsText(endings)),
    ...prose(sheet, 2, 'an end lies between two moments; times are UTC'),
    ...whole.flatMap((ending) => ['', ...endingLines(sheet, ending, run.asOf)]),
    ...(lines.length === 0 || whole.length === 0 ? [] : ['']),
    ...lines.flatMap((ending) => headLines(sheet, ending, `; ${lineText(ending, run.asOf)}`)),
    ...(rest.length === 0
      ? []
      : prose(sheet, 2, `and ${counted(rest.length, 'more ending')} (${countsText(rest)}); all of them with --format json or html`)),
  ];
}

function countsText(endings: readonly Ending[]): string {
  const groups = groupBy(endings, ({ outcome }) => outcome);
  return gravestFirst
    .flatMap((outcome) => {
      const of = groups.get(outcome);
      return of === undefined ? [] : [`${grouped(of.length)} ${outcomeText(outcome)}`];
    })
    .join(', ');
}

function headLines(sheet: Sheet, ending: Ending, more: string): readonly string[] {
  const word = outcomeText(ending.outcome).toUpperCase();
  const text = `${ending.subjectName}: ${accessText(ending)}${ending.tierZero ? ' (tier 0)' : ''}${more}`;
  const [line = '', ...rest] = hung(sheet, `  ${padded(word, HEAD - 2)}`, text, HEAD);
  return [inked(sheet, 2, word, line, inks[ending.outcome]), ...rest];
}

function endingLines(sheet: Sheet, ending: Ending, asOf: string): readonly string[] {
  const { level, lag, allowedMs, because, exception } = ending;
  const seen = `seen ${minuteOf(ending.firstSeen)} to ${minuteOf(ending.lastSeen)}`;
  const late = latenessText(ending);
  // only where time is allowed does it differ from how late it is
  const slow = lag === null || allowedMs === 0 ? '' : `${spanText(lag)} after it was over${lag.open ? ', and counting' : ''}`;
  const facts: readonly (readonly [string, string])[] = [
    ...lingerFacts(ending),
    ['ways', otherWaysText(ending)],
    ...(level === null ? [] : [['sure', assuranceText(ending)] as const]),
    ...(because.length === 0 || isPlain.has(ending.outcome) ? [] : [['because', because.join('; ')] as const]),
    ...(exception === null ? [] : [['excepted', `by ${exception}; its hours stay in debt`] as const]),
  ];
  return [
    ...headLines(sheet, ending, ''),
    ...prose(sheet, INDENT, [dueText(ending, asOf), seen, endedText(ending), late, slow].filter(Boolean).join('; ')),
    ...facts.flatMap(([label, text]) => labelled(sheet, INDENT, label, text, COLUMN + 1)),
  ];
}

/** The lines above say all that `because` does. */
const isPlain: ReadonlySet<Outcome> = new Set(['overdue', 'ended', 'lingering']);

/** What may still work by itself; several that are over in one line. Of what is there nothing lingers yet. */
function lingerFacts({ lingering, ended }: Ending): readonly (readonly [string, string])[] {
  if (ended === null) return [];
  const isOver = ({ state }: Lingering): boolean => state === 'passed' || state === 'cut';
  const over = lingering.filter(isOver);
  if (over.length === 1) return lingering.map((each) => ['linger', lingerText(each)] as const);
  const last = over.reduce((latest, { until }) => (until !== null && until > latest ? until : latest), '');
  return [
    ...lingering.filter((each) => !isOver(each)).map((each) => ['linger', lingerText(each)] as const),
    ...(last === '' ? [] : [['linger', `whatever else lived on could work until ${minuteAfter(last)}, which is over`] as const]),
  ];
}

function lineText(ending: Ending, asOf: string): string {
  const late = latenessText(ending);
  if (ending.outcome === 'not-due' || late === '') return dueText(ending, asOf);
  return ending.level === null ? late : `${late}; ${assuranceText(ending)}`;
}
