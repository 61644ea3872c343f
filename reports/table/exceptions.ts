import { counted } from '../../src/base/text/count.ts';
import { groupBy } from '../../src/base/group.ts';
import { minuteAfter, minuteOf } from '../../src/base/text/moment.ts';
import type { Ink } from '../../src/base/text/paint.ts';
import { heading, inked, labelled, prose, type Sheet } from '../../src/base/text/sheet.ts';
import type { ExceptionMatcher, ExceptionStanding } from '../../src/model/exception.ts';
import type { Report } from '../../src/model/report.ts';
import { leftOut } from './left-out.ts';

const LINES = 20;
const COLUMN = 14;

const inks: Readonly<Record<ExceptionStanding['state'], Ink>> = {
  invalid: 'unread',
  expired: 'unread',
  revoked: 'faint',
  'not-begun': 'faint',
  'in-force': 'complete',
};
/** What does not hold, and may be thought to, comes first. */
const order: readonly ExceptionStanding['state'][] = ['invalid', 'expired', 'in-force', 'not-begun', 'revoked'];

/** Every exception on record with its state. Nothing where there is none, or no history was at hand. */
export function exceptionsSection(sheet: Sheet, { assurance }: Report): readonly string[] {
  const all = assurance?.exceptions ?? [];
  if (all.length === 0) return [];
  const groups = groupBy(all, ({ state }) => state);
  const sorted = order.flatMap((state) => groups.get(state) ?? []);
  const says = order.flatMap((state) => {
    const of = groups.get(state);
    return of === undefined ? [] : [`${of.length} ${state.replace('-', ' ')}`];
  });
  return [
    ...heading(sheet, 'Exceptions', says.join(', ')),
    ...sorted.slice(0, LINES).flatMap((each) => exceptionLines(sheet, each)),
    ...leftOut(sheet, 2, sorted.length - LINES, 'exception'),
  ];
}

function exceptionLines(sheet: Sheet, { exception, state, faults, covers, fresh, gone }: ExceptionStanding): readonly string[] {
  const { id, kind, owner, approver, reference, reason, start, end } = exception;
  const matches = [
    `moves aside ${counted(covers.length, 'finding')} of at most ${exception.maxMatches}`,
    `${counted(fresh.length, 'finding')} new since it was approved`,
    `${gone.length} gone`,
  ].join(', ');
  const dates = [
    `approved ${minuteOf(exception.approvedAt)}`,
    exception.reviewedAt === null ? 'never reviewed' : `reviewed ${minuteOf(exception.reviewedAt)}`,
    exception.testedAt === null ? 'never tested' : `tested ${minuteOf(exception.testedAt)}`,
    ...(exception.revokedAt === null ? [] : [`withdrawn ${minuteOf(exception.revokedAt)}`]),
  ].join(', ');
  const word = state.replace('-', ' ');
  const [first = '', ...rest] = labelled(
    sheet,
    2,
    word,
    `${id} (${kind}), ${minuteOf(start)} to ${minuteAfter(end)}: ${reason}`,
    COLUMN,
    inks[state],
  );
  return [
    first,
    ...rest,
    ...prose(sheet, COLUMN, `${matcherText(exception.matcher)}; ${matches}`),
    ...prose(sheet, COLUMN, `owner ${owner}, approver ${approver}, ${reference}; ${dates}`),
    ...exception.compensating.flatMap((each) => prose(sheet, COLUMN, `instead: ${each}`)),
    ...faults.flatMap((fault) => prose(sheet, COLUMN, `fault: ${fault}`)).map((line) => inked(sheet, COLUMN, 'fault', line, 'unread')),
  ];
}

function matcherText({ rule, subject, boundary, capability, scope, fingerprint }: ExceptionMatcher): string {
  const parts = [
    ['rule', rule],
    ['subject', subject],
    ['in', boundary],
    ['capability', capability],
    ['on', scope],
    ['finding', fingerprint?.slice(0, 12) ?? null],
  ] as const;
  return parts.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`])).join(', ');
}
