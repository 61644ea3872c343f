import type { FactIndex } from '../../../../src/model/fact.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Estate } from './estate.ts';
import { standing } from './lasting.ts';

/**
 * Classic administrators have what an Owner of the subscription has
 * (https://learn.microsoft.com/azure/role-based-access-control/classic-administrators). They are told by their mail address; one that no
 * user of the directory alone signs in with stays that name.
 */
export function* classicGrants(facts: FactIndex, estate: Estate): Iterable<Grant> {
  const all = estate.of['classic-administrator'];
  if (all.length === 0) return;
  const named = usersByName(facts);
  for (const { value, key, boundary, evidence } of all) {
    const subject = named.get(value.name.toLowerCase()) ?? classicAdministrator(value.name);
    yield {
      type: 'grant',
      key: `grant|${subject}|administer|${boundary}|${key}`,
      boundary,
      subject,
      capability: 'administer',
      scope: boundary,
      ...standing,
      presence: 'certain',
      because: [`${value.role} of the subscription, which equals Owner`],
      conditions: [],
      caveats: [],
      source: { id: key, kind: 'classic-administrator', name: `${value.role} ${value.name}`, boundary },
      evidence,
      through: [],
    };
  }
}

/** One that no user of the directory is known to be. */
export function classicAdministrator(name: string): EntityId {
  return `classic-administrator/${name.toLowerCase()}`;
}

/** Names that several have are nobody's. */
function usersByName(facts: FactIndex): ReadonlyMap<string, EntityId> {
  const named = new Map<string, EntityId>();
  const several = new Set<string>();
  for (const { value } of facts.ofKind('identity')) {
    if (!value.id.startsWith('entra/') || (value.kind !== 'user' && value.kind !== 'guest')) continue;
    for (const name of new Set([value.name, ...(value.handles ?? []).map((each) => each.value)].map((each) => each.toLowerCase()))) {
      if (named.has(name) && named.get(name) !== value.id) several.add(name);
      named.set(name, value.id);
    }
  }
  for (const name of several) named.delete(name);
  return named;
}
