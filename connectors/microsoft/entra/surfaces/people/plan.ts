import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isGuid, objectIdOf } from '../../../ids.ts';
import type { EntraFact } from '../../facts.ts';
import { tenantsIn } from '../../graph-page.ts';
import { MOST_IDS } from './calls.ts';
import { signInActivity, users } from './surfaces.ts';

/** The list of users, their sign-ins where such are kept, and by id those who hold or own something and are in no list. */
export function planPeople(seen: FactIndex, stage: number): readonly Task[] {
  return tenantsIn(seen).flatMap(({ boundary, tenant }) => [
    { boundary, surface: users.id, args: { call: 'Users' } },
    ...(tenant.hasSignInActivity === false ? [] : [{ boundary, surface: signInActivity.id, args: { call: 'SignInActivity' } }]),
    // before the lists were read everybody is in none
    ...(stage === 0 ? [] : unlisted(seen, boundary)),
  ]);
}

function unlisted(seen: FactIndex, boundary: BoundaryId): readonly Task[] {
  const wanted = new Set<EntityId>(named(seen, boundary));
  if (wanted.size === 0) return [];
  for (const { boundary: own, value } of seen.ofKind('identity')) if (own === boundary) wanted.delete(value.id);
  for (const fact of seen.ofKind('observation')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary === boundary && value.type === 'unresolved') wanted.delete(value.object);
  }
  const ids = [...wanted]
    .flatMap((id) => objectIdOf(id) ?? [])
    .filter(isGuid)
    .sort(byCodeUnit);
  const tasks: Task[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    tasks.push({ boundary, surface: users.id, args: { call: 'ObjectsById', ids: ids.slice(from, from + MOST_IDS) } });
  }
  return tasks;
}

/** Whoever is given something, is in a group that was asked, owns something, or approves. */
function* named(seen: FactIndex, boundary: BoundaryId): Iterable<EntityId> {
  for (const kind of ['attachment', 'membership', 'trust'] as const) {
    for (const fact of seen.ofKind(kind)) {
      if (fact.boundary === boundary) yield* namedBy(fact.value as unknown as EntraFact);
    }
  }
  for (const fact of seen.ofKind('activation-policy')) if (fact.boundary === boundary) yield* fact.value.approvers;
}

function namedBy(value: EntraFact): readonly EntityId[] {
  switch (value.type) {
    case 'role-assignment':
    case 'role-instance':
    case 'role-schedule':
    case 'app-role-assignment':
    case 'group-instance':
      return [value.principal];
    case 'delegated-grant':
      return value.principal === null ? [] : [value.principal];
    case 'group-member':
      return [value.member];
    case 'owner':
      return [value.owner];
    default:
      return [];
  }
}
