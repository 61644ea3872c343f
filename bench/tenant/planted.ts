import { hasOrphan } from './arm/access.ts';
import { counts, plants } from './graph/applications.ts';
import { GONE } from './graph/roles.ts';
import type { Tenant } from './tenant.ts';

/** How often each of these rules has to fire, counted in the tenant itself. */
export function plantedFaults(tenant: Tenant): Readonly<Record<string, number>> {
  const { apps, subscriptions } = tenant.size;
  const numbers = (to: number): readonly number[] => Array.from({ length: to }, (_, at) => at);
  const of = (...holds: readonly ((at: number) => boolean)[]): number =>
    numbers(apps).filter((at) => holds.every((each) => each(at))).length;
  return {
    // with a secret of two years, and not of half a year
    'client-secret-long-lived': of(plants.longSecret),
    'credential-expired-kept': of(plants.expiredSecret),
    // those in the directory, and those in subscriptions
    'orphaned-assignment': GONE + numbers(subscriptions).filter(hasOrphan).length,
    // User Access Administrator at the root
    'root-scope-assignment': 1,
    // may change every application of the tenant
    'foreign-application-privileged': Math.ceil(counts(tenant).foreign / 4),
  };
}
