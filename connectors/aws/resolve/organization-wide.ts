import type { ScopeId } from '../../../src/model/ids.ts';
import type { Right } from '../rights/rights.ts';
import { organizationScope } from '../scopes.ts';
import type { Place } from './organization.ts';

const elsewhere = new WeakMap<Right, Map<string, Right>>();

/** What an action that works for the whole organization comes to in an account; `undefined` = nothing. `action`: `sso:…` */
export function organizationWide(right: Right, action: string, place: Place): Right | undefined {
  if (place.role === 'management') return right;
  const text = dependsOn(action, place);
  if (text === undefined) return undefined;
  let known = elsewhere.get(right);
  if (known === undefined) elsewhere.set(right, (known = new Map<string, Right>()));
  let held = known.get(text);
  if (held === undefined) {
    held = { ...right, presence: 'possible', conditions: [...right.conditions, { text, settled: 'outside' }] };
    known.set(text, held);
  }
  return held;
}

/**
 * The organization as a scope, for an account that is known to act for it: its management account, and a delegated administrator. `null` for
 * any other: whether what it may do works beyond the account is not known.
 */
export function organizationOf({ role, membership, delegation }: Place): ScopeId | null {
  if (membership === null || membership === undefined) return null;
  return role === 'management' || delegation.administers === 'yes' ? organizationScope(membership.organization) : null;
}

/** What it depends on that nothing read decides; `undefined`: it works for nothing there. */
function dependsOn(action: string, { role, delegation }: Place): string | undefined {
  if (role === 'none') return undefined;
  if (role !== 'member') return "the account is its organization's management account or a delegated administrator";
  const { administers, services, policy } = delegation;
  if (administers === 'unread') return 'the account is a delegated administrator of its organization';
  if (administers === 'yes') {
    const text = 'what the account is a delegated administrator for lets it do this';
    return services.length === 0 ? text : `${text}: ${services.join(', ')}`;
  }
  // the others are delegated by naming an administrator, and it is none
  if (!action.startsWith('organizations:')) return undefined;
  if (policy === 'absent') return undefined;
  return policy === 'present'
    ? 'the delegation policy of the organization lets the account do it'
    : 'a delegation policy of the organization, which was not read, lets the account do it';
}
