import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import { azureTenantBoundary } from '../../ids.ts';
import type { Over } from '../tables/power.ts';
import type { PowerId } from '../tables/powers.ts';
import { powerOf } from '../tables/powers.ts';
import type { Ground } from './elements.ts';
import { grantOn, linkOn } from './elements.ts';
import type { Pools } from './pools.ts';

/** The part of a tenant that a right is held over. */
export function scopeOver(tenant: string, over: Over): ScopeId {
  if (over === 'tenant') return `entra:${tenant}`;
  return over === 'azure' ? azureTenantBoundary(tenant) : `entra/${tenant}/${over}`;
}

/**
 * What powers come to in the hands of a holder, at the whole tenant or at a unit or object of it: a grant for each right, and a link to each
 * sort of things that they reach. A role that has no power of the tables is an `ordinary` grant, so that it is seen to be held.
 */
export function* powersHeld(
  pools: Pools,
  tenant: string,
  holder: EntityId,
  ids: readonly PowerId[],
  scope: ScopeId,
  ground: Ground,
): Iterable<Grant | Link> {
  const seen = new Set<string>();
  const whole = scope === ground.boundary;
  const isNew = (text: string): boolean => !seen.has(text) && seen.add(text) !== undefined;
  for (const id of ids) {
    const power = powerOf(id);
    if (!whole && power.narrows !== true) continue;
    const own: Ground = { ...ground, because: [power.says, ...(ground.because ?? [])] };
    for (const [capability, over] of power.rights) {
      const where = whole ? scopeOver(tenant, over) : scope;
      const escalation = id === 'elevate-access' ? { escalation: id } : {};
      if (isNew(`${capability} ${where}`)) yield grantOn({ ...own, ...escalation }, holder, capability, where, '');
    }
    const provided = [...(ground.provided ?? []), ...(power.provided === undefined ? [] : [power.provided])];
    const link: Ground = { ...own, provided, ...(power.way === undefined ? {} : { escalation: power.way }) };
    for (const [how, sort] of power.reaches) {
      if (whole || pools.isUnit(scope)) {
        const pool = pools.join(sort, how, whole ? undefined : scope);
        if (isNew(pool)) yield linkOn(link, holder, how, pool);
        continue;
      }
      const unread = pools.unreadAt(scope);
      if (unread !== undefined && isNew(unread)) {
        yield linkOn({ ...link, provided: [...provided, `something is at ${scope}, of which nothing was read`] }, holder, how, unread);
      }
      const doubts = pools.atObject(scope, sort);
      if (doubts === undefined || !isNew(`${how} ${scope}`)) continue;
      const caveats = [...(ground.caveats ?? []), ...doubts.caveats];
      yield linkOn({ ...link, provided: [...provided, ...doubts.provided], caveats }, holder, how, scope);
    }
  }
  if (seen.size === 0) yield grantOn(ground, holder, 'ordinary', scope, '');
}
