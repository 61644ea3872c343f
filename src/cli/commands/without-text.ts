import { groupBy } from '../../base/group.ts';
import { counted } from '../../base/text/count.ts';
import { faint, heading, prose, type Sheet } from '../../base/text/sheet.ts';
import type { Finding } from '../../model/finding.ts';
import type { Gap } from '../../model/gap.ts';
import { tallyOf, type CompareOutcome, type ComparedReach } from '../../paths/compare.ts';
import type { PathEntry } from '../../paths/query.ts';
import type { FindingChanges, WhatIf } from '../../run/what-if.ts';
import { byOfGrant, byOfLink, stepLines, whoText } from '../way.ts';
import { askedText, changesText, closedText, elementsText, entryText, gapText, heldText, summaryText } from './without-words.ts';

/** So many identities, rights of one, gaps and findings are shown; the rest are counted. `--format json` has all. */
const IDENTITIES = 10;
const RIGHTS = 3;
const GAPS = 5;
const FINDINGS = 10;
const WAYS = 3;

/** The answer for a terminal: what was understood, the whole in one sentence, then what becomes of whom. */
export function* textLines(answer: WhatIf, sheet: Sheet): Iterable<string> {
  for (const line of allLines(answer, sheet)) yield `${line}\n`;
}

function* allLines(answer: WhatIf, sheet: Sheet): Iterable<string> {
  const { comparison, elements, query } = answer;
  yield* understood(answer, sheet);
  yield '';
  yield* prose(sheet, 0, summaryText(askedText(query), tallyOf(comparison))).map((line) => sheet.paint('heading', line));
  const changes = changesText(elements, comparison.gaining.length > 0);
  yield* prose(sheet, 0, changes);
  for (const says of closedText(answer.entries)) yield* prose(sheet, 0, says);
  for (const group of groups) yield* groupLines(answer, sheet, group);
  const untouched = comparison.reaches.filter((each) => each.outcome === 'unchanged' && !each.another);
  if (untouched.length > 0) {
    const who = new Set(untouched.map((each) => each.identity)).size;
    yield '';
    yield* prose(sheet, 0, `not touched: ${counted(untouched.length, 'right')} of ${counted(who, 'identity', 'identities')}`);
  }
  yield* entryLines(answer, sheet);
  if (answer.findings !== null) yield* findingLines(answer.findings, sheet);
}

function* understood({ removed }: WhatIf, sheet: Sheet): Iterable<string> {
  for (const { text, id, grants, links, limits, notes } of removed) {
    const rests = elementsText({ grants, links });
    yield* prose(sheet, 0, `without: ${text}${rests === '' ? '' : `: ${rests}`}`, 9);
    if (!text.includes(id)) for (const line of prose(sheet, 9, id, 11)) yield faint(sheet, 9, line);
    if (limits) yield* prose(sheet, 9, 'it limits: without it somebody may reach more', 11);
    for (const note of notes) yield* prose(sheet, 9, note, 11);
  }
}

interface Group {
  readonly title: string;
  readonly says: string;
  readonly outcome: CompareOutcome;
  readonly another?: true;
  /** Which way is shown. */
  readonly shows: 'before' | 'after';
}

/** What has to be seen first stands first. */
const groups: readonly Group[] = [
  { title: 'New', says: 'not held before: the removal GIVES it', outcome: 'new', shows: 'after' },
  { title: 'Raised', says: 'held before, and now it leads to tier 0', outcome: 'raised', shows: 'after' },
  { title: 'Stronger', says: 'held in a stronger way than before', outcome: 'stronger', shows: 'after' },
  {
    title: 'Undetermined',
    says: 'not found any more, but something that was not read could still give it',
    outcome: 'undetermined',
    shows: 'before',
  },
  { title: 'Gone', says: 'no other way, and nothing unread that could give one', outcome: 'gone', shows: 'before' },
  { title: 'No tier 0', says: 'still held, and leads to no tier 0 any more', outcome: 'lowered', shows: 'after' },
  { title: 'Weaker', says: 'still held, in a weaker way', outcome: 'weaker', shows: 'after' },
  { title: 'Remains', says: 'still held, by another way', outcome: 'unchanged', another: true, shows: 'after' },
];

function* groupLines(answer: WhatIf, sheet: Sheet, { title, says, outcome, another, shows }: Group): Iterable<string> {
  const { reaches, identities } = answer.comparison;
  const own = reaches.filter((each) => each.outcome === outcome && (another === undefined || each.another));
  if (own.length === 0) return;
  const byIdentity = [...groupBy(own, (each) => each.identity)];
  const who = counted(byIdentity.length, 'identity', 'identities');
  yield* heading(sheet, title, `${counted(own.length, 'right')} of ${who}: ${says}`);
  const kept = new Map(identities.map((each) => [each.identity, each.outcome]));
  for (const [id, rights] of byIdentity.slice(0, IDENTITIES)) {
    const keeps = outcome === 'gone' && kept.get(id) !== 'loses' ? `, which keeps ${askedText(answer.query)} otherwise` : '';
    yield* identityLines(answer, sheet, id, keeps);
    for (const right of rights.slice(0, RIGHTS)) yield* rightLines(answer, sheet, right, shows);
    yield* more(sheet, 2, rights.length - RIGHTS, 'right');
  }
  yield* more(sheet, 0, byIdentity.length - IDENTITIES, 'identity', 'identities');
  yield* missingLines(sheet, own);
}

