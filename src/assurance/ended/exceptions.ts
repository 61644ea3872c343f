import { byKeys } from '../../base/order.ts';
import type { Capability } from '../../model/capability.ts';
import { matchesText } from '../../model/exception-match.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import type { BoundaryId, EntityId, ScopeId } from '../../model/ids.ts';
import type { Scopes } from '../../model/scope.ts';
import { dominatesAt } from '../../paths/dominance.ts';
import type { FrozenMatch } from '../input.ts';
import { msOf, msOrNull } from './moments.ts';

/** What an exception is asked about. */
export interface Excepted {
  readonly subject: EntityId;
  readonly boundary: BoundaryId;
  readonly gives: readonly { readonly capability: Capability; readonly scope: ScopeId }[];
}

/**
 * Those in force, by id, whose owner, approver and subject are three, and that are about what somebody holds: those about the findings of one rule,
 * or about one finding, say nothing of any other.
 */
export function inForce(exceptions: readonly PrivilegeException[], now: number): readonly PrivilegeException[] {
  return exceptions
    .filter(({ matcher, owner, approver, approvedAt, start, end, revokedAt }) => {
      const holds = msOf(approvedAt) <= now && msOf(start) <= now && now < msOf(end) && (msOrNull(revokedAt) ?? Infinity) > now;
      const apart = owner !== approver && owner !== matcher.subject && approver !== matcher.subject;
      return holds && apart && matcher.subject !== null && matcher.rule === null && matcher.fingerprint === null;
    })
    .sort(byKeys(({ id }) => id));
}

/** A right by which somebody has another way, and what it hangs on: of a way through links the sources of those too. */
export interface WayHeld {
  readonly subject: EntityId;
  readonly uid: string | null;
  readonly boundary: BoundaryId;
  readonly grant: { readonly capability: Capability; readonly scope: ScopeId };
  readonly sources: readonly string[];
}

/**
 * Whether an exception covers a way: it matches, and was approved for a finding about this right, or a greater one, of the same holder by the same source. A
 * way that came after the approval is no such finding, and nobody accepted it.
 */
export function coversWay(
  exceptions: readonly PrivilegeException[],
  frozen: ReadonlyMap<string, FrozenMatch>,
  { subject, uid, boundary, grant, sources }: WayHeld,
  scopes: Scopes,
): boolean {
  return exceptions.some(
    (exception) =>
      exceptionOf([exception], { subject, boundary, gives: [grant] }) !== null &&
      exception.frozen.some((fingerprint) => {
        const match = frozen.get(fingerprint);
        if (match === undefined || match.capability === null || match.scope === null) return false;
        const isSame = match.subject === subject && match.uid === uid && sources.includes(match.source);
        return isSame && dominatesAt(match.capability, match.scope, grant.capability, grant.scope, scopes);
      }),
  );
}

/** The id of the first that covers all that is asked about; `null`: none does. */
export function exceptionOf(exceptions: readonly PrivilegeException[], { subject, boundary, gives }: Excepted): string | null {
  const found = exceptions.find(({ matcher }) => {
    if (!matchesText(matcher.subject, subject) || !matchesText(matcher.boundary, boundary)) return false;
    if (matcher.capability === null && matcher.scope === null) return true;
    return (
      gives.length > 0 && gives.every((each) => matchesText(matcher.capability, each.capability) && matchesText(matcher.scope, each.scope))
    );
  });
  return found?.id ?? null;
}
