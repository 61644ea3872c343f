import { counted, grouped } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { heading, labelled, prose, type Sheet } from '../../base/text/sheet.ts';
import type { ExceptionMatcher, PrivilegeException } from '../../model/exception.ts';
import type { Approvable } from '../../run/exceptions/approve.ts';
import type { ExceptionPast } from '../../run/exceptions/kept.ts';
import type { ExceptionLine } from '../../run/exceptions/list.ts';

/** So many findings are shown; JSON has all. */
const SHOWN = 20;

const states: Readonly<Record<ExceptionLine['state'], string>> = {
  'in-force': 'in force',
  'not-begun': 'not begun',
  expired: 'expired',
  revoked: 'revoked',
  invalid: 'invalid, covers nothing',
};

/** What an exception would cover, before it is kept. */
export function* approvableLines(
  sheet: Sheet,
  { exception, covers, refused }: Approvable,
  analysis: string,
  asOf: string,
): Iterable<string> {
  const { id, kind, maxMatches } = exception;
  yield* prose(sheet, 0, `${id} (${kind}): covers ${counted(covers.length, 'finding')} of at most ${grouped(maxMatches)}`, 2);
  yield* labelled(sheet, 2, 'analysis', `${analysis.slice(0, 12)}, as of ${minuteOf(asOf)} UTC`);
  yield* terms(sheet, exception);
  for (const { rule, subject, severity, scope, fingerprint } of covers.slice(0, SHOWN))
    yield* prose(sheet, 2, `${fingerprint.slice(0, 12)} ${severity} ${rule}: ${subject.name}${scope === null ? '' : ` on ${scope}`}`, 4);
  if (covers.length > SHOWN) yield* prose(sheet, 2, `and ${grouped(covers.length - SHOWN)} more`);
  if (refused.length > 0) {
    yield* prose(sheet, 2, `stays a finding, for no exception may cover it: ${counted(refused.length, 'match', 'matches')}`, 4);
    for (const { finding, why } of refused.slice(0, SHOWN)) yield* prose(sheet, 4, `${finding.rule}: ${finding.subject.name}, ${why}`, 6);
  }
}

export function* listLines(sheet: Sheet, lines: readonly ExceptionLine[]): Iterable<string> {
  yield* heading(sheet, 'Exceptions', lines.length === 0 ? 'none' : counted(lines.length, 'exception')).slice(1);
  for (const line of lines) {
    const { exception, state, faults } = line;
    const left = state === 'in-force' || state === 'not-begun' ? `, ${counted(line.daysLeft, 'day')} left` : '';
    yield* prose(sheet, 2, `${exception.id} (${exception.kind}): ${states[state]}${left}, until ${minuteOf(exception.end)} UTC`, 4);
    yield* labelled(sheet, 4, 'owner', `${exception.owner}, approved by ${exception.approver}: ${exception.reference}`, 12);
    yield* labelled(sheet, 4, 'covers', seenText(line), 12);
    for (const fault of faults) yield* labelled(sheet, 4, 'fault', fault, 12);
  }
}

export function* showLines(sheet: Sheet, line: ExceptionLine, { versions }: ExceptionPast): Iterable<string> {
  const { exception, state, faults } = line;
  yield* heading(sheet, exception.id, `${exception.kind}, ${states[state]}`).slice(1);
  yield* terms(sheet, exception);
  yield* labelled(sheet, 2, 'covers', seenText(line));
  yield* labelled(
    sheet,
    2,
    'frozen',
    `${counted(exception.frozen.length, 'finding')} when it was approved, of at most ${grouped(exception.maxMatches)}`,
  );
  for (const fault of faults) yield* labelled(sheet, 2, 'fault', fault);
  yield* heading(sheet, 'Decided', counted(versions.length, 'version'));
  for (const { version, change, recordedAt } of versions) {
    const note = change.note === null ? '' : `: ${change.note}`;
    yield* prose(sheet, 2, `${version}  ${change.what} by ${change.by} ${minuteOf(change.at)}, kept ${minuteOf(recordedAt)} UTC${note}`, 5);
  }
}

function* terms(sheet: Sheet, exception: PrivilegeException): Iterable<string> {
  const { matcher, owner, approver, reference, reason, compensating, start, end, approvedAt, reviewedAt, testedAt, revokedAt } = exception;
  yield* labelled(sheet, 2, 'matches', matcherText(matcher));
  yield* labelled(sheet, 2, 'owner', owner);
  yield* labelled(sheet, 2, 'approved', `by ${approver} ${minuteOf(approvedAt)} UTC: ${reference}`);
  yield* labelled(sheet, 2, 'reason', reason);
  for (const each of compensating) yield* labelled(sheet, 2, 'instead', each);
  yield* labelled(sheet, 2, 'holds', `${minuteOf(start)} to ${minuteOf(end)} UTC`);
  if (reviewedAt !== null) yield* labelled(sheet, 2, 'reviewed', `${minuteOf(reviewedAt)} UTC`);
  if (testedAt !== null) yield* labelled(sheet, 2, 'tested', `${minuteOf(testedAt)} UTC`);
  if (revokedAt !== null) yield* labelled(sheet, 2, 'revoked', `${minuteOf(revokedAt)} UTC`);
}

function matcherText(matcher: ExceptionMatcher): string {
  const { rule, subject, boundary, capability, scope, fingerprint } = matcher;
  return Object.entries({ rule, subject, boundary, capability, scope, fingerprint })
    .flatMap(([name, wanted]) => (wanted === null ? [] : [`${name} ${wanted}`]))
    .join(', ');
}

function seenText({ seen, exception }: ExceptionLine): string {
  if (seen === null) return `approved for ${grouped(exception.frozen.length)}; no analysis was made with it yet`;
  const { covers, fresh, gone, asOf } = seen;
  const parts = [
    counted(covers.length, 'finding'),
    ...(fresh.length === 0 ? [] : [`${grouped(fresh.length)} matched since, which are findings`]),
    ...(gone.length === 0 ? [] : [`${grouped(gone.length)} not found any more`]),
  ];
  return `${parts.join('; ')} (as of ${minuteOf(asOf)} UTC)`;
}