function identityLines({ before, after }: WhatIf, sheet: Sheet, id: string, keeps: string): readonly string[] {
  const identity = before.identity(id) ?? after.identity(id);
  const name = identity === undefined ? id : whoText(identity.kind, identity.name);
  const told = identity === undefined || id === identity.name || id === `${identity.kind}:${identity.name}`;
  return [
    ...prose(sheet, 0, `${name}${keeps}`, 2).map((line) => sheet.paint('heading', line)),
    ...(told ? [] : prose(sheet, 2, id, 4).map((line) => faint(sheet, 2, line))),
  ];
}

function* rightLines(answer: WhatIf, sheet: Sheet, right: ComparedReach, shows: 'before' | 'after'): Iterable<string> {
  const { before, after, jewel, capability, scope } = right;
  const [was, is] = [before, after].map((each) => (each === null ? null : heldText(each)));
  const changes = was !== null && is !== null && was !== is ? `${was} → ${is}` : (is ?? was ?? '');
  yield* prose(sheet, 2, `${jewel === undefined ? `${capability} on` : `crown jewel ${jewel},`} ${scope}: ${changes}`, 4);
  const shown = right[shows];
  if (shown !== null) yield* wayLines(answer, sheet, shown, shows);
}

function* wayLines(answer: WhatIf, sheet: Sheet, entry: PathEntry, side: 'before' | 'after'): Iterable<string> {
  const view = answer[side];
  const nameOf = (id: string): string => view.identity(id)?.name ?? id;
  for (const link of entry.links) {
    const head = `${link.how} ${view.identity(link.to)?.kind ?? ''} ${nameOf(link.to)}`.replace('  ', ' ');
    yield* stepLines(sheet, 4, head, byOfLink(link, nameOf(link.from), nameOf(link.to)));
  }
  yield* stepLines(sheet, 4, `${entry.via.capability} on ${entry.via.scope}`, byOfGrant(entry.via));
  if (side === 'after') for (const text of entry.caveats.slice(0, RIGHTS)) yield* prose(sheet, 4, `but ${text}`, 8);
}

function* missingLines(sheet: Sheet, own: readonly ComparedReach[]): Iterable<string> {
  const gaps = new Map<string, number>();
  const tell = (gap: Gap): void => void gaps.set(gapText(gap), (gaps.get(gapText(gap)) ?? 0) + 1);
  for (const each of own) each.missing.forEach(tell);
  if (gaps.size === 0) return;
  yield* prose(sheet, 2, 'not read, and could give it still:', 4);
  for (const [text, count] of [...gaps].slice(0, GAPS)) yield* prose(sheet, 4, `${text} (${counted(count, 'right')})`, 6);
  yield* more(sheet, 4, gaps.size - GAPS, 'gap');
}

function* entryLines({ entries, before }: WhatIf, sheet: Sheet): Iterable<string> {
  if (entries.length === 0) return;
  yield* heading(
    sheet,
    'Ways in',
    `of ${counted(entries.length, 'identity', 'identities')} change; what they may do does not change by that`,
  );
  // who can be entered as before, and only by one party less, is shown where there is room
  const changed = entries.filter((each) => each.before.state !== each.after.state || each.before.persistence !== each.after.persistence);
  const shown = (entries.length <= WAYS ? entries : changed).slice(0, IDENTITIES);
  for (const { identity, before: was, after: now, reaches } of shown) {
    const told = before.identity(identity);
    yield* prose(sheet, 0, told === undefined ? identity : whoText(told.kind, told.name), 2).map((line) => sheet.paint('heading', line));
    yield* prose(sheet, 2, `were: ${entryText(was)}`, 4);
    yield* prose(sheet, 2, `remain: ${entryText(now)}`, 4);
    if (reaches && now.state === 'none-seen') yield* prose(sheet, 2, 'its rights stay, for whoever opens a way in again', 4);
  }
  yield* more(sheet, 0, entries.length - shown.length, 'identity', 'identities');
}

function* findingLines({ gone, opened, moved, appearing, staying }: FindingChanges, sheet: Sheet): Iterable<string> {
  yield* heading(
    sheet,
    'Findings',
    `${gone.length} go, ${moved.length} stay by another cause, ${opened.length} become undetermined, ${appearing.length} appear, ${staying} stay`,
  );
  yield* prose(sheet, 2, 'of those that what was read now tells; what rests on history and records of life cycles is not judged again');
  const parts: readonly (readonly [string, readonly Finding[]])[] = [
    ['appears', appearing],
    ['goes', gone],
    ['becomes undetermined', opened],
    ['stays', moved],
  ];
  for (const [says, all] of parts) {
    for (const each of all.slice(0, FINDINGS)) {
      const by = says === 'stays' ? `, now by ${each.rootCause.name}` : '';
      yield* prose(sheet, 2, `${says}: ${each.fingerprint.slice(0, 12)} ${each.severity} ${each.rule}: ${each.subject.name}${by}`, 4);
    }
    yield* more(sheet, 2, all.length - FINDINGS, 'finding');
  }
}

function more(sheet: Sheet, indent: number, count: number, one: string, many?: string): readonly string[] {
  return count > 0 ? prose(sheet, indent, `and ${counted(count, one, many)} more: --format json has all`) : [];
}
