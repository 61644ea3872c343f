import type { EntityId, FactKey, ScopeId } from '../../../../src/model/ids.ts';
import type { AzureAssignmentFact, AzureInstanceFact, AzureScheduleFact } from '../facts.ts';

/** A record that gives somebody a role, now or later. */
export type RoleRow = AzureAssignmentFact | AzureInstanceFact | AzureScheduleFact;
export type RightKind = 'azure-role' | 'azure-eligible-role';

export function kindOfRight(row: RoleRow): RightKind {
  return row.type !== 'role-assignment' && row.of === 'eligibility' ? 'azure-eligible-role' : 'azure-role';
}

export function triple({
  principal,
  role,
  scope,
}: {
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
}): string {
  return `${principal}|${role}|${scope}`;
}

/**
 * The id of the source of all that a role at a scope gives somebody: the role assignment, what Privileged Identity Management tells of it, and
 * each of its activations are one thing to a person, active and eligible apart.
 */
export function rightOf(row: RoleRow): string {
  return `${kindOfRight(row)}|${triple(row)}`;
}

/** The record that an element rests on, by the element's key: `assignment|…`, `instance|…` or `request|…`. */
export function rowKeyIn(elementKey: string): FactKey | undefined {
  return /\|((?:assignment|(?:instance|request)\|(?:assignment|eligibility))\|[^|]+)/.exec(elementKey)?.[1];
}
