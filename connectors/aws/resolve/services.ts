import { byCodeUnit } from '../../../src/base/order.ts';
import type { Capability } from '../../../src/model/capability.ts';
import type { ScopeId } from '../../../src/model/ids.ts';
import { capabilityRows, universeOf } from './capabilities.ts';

/** Who can do anything has a use for it where it decides who else may: what is left are rights to everything but control. */
const control: ReadonlySet<Capability> = new Set(['grant-privilege', 'change-guardrail']);

/** A row's capability; who assumes a role acts as it. */
function given(capability: Capability | 'assume'): Capability {
  return capability === 'assume' ? 'impersonate' : capability;
}

/**
 * The services one speaks to in using a capability on a scope, by the prefixes of their actions, sorted: of `administer` those that
 * decide who may do what. Empty for a capability that no action of the table gives on such a scope.
 */
export function servicesBehind(capability: Capability, scope: ScopeId): readonly string[] {
  const wanted = capability === 'administer' ? control : new Set<Capability>([capability]);
  const owner = capability === 'administer' ? undefined : serviceOf(scope);
  const services = capabilityRows
    .filter((row) => wanted.has(given(row.capability)))
    .filter(({ on }) => owner === undefined || serviceOf(universeOf(on, 'aws', '000000000000')) === owner)
    .map(({ action }) => action.slice(0, action.indexOf(':')));
  return [...new Set(services)].sort(byCodeUnit);
}

/** The service that owns what an ARN names; `undefined` for whole boundaries and patterns that leave it open. */
function serviceOf(scope: string): string | undefined {
  const service = scope.startsWith('arn:') ? scope.split(':', 3)[2] : undefined;
  return service === undefined || service.includes('*') ? undefined : service;
}
