import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import { marksOf, type Note } from '../../src/base/text/notes.ts';
import type { Finding, Subject } from '../../src/model/finding.ts';
import { severities, type Severity } from '../../src/model/question.ts';
import type { RootCause } from '../../src/model/root-cause.ts';
import { hung, labelled, nonZero, padded, prose, type Sheet } from '../../src/base/text/sheet.ts';
import type { ReportHistory } from '../../src/model/report.ts';
import { COLUMN, fixLines, INDENT } from './fix.ts';
import { pastText } from './past.ts';

const RULES = 5;
const RULES_IN_SHORT = 2;
const SUBJECTS = 3;

/** A block: what to remove, what it makes of whom, one reason, and how to begin; in short only what and whom. `explain` tells the rest. */
export function causeLines(
  sheet: Sheet,
  cause: RootCause,
  number: number,
  { notes, history, short }: { readonly notes: readonly Note[]; readonly history: ReportHistory | null; readonly short: boolean },
): readonly string[] {
  const [gravest] = cause.findings;
  if (gravest === undefined) return [];
  const rules = [...groupBy(cause.findings, (finding) => finding.rule).values()];
  const named = causeText(cause);
  const alone = saidAbove(cause, named);
  const place = alone && cause.findings.every(({ scope }) => scope === null) ? gravest.subject.boundary : null;
  const what = place === null ? named : `${named} in ${place}`;
  const word = cause.severity.toUpperCase();
  const start = `${String(number).padStart(2)}. `;
  const [head = '', ...wrapped] = hung(sheet, `${start}${padded(word, 10)}`, what, INDENT);
  const explain = `vestige explain ${gravest.fingerprint.slice(0, 12)}`;
  const shown = short ? RULES_IN_SHORT : RULES;
  const texts = rules.slice(0, shown).map((found) => ruleText(found, cause.severity, notes, history));
  if (rules.length > shown) texts.push(`and ${counted(rules.length - shown, 'more rule')}`);
  if (short) texts.push(`${texts.pop() ?? ''}; ${explain}`);
  return [
    headline(sheet, start, word, head, cause.severity),
    ...wrapped.map((line) => sheet.paint('heading', line)),
    ...texts.flatMap((text) => prose(sheet, INDENT, text, INDENT + 2)),
    ...(alone ? [] : labelled(sheet, INDENT, 'who', whoText(cause), COLUMN)),
    ...(short ? [] : whyAndFix(sheet, cause, gravest, explain, notes)),
  ];
}

function headline(sheet: Sheet, start: string, word: string, line: string, severity: Severity): string {
  const at = start.length + word.length;
  return start + sheet.paint(severity, word) + sheet.paint('heading', line.slice(at));
}

function whyAndFix(sheet: Sheet, cause: RootCause, gravest: Finding, explain: string, notes: readonly Note[]): readonly string[] {
  return [
    ...labelled(sheet, INDENT, 'why', tellingReason(gravest), COLUMN),
    ...caveatLines(sheet, cause, notes),
    ...fixLines(sheet, cause, gravest, explain),
  ];
}

/** Whether the headline names the one subject, and the lines under it the boundary. */
function saidAbove({ findings, subjects }: RootCause, headline: string): boolean {
  return (
    subjects.length === 1 &&
    findings.every(({ subject, scope }) => headline.endsWith(` ${subject.name}`) && (scope === null || scope === subject.boundary))
  );
}

/** The name says for most kinds what it is of: `trust policy of role x`. Where it does not, the kind stands before it. */
function causeText({ id, kind, name, findings }: RootCause): string {
  const what = kind === 'identity' ? (findings.find(({ subject }) => subject.id === id)?.subject.kind ?? kind) : kind;
  const words = what.split('-');
  return words.some((word) => name.toLowerCase().includes(word)) ? name : `${words.join(' ')} ${name}`;
}

function ruleText(found: readonly Finding[], headline: Severity, notes: readonly Note[], history: ReportHistory | null): string {
  const [first] = found;
  if (first === undefined) return '';
  const rights = new Set(found.map(({ capability, scope }) => JSON.stringify([capability, scope]))).size - 1;
  const more = rights > 0 ? `and ${counted(rights, 'more right')}` : '';
  const details = [`${first.title}${whereText(first)}`, more, lasting(first), countText(found, headline), pastText(found, history)].filter(
    (part) => part !== '',
  );
  const marks = marksOf(
    notes,
    found.flatMap(({ caveats }) => caveats),
  );
  return details.join(', ') + marks;
}

/** The titles of standing rights name the capability; of others it is told.  */
function whereText({ family, capability, scope }: Finding): string {
  if (scope === null) return '';
  return family === 'standing' || capability === null ? ` on ${scope}` : `: ${capability} on ${scope}`;
}

/** Said only where it is not plainly standing, which the titles say. */
function lasting({ persistence, bounds }: Finding): string {
  if (bounds !== null && bounds.lo !== bounds.hi) return `${bounds.lo} to ${bounds.hi}`;
  return persistence === null || persistence === 'standing' ? '' : persistence;
}

/** How many, and how grave where that is not what the headline says already. */
function countText(found: readonly Finding[], headline: Severity): string {
  const counts = severities.map((name) => [name, found.filter(({ severity }) => severity === name).length] as const);
  const same = found.every(({ severity }) => severity === headline);
  if (same) return found.length === 1 ? '' : counted(found.length, 'finding');
  return found.length === 1 ? (found[0]?.severity ?? '') : nonZero(counts);
}

/** The first few by name, those of one boundary together, and how many there are beside them. */
function whoText({ findings, subjects }: RootCause): string {
  const shown = subjects.slice(0, SUBJECTS).flatMap((id) => findings.find(({ subject }) => subject.id === id)?.subject ?? []);
  const places = [...groupBy(shown, ({ boundary }) => boundary)].map(
    ([boundary, all]) => `${all.map(subjectText).join(', ')}${boundary === null ? '' : ` in ${boundary}`}`,
  );
  const more = subjects.length - shown.length;
  return `${places.join('; ')}${more > 0 ? ` +${grouped(more)} more` : ''}`;
}

const kinds: Readonly<Partial<Record<Subject['kind'], string>>> = { 'external-party': 'external' };

function subjectText({ kind, nature, name, accounts }: Subject): string {
  const what = name.split(' ').includes(kind) ? name : `${kinds[kind] ?? kind} ${name}`;
  const more = [...(nature === 'unknown' ? [] : [nature]), ...(accounts === undefined ? [] : [counted(accounts.length, 'account')])];
  return `${what}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

const TIME_OF_DAY = /(?<=[ (]\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d\.\d{3}Z(?![^\s,;:)])/g;

/** The first reason that says more than the right and the scope, which stand above it; times to the day. */
function tellingReason({ reasons, scope }: Finding): string {
  const reason = reasons.find((each) => scope === null || !each.includes(scope)) ?? reasons[0] ?? '';
  return reason.replace(TIME_OF_DAY, '');
}

/** Caveats too rare to stand above the list. */
function caveatLines(sheet: Sheet, { findings }: RootCause, notes: readonly Note[]): readonly string[] {
  const said = new Set(notes.map(({ text }) => text));
  const [first, ...others] = [...new Set(findings.flatMap(({ caveats }) => caveats))].filter((text) => !said.has(text));
  if (first === undefined) return [];
  return labelled(sheet, INDENT, 'but', `${first}${others.length === 0 ? '' : `; and ${counted(others.length, 'more caveat')}`}`, COLUMN);
}
