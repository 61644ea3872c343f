import { DAY_MS, instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { SeenTenant } from '../../graph-page.ts';
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
  return tenantsIn(seen).flatMap((each) => {
    const from = startOf(each, settings.auditDays);
    if (from === undefined) return [];
    return auditCalls.flatMap(({ name }) =>
      logs.map(([service, category]) => ({
        boundary: each.boundary,
        surface: auditLog.id,
        args: { call: name, service, ...(category === null ? {} : { category }), from },
      })),
    );
  });
}

/** That a tenant has no premium licence, or may have none, limits how far back it is asked. */
function startOf({ tenant, at }: SeenTenant, auditDays: number): string | undefined {
  const now = at === null ? undefined : parseInstant(at);
  if (now === undefined) return undefined;
  const days = tenant.hasSignInActivity === true ? auditDays : Math.min(auditDays, DAYS_WITHOUT_LICENCE);
  return instantOf(now - days * DAY_MS);
}
