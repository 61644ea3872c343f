import type { EntityId } from '../../../src/model/ids.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { View } from '../../../src/model/view.ts';
import { isLiveLink } from '../../../src/rules/shared.ts';

const mints = { among: new Set(['can-mint' as const]) };

/** By which the tenant that an application is registered in can act as its service principal here; `undefined`: it is of this directory. */
export function homeLink(view: View, principal: EntityId): Link | undefined {
  return view.linksTo(principal, mints).find((each) => each.source.kind === 'foreign-application' && isLiveLink(view, each));
}

/** The tenant's id, from `entra/<tenant>`. */
export function tenantOf(party: EntityId): string {
  return party.slice(party.lastIndexOf('/') + 1);
}
