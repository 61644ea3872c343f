import type { FactKey } from '../../../../src/model/ids.ts';
import type { AzureFact } from '../facts.ts';
import type { RoleRow } from './right.ts';
import { rightOf } from './right.ts';

/** The key of the role assignment behind an instance. */
export function assignmentKey(id: string): FactKey {
  return `assignment|${id}`;
}

/** What is one act with the removal of something: the instances of a role assignment end with it. */
export function isLeftOut(without: ReadonlySet<FactKey>, key: FactKey, value: AzureFact): boolean {
  if (without.size === 0) return false;
  if (value.type === 'role-instance' && value.origin !== null && without.has(assignmentKey(value.origin))) return true;
  if (isRow(value) && without.has(rightOf(value))) return true;
  // facts that describe and place are no authority
  return value.type !== 'subscription' && value.type !== 'parent' && without.has(key);
}

function isRow(value: AzureFact): value is RoleRow {
  return value.type === 'role-assignment' || value.type === 'role-instance' || value.type === 'role-schedule';
}
