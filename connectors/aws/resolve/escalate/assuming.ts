import { byKeys } from '../../../../src/base/order.ts';
import { directRights } from '../direct.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { allResources } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import type { OpenRole } from '../open-roles.ts';
import type { Offers } from './offers.ts';
import type { Search } from './search.ts';
import type { Seeker } from './seeker.ts';
import { followedBy } from './seeker.ts';
import type { Spread, Target } from './spread.ts';
import type { Way } from './ways.ts';
import { doubted } from '../doubted.ts';

/** By role, how it lets principals of an account in. */
export type Open = ReadonlyMap<string, readonly OpenRole[]>;

const BOTH = ['what it asks of the role and what the trust policy of the role asks of it go together'];

/** By role, how it lets the account in. */
export function openTargets(open: Open): ReadonlyMap<EntityId, readonly Target[]> {
  return new Map([...open].map(([role, entries]) => [role, entries.map(targetOf)] as const));
}

function targetOf({ trust, right }: OpenRole): Target {
  return {
    to: trust.role,
    right: settled(right),
    source: trust.source,
    because: `the trust policy of role ${trust.roleName} leaves it to the policies of the account`,
    caveats: trust.controls.caveats,
    evidence: trust.evidence,
  };
}

/** What a role demands may not go together with what the holder is let do: that is left open. */
function settled(right: Right): Right {
  return right.demands.length === 0 ? right : { ...doubted(right, BOTH), demands: [] };
}

/** What the holder's side demands goes together by itself, and a role that demands something is in doubt already. */
function ofHolder(right: Right): Right {
  return { ...right, demands: [], resources: allResources };
}

/** Where `spread` leads to roles that leave it to policies: the policies a holder comes to have. */
export function offerAssuming(search: Search, { principal, first }: Seeker, spread: Spread, method: EscalationMethod, to: Offers): void {
  if (first === null) return;
  for (const { held, rights } of [...search.assumingOf(principal)].sort(byKeys(({ held: { source } }) => source.id))) {
    for (const right of rights) {
      const way: Way = {
        right: ofHolder(right),
        aims: new Map(),
        used: [{ action: 'sts:AssumeRole', held }],
        demands: [],
      };
      offer(followedBy(first.way, way), right.resources, spread, method, to);
    }
  }
}

/** Where `spread` leads to roles that let in anyone: what limits the holder once it is changed. */
export function offerFree(search: Search, { principal, first }: Seeker, spread: Spread, method: EscalationMethod, to: Offers): void {
  if (first === null) return;
  for (const right of directRights(principal, search.templates, 'other')) {
    const way: Way = { right: ofHolder(right), aims: new Map(), used: [], demands: [] };
    offer(followedBy(first.way, way), right.resources, spread, method, to);
  }
}

function offer(way: Way, resources: ResourceSet, spread: Spread, method: EscalationMethod, to: Offers): void {
  if (way.right.windows.length > 0) to.add(spread, method, way, resources);
}
