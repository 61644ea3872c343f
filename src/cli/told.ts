import { groupBy } from '../base/group.ts';
import type { Json } from '../base/json.ts';
import { faint, prose, type Sheet } from '../base/text/sheet.ts';
import type { ExplainedReason, ExplainedStatement } from '../model/explained.ts';
import type { ConditionNote } from '../model/grant.ts';
import type { ExplainedElement } from '../run/explain.ts';

/** A statement longer than this is cut, and says so; JSON has it whole. */
const LONGEST = 600;
/** So many places in pages are named. */
const PLACES = 3;

export const settledBy: Readonly<Record<ConditionNote['settled'], string>> = {
  decided: 'decided by what was read',
  'by-holder': 'the holder can satisfy it alone',
  outside: 'not told by what was read',
};

/** What a step rests on, what it had to pass, and what was looked at and does not take it away, each with where it was read. */
export function elementLines(sheet: Sheet, indent: number, { statements, unread }: ExplainedElement): readonly string[] {
  const under = groupBy(statements, headingOf);
  const groups = headings.flatMap((title) => {
    const own = under.get(title) ?? [];
    if (own.length === 0) return [];
    const documents = [...groupBy(own, documentOf).values()];
    return [...headed(sheet, indent, title), ...documents.flatMap((each) => documentLines(sheet, indent + 2, each, isBrief(title)))];
  });
  const missing =
    unread.length === 0
      ? []
      : [...headed(sheet, indent, 'Not read'), ...unread.flatMap((text) => prose(sheet, indent + 2, text, indent + 4))];
  return [...groups, ...missing];
}

const headings = [
  'It rests on',
  'Takes it away',
  'Takes part of it away, or may',
  'Had to let it through',
  'Looked at, and does not take it away',
] as const;
type Heading = (typeof headings)[number];

const taking: ReadonlySet<ExplainedReason> = new Set(['takes-away', 'leaves-out']);
const doubtful: ReadonlySet<ExplainedReason> = new Set(['takes-part', 'may-apply', 'not-understood']);

function headingOf({ says, reason }: ExplainedStatement): Heading {
  if (says === 'allows') return 'It rests on';
  if (taking.has(reason)) return 'Takes it away';
  if (doubtful.has(reason)) return 'Takes part of it away, or may';
  return says === 'limits' ? 'Had to let it through' : 'Looked at, and does not take it away';
}

/** Where the statement need not be shown to see what it comes to. */
function isBrief(title: Heading): boolean {
  return title === 'Had to let it through' || title === 'Looked at, and does not take it away';
}

function headed(sheet: Sheet, indent: number, title: string): readonly string[] {
  return prose(sheet, indent, `${title}:`).map((line) => line.slice(0, indent) + sheet.paint('heading', line.slice(indent)));
}

/** Statements of one document are told under its name, with its places once. */
function documentOf({ document, attached, statement, outcome, evidence }: ExplainedStatement): string {
  return JSON.stringify([document, statement === null ? [attached, outcome] : '', evidence]);
}

function documentLines(sheet: Sheet, indent: number, statements: readonly ExplainedStatement[], brief: boolean): readonly string[] {
  const [first] = statements;
  if (first === undefined) return [];
  const { document, attached, statement, outcome, text } = first;
  // one line says it where there is no statement to tell of
  if (statement === null && attached === '') {
    const head = prose(sheet, indent, `${document}: ${outcome}`, indent + 2);
    return [...head, ...jsonLines(sheet, indent + 4, text), ...placeLines(sheet, indent + 2, first)];
  }
  // one that is attached in several places and says the same in each is told once
  const attachments = groupBy(statements, (each) => each.attached);
  const alike = groupBy(attachments.values(), (own) => JSON.stringify(own.map((each) => ({ ...each, attached: '' }))));
  return [
    ...prose(sheet, indent, document, indent + 2),
    ...[...alike.values()].flatMap((same) => [
      ...same.flatMap(([each]) => (each === undefined || each.attached === '' ? [] : prose(sheet, indent + 2, each.attached, indent + 4))),
      ...(same[0] ?? []).flatMap((each) => statementLines(sheet, indent + 2, each, brief)),
    ]),
    ...placeLines(sheet, indent + 2, first),
  ];
}

function statementLines(sheet: Sheet, indent: number, told: ExplainedStatement, brief: boolean): readonly string[] {
  const { statement, outcome, text, conditions } = told;
  const shown = brief && conditions.every(({ settled }) => settled === 'decided');
  return [
    ...prose(sheet, indent, statement === null ? outcome : `${statement}: ${outcome}`, indent + 2),
    ...jsonLines(sheet, indent + 2, shown ? null : text),
    ...conditionLines(sheet, indent + 2, told, brief),
  ];
}

function jsonLines(sheet: Sheet, indent: number, text: Json | null): readonly string[] {
  return text === null ? [] : prose(sheet, indent, shortened(text)).map((line) => faint(sheet, indent, line));
}

/** Of a Deny that does not apply its outcome says which condition decides. */
function conditionLines(sheet: Sheet, indent: number, { conditions, reason, says }: ExplainedStatement, brief: boolean): readonly string[] {
  const left = brief && reason === 'condition-false' ? [] : conditions;
  const by = says === 'denies' ? { ...settledBy, 'by-holder': 'the holder can see to it that it does not hold' } : settledBy;
  return left.flatMap(({ text, settled }) =>
    prose(sheet, indent, settled === 'decided' ? `condition ${text}` : `condition ${text}: ${by[settled]}`, indent + 2),
  );
}

function placeLines(sheet: Sheet, indent: number, { evidence }: ExplainedStatement): readonly string[] {
  if (evidence.length === 0) return [];
  const places = evidence.slice(0, PLACES).map(({ page, pointer }) => `page ${page.slice(0, 12)} ${pointer}`);
  const more = evidence.length > PLACES ? [`and ${evidence.length - PLACES} more places; all of them with --format json`] : [];
  return [...places, ...more].flatMap((each) => prose(sheet, indent, each, indent + 2)).map((line) => faint(sheet, indent, line));
}

/** JSON on one line with a space between its parts, so that it can be wrapped. */
export function shortened(item: Json, longest = LONGEST): string {
  const text = JSON.stringify(item, null, 1).replace(/\n */g, ' ');
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}
