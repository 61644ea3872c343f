import { DAY_MS, instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { Instant } from '../../../../../src/base/instant.ts';
import type { BoundarySpan } from '../../../../../src/contract/connector.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { BoundaryId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { askedFrom, boundariesTold } from '../../../log-span.ts';
import { tenantsIn } from '../../graph-page.ts';
import type { EntraSettings } from '../../settings.ts';
import { auditCalls, logs } from './calls.ts';
import { auditLog } from './surfaces.ts';

/** Without a premium licence the service keeps seven days, and refuses to be asked about earlier ones: a day less is sure to be there. */
const DAYS_WITHOUT_LICENCE = 6;

/**
 * The logs of each tenant since `auditDays` before the tenant's own page was received. That page is in the capture, so that a scan that goes
 * on later asks the very same. Where its time is not known, nothing is asked.
 */
export function planAudit(seen: FactIndex, _stage: number, settings: EntraSettings): readonly Task[] {
  return tenantsIn(seen).flatMap(({ boundary, at, tenant }) =>
    at === null ? [] : auditTasks({ boundary, at, isPremium: tenant.hasSignInActivity === true }, [], settings),
  );
}

/** A tenant whose log is asked at a moment. That it has no premium licence, or may have none, limits how far back it is asked. */
export interface AuditedTenant {
  readonly boundary: BoundaryId;
  readonly at: Instant;
  readonly isPremium: boolean;
}

/**
 * The logs of a tenant up to a moment: since the latest moment that they were told of whole, less the time they may be late, and no further back than
 * the settings ask and the service keeps. `since`: what was told of whole before, of whatever boundary and source.
 */
export function auditTasks(
  { boundary, at, isPremium }: AuditedTenant,
  since: readonly BoundarySpan[],
  { auditDays }: Pick<EntraSettings, 'auditDays'>,
): readonly Task[] {
  const now = parseInstant(at);
  if (now === undefined) return [];
  const days = isPremium ? auditDays : Math.min(auditDays, DAYS_WITHOUT_LICENCE);
  const from = askedFrom(boundary, auditLog.id, now - days * DAY_MS, now, since);
  return auditCalls.flatMap(({ name }) =>
    logs.map(([service, category]) => ({
      boundary,
      surface: auditLog.id,
      args: { call: name, service, ...(category === null ? {} : { category }), from: instantOf(from), to: instantOf(now) },
    })),
  );
}

/**
 * What is asked of the logs of tenants that were told of whole before. Whether a tenant has a premium licence is not known yet: where it would
 * matter, the log is read by the settings alone, once that was told.
 */
export function auditTasksSince(since: readonly BoundarySpan[], settings: EntraSettings, at: Instant): readonly Task[] {
  const now = parseInstant(at);
  if (now === undefined) return [];
  return boundariesTold(auditLog.id, since).flatMap((boundary) => {
    const from = askedFrom(boundary, auditLog.id, -Infinity, now, since);
    if (from < now - DAYS_WITHOUT_LICENCE * DAY_MS) return [];
    return auditTasks({ boundary, at, isPremium: true }, since, settings);
  });
}
