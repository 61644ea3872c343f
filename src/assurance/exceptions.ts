import { DAY_MS, parseInstant, type Instant } from '../base/instant.ts';
import { byKeys } from '../base/order.ts';
import { asksForForbidden, isAboutSomething } from '../model/exception-match.ts';
import type { ExceptionKind, ExceptionStanding, PrivilegeException } from '../model/exception.ts';
import type { View } from '../model/view.ts';
import { partiesOf, type Parties } from '../paths/parties.ts';

/** The policy: how many days an exception may last from its start to its end, by kind. */
export type LongestDays = Readonly<Record<ExceptionKind, number>>;

/**
 * Exceptions as they stand at the moment of a view, by id. What they cover is told when findings are there. Expired, revoked and invalid ones are
 * told too: that they no longer hold is worth knowing.
 */
export function exceptionStandings(
  exceptions: readonly PrivilegeException[],
  view: View,
  longest: LongestDays,
): readonly ExceptionStanding[] {
  if (exceptions.length === 0) return [];
  const parties = partiesOf(
    view,
    exceptions.flatMap(({ owner, approver }) => [owner, approver]),
  );
  return exceptions
    .map((exception): ExceptionStanding => {
      const faults = exceptionFaults(exception, longest, parties);
      return { exception, state: exceptionState(exception, faults, view.asOf), faults, covers: [], fresh: [], gone: [] };
    })
    .sort(byKeys(({ exception }) => exception.id));
}

/** One that was revoked or has ended is that, whatever else was wrong with it. */
export function exceptionState(
  { start, end, approvedAt, revokedAt }: PrivilegeException,
  faults: readonly string[],
  at: Instant,
): ExceptionStanding['state'] {
  const now = msOf(at);
  if (revokedAt !== null && msOf(revokedAt) <= now) return 'revoked';
  if (msOf(end) <= now) return 'expired';
  if (faults.length > 0) return 'invalid';
  return msOf(start) > now || msOf(approvedAt) > now ? 'not-begun' : 'in-force';
}

/** What is wrong with one, each in words; none: it may be in force. */
export function exceptionFaults(exception: PrivilegeException, longest: LongestDays, parties: Parties): readonly string[] {
  const { kind, matcher, maxMatches, owner, approver, start, end, frozen } = exception;
  const faults: string[] = [];
  const days = (msOf(end) - msOf(start)) / DAY_MS;
  if (blank(owner)) faults.push('nobody owns it');
  if (blank(approver)) faults.push('nobody approved it');
  if (!blank(owner) && parties.isSame(owner, approver)) faults.push('approver is owner');
  if (!isAboutSomething(matcher)) faults.push('it names neither a rule nor a subject');
  if (matcher.subject !== null && !matcher.subject.endsWith('*')) {
    const subject = { id: matcher.subject, uid: null, name: matcher.subject };
    if (!blank(owner) && parties.isOf(owner, subject)) faults.push('owner is the subject');
    if (!blank(approver) && parties.isOf(approver, subject)) faults.push('approver is the subject');
  }
  if (kind === 'break-glass' && blank(matcher.subject)) faults.push('it is for break-glass and does not say whose account');
  if (blank(exception.reference)) faults.push('it refers to no decision');
  if (blank(exception.reason)) faults.push('it gives no reason');
  const forbidden = asksForForbidden(exception);
  if (forbidden !== null) faults.push(forbidden);
  if (!(days > 0)) faults.push('it ends before it begins');
  else if (days > longest[kind]) faults.push(`it lasts ${Math.ceil(days)} days, and ${kind} exceptions may last ${longest[kind]}`);
  if (frozen.length > maxMatches) faults.push(`it was approved for ${maxMatches} and covers ${frozen.length}`);
  return faults;
}

function blank(text: string | null): boolean {
  return text === null || text.trim() === '';
}

/** What is no time is `NaN`, and compares with nothing. */
function msOf(at: Instant): number {
  return parseInstant(at) ?? Number.NaN;
}
