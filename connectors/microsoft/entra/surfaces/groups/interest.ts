import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../../../src/model/ids.ts';
import { directoryObject } from '../../../ids.ts';
import type { EntraFact, GroupFact, TenantFact } from '../../facts.ts';
import type { EntraSettings } from '../../settings.ts';

export interface Interest {
  /** The groups whose members, owners and activations are asked. */
  readonly groups: ReadonlySet<EntityId>;
  /** How groups are called, as far as is told. */
  readonly names: ReadonlyMap<EntityId, string>;
  /** What is known of groups, those of no interest too. */
  readonly known: ReadonlyMap<EntityId, GroupFact>;
  /** Those for which Privileged Identity Management has something. */
  readonly managed: ReadonlySet<EntityId>;
}

/**
 * The groups that matter as far as is told: roles can be assigned to them, they hold a role or an app role, they approve activations, they
 * are in a group that matters, or the settings name them. Grows from stage to stage, as members tell of further groups.
 */
export function interestIn(seen: FactIndex, boundary: BoundaryId, { tenant }: TenantFact, settings: EntraSettings): Interest {
  const known = new Map<EntityId, GroupFact>();
  for (const fact of seen.ofKind('observation')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary === boundary && value.type === 'group') known.set(value.group, value);
  }
  // also those that only a question by id told of; one that was deleted has no members to ask for
  const names = new Map<EntityId, string>();
  for (const { boundary: own, value } of seen.ofKind('identity')) {
    if (own !== boundary || value.kind !== 'group') continue;
    if (value.deletedAt === undefined) names.set(value.id, value.name);
  }
  const groups = new Set<EntityId>(settings.groups.map((id) => directoryObject(tenant, id)));
  for (const group of known.values()) {
    if (group.roleAssignable || (settings.groupMembers === 'all' && group.security)) groups.add(group.group);
  }
  const managed = new Set<EntityId>();
  for (const holder of holders(seen, boundary, managed)) if (names.has(holder)) groups.add(holder);
  return { groups, names, known, managed };
}

/** Who is given something that makes a group worth asking. What members and instances tell is of groups that were asked, so in turn of interest. */
function* holders(seen: FactIndex, boundary: BoundaryId, managed: Set<EntityId>): Iterable<EntityId> {
  for (const fact of seen.ofKind('attachment')) {
    const value = fact.value as unknown as EntraFact;
    // of another source they are there where that was read before: whoever is given something there is named alike
    if (holds(value) && (fact.boundary === boundary || !fact.boundary.startsWith('entra:'))) yield value.principal;
  }
  for (const fact of seen.ofKind('membership')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary !== boundary) continue;
    if (value.type === 'group-member') yield value.member;
    if (value.type !== 'group-instance') continue;
    managed.add(value.group);
    yield value.principal;
  }
  for (const fact of seen.ofKind('activation-policy')) if (fact.boundary === boundary) yield* fact.value.approvers;
}

type Holds = Extract<EntraFact, { type: 'role-assignment' | 'role-instance' | 'role-schedule' | 'app-role-assignment' }>;

function holds(value: EntraFact): value is Holds {
  return (
    value.type === 'role-assignment' ||
    value.type === 'role-instance' ||
    value.type === 'role-schedule' ||
    value.type === 'app-role-assignment'
  );
}
