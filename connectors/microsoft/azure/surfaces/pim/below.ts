import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { AzureFact } from '../../facts.ts';
import type { Asked } from '../common/asked.ts';
import type { Seen } from '../places/seen.ts';

/**
 * Resource groups and resources at which a role has to be switched on, or was. A role has a policy of its own at each of them, which the list of the
 * subscription does not hold (https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-configure-role-settings).
 * Sorted; each once.
 */
export function placesBelow(seen: FactIndex, { subscriptions }: Seen): readonly Asked[] {
  const scopes = new Set<string>();
  for (const { value: json } of seen.ofKind('attachment')) {
    const value = json as unknown as AzureFact;
    if (value.type !== 'role-instance' && value.type !== 'role-schedule') continue;
    if (value.of === 'eligibility' || value.assignment === 'activated') scopes.add(value.scope);
  }
  const tenants = new Map(subscriptions.map(({ subscription, tenant }) => [subscription, tenant] as const));
  return [...scopes].sort(byCodeUnit).flatMap((scope): readonly Asked[] => {
    const [, subscription = '', below] = /^\/subscriptions\/([^/]+)\/(.+)$/.exec(scope) ?? [];
    const tenant = tenants.get(subscription);
    return tenant === undefined || below === undefined ? [] : [{ tenant, subscription, below }];
  });
}
