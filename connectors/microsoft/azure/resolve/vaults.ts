import type { Capability } from '../../../../src/model/capability.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { ScopeId } from '../../../../src/model/ids.ts';
import { subscriptionOf } from '../rbac/scopes.ts';
import { VAULT_POLICY } from '../tables/carriers.ts';
import type { Denies } from './denies.ts';
import { caveatsOf, grantOf, sourceOf } from './elements.ts';
import type { Estate } from './estate.ts';
import type { Held } from './holdings.ts';
import { standing } from './lasting.ts';
import type { RoleViews } from './role-view.ts';
import type { GrantTemplate } from './template.ts';
import { allowed, firstNarrowing } from './template.ts';

/**
 * What access policies of vaults give, by their words for permissions:
 * https://learn.microsoft.com/azure/key-vault/general/assign-access-policy. `all` holds neither purge nor what came after it.
 */
const gives: readonly (readonly [list: 'secrets' | 'keys', words: readonly string[], capability: Capability])[] = [
  ['secrets', ['get', 'all'], 'read-secrets'],
  ['secrets', ['set', 'delete', 'all'], 'write-data'],
  ['secrets', ['purge'], 'destroy'],
  ['keys', ['purge'], 'destroy'],
  ['keys', ['decrypt', 'unwrapkey', 'all'], 'read-data'],
];

/** What vaults that decide by policies of their own give to whom, whatever role these have. */
export function* vaultGrants(estate: Estate): Iterable<Grant> {
  for (const { value, key, boundary, evidence } of estate.of.vault) {
    for (const policy of value.policies ?? []) {
      const found = new Map<Capability, string[]>();
      for (const [list, words, capability] of gives) {
        const given = policy[list].map((each) => each.toLowerCase()).filter((each) => words.includes(each));
        if (given.length > 0) found.set(capability, [...(found.get(capability) ?? []), `${given.join(', ')} of ${list}`]);
      }
      const { principal } = policy;
      const source = { id: `${key}|${principal}`, kind: 'vault-policy', name: `access policy of ${value.resource}`, boundary };
      for (const [capability, words] of found) {
        yield {
          type: 'grant',
          key: `grant|${principal}|${capability}|${value.resource}|${source.id}`,
          boundary,
          subject: principal,
          capability,
          scope: value.resource,
          ...standing,
          presence: 'certain',
          because: [`an access policy of the vault allows ${words.join(' and ')}`],
          conditions: [],
          caveats: [],
          source,
          evidence,
          through: [],
        };
      }
    }
  }
}

const ADDING = VAULT_POLICY.map((action) => ({ action, plane: 'control' as const }));

/** Whoever may write such a vault adds itself to its policies. Vaults that decide by roles take the right to give roles to turn round. */
export function vaultWriters(estate: Estate, roles: RoleViews, denies: Denies): (held: Held) => Grant | undefined {
  const holding = new Set<ScopeId>();
  for (const { value } of estate.of.vault)
    if (value.policies !== null) for (const each of estate.tree.chain(value.resource)) holding.add(each);
  return function grantOfWriter(held) {
    const role = roles.of(held.role, held.boundary);
    const view = denies.viewOf(held);
    const truths = ADDING.map(({ action, plane }) => allowed(role, held.condition, view, action, plane));
    if (role.permissions === null || truths.every((each) => each === 'false')) return undefined;
    const isThere = holding.has(held.scope);
    const subscription = subscriptionOf(held.scope) ?? held.boundary;
    if (!isThere && estate.isRead('key-vaults', subscription)) return undefined;
    // of what lies above subscriptions, each of these tells whether its vaults were read
    if (!isThere && held.boundary === estate.tenantOf(held.boundary)) return undefined;
    const isCertain = isThere && truths.includes('true');
    const text = isThere
      ? (firstNarrowing(role, held.condition, ADDING) ?? 'the condition of a deny assignment')
      : 'whether a vault there decides by access policies was not read';
    const template: GrantTemplate = {
      capability: 'read-secrets',
      presence: isCertain ? 'certain' : 'possible',
      because: [`${role.name} lets its holder add itself to the access policies of vaults`],
      conditions: isCertain ? [] : [{ text, settled: 'outside' }],
      escalation: 'vault-access-policy',
    };
    return grantOf(held, template, sourceOf(held, role), caveatsOf(estate, held, view.caveats));
  };
}
