import { isPlain } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { intersectResources } from '../../rights/resources.ts';
import { combined } from '../../rights/rights.ts';
import { directRights } from '../direct.ts';
import type { Principal } from '../estate.ts';
import type { Templates } from '../templates.ts';
import type { Way } from './ways.ts';
import { doubted } from '../doubted.ts';

const SOMEBODY = ['it may assume the role itself, or has somebody who may'];

/**
 * A way to rewrite trust policies, with what using them takes: roles that its limits let the holder assume once they name it (id_roles_update-role-trust-policy.html),
 * and the others, which it can open to somebody else. `aim`: of the way, what the trust policies are those of.
 */
export function usable(way: Way, holder: Principal, templates: Templates, aim = 'role'): readonly Way[] {
  const roles = way.aims.get(aim);
  const direct = directRights(holder, templates, 'named');
  if (
    roles === undefined ||
    direct.some((right) => isPlain(right) && right.resources.include.includes('*') && right.resources.exclude.length === 0)
  )
    return [way];
  const sure = direct.flatMap((right): readonly Way[] => {
    const both = combined({ ...way.right, resources: roles, demands: [] }, { ...right, demands: [] });
    const left: ResourceSet = intersectResources(roles, right.resources);
    if (both.windows.length === 0 || left.include.length === 0) return [];
    return [{ ...way, right: both, aims: new Map([...way.aims, [aim, left]]) }];
  });
  return [...sure, { ...way, right: doubted(way.right, SOMEBODY) }];
}
