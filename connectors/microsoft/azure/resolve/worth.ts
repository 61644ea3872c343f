import type { Capability } from '../../../../src/model/capability.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Truth } from '../rbac/condition/evaluate.ts';
import { mostOf } from '../rbac/condition/evaluate.ts';
import { letsThrough } from '../rbac/condition/read.ts';
import { ASSIGN_ROLES, delegationOf } from '../rbac/delegation.ts';
import type { CapabilityRow } from '../tables/capabilities.ts';
import { capabilityRows } from '../tables/capabilities.ts';
import type { RoleView, RoleViews } from './role-view.ts';
import type { Place } from './usable.ts';
import { isUsableAt } from './usable.ts';

/** What a role gives without conditions of its assignment and denials; one that gives some roles alone is worth what those give. */
export interface Worth {
  readonly capabilities: ReadonlyMap<Capability, Truth>;
  /** Not so where nobody listed it, or one that it gives: that may give anything. */
  readonly isKnown: boolean;
}

/** What roles are worth to those who may give them. */
export class Worths {
  readonly #roles: RoleViews;
  readonly #known = new Map<RoleView, Map<string, Worth>>();

  constructor(roles: RoleViews) {
    this.#roles = roles;
  }

  of(role: RoleView, place: Place, boundary: BoundaryId): Worth {
    let known = this.#known.get(role);
    if (known === undefined) this.#known.set(role, (known = new Map<string, Worth>()));
    const key = `${place.sort}\n${place.closed.key}`;
    let worth = known.get(key);
    if (worth === undefined) known.set(key, (worth = this.#workOut(role, place, boundary)));
    return worth;
  }

  #workOut(role: RoleView, place: Place, boundary: BoundaryId): Worth {
    const capabilities = new Map<Capability, Truth>();
    // grows while it is gone through
    const roles = new Set([role]);
    for (const each of roles) {
      if (each.permissions === null) continue;
      for (const row of capabilityRows) {
        if (!isUsableAt(row, place) || !each.gives(row.action, row.plane)) continue;
        const given = row.action === ASSIGN_ROLES ? onlyRolesGiven(each) : null;
        if (given === null) capabilities.set(row.capability, mostOf([capabilities.get(row.capability), letsUse(each, row)]));
        else for (const id of given) roles.add(this.#roles.of(id, boundary));
      }
    }
    return { capabilities, isKnown: [...roles].every((each) => each.permissions !== null) };
  }
}

/** Whether the condition in its definition lets a role use an action that it gives. */
function letsUse(role: RoleView, { action, plane }: CapabilityRow): Truth {
  const condition = role.conditionUpon(action, plane);
  return condition === null ? 'true' : letsThrough(condition, action);
}

/** The ids of the roles that a role gives, where its definition lets it give no others; `null`: it does not. */
function onlyRolesGiven(role: RoleView): readonly string[] | null {
  const condition = role.conditionUpon(ASSIGN_ROLES, 'control');
  if (condition === null) return null;
  const { named, others, understood } = delegationOf(condition);
  return understood && others.atAll === 'false' ? [...named].flatMap(([id, { atAll }]) => (atAll === 'false' ? [] : [id])) : null;
}
