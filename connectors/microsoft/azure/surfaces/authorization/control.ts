import type { Reading } from '../../../../../src/contract/reading.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { BoundaryId } from '../../../../../src/model/ids.ts';
import { roleAssignments } from './surfaces.ts';

/** kind `observation`, of the subscription's boundary: its list of role assignments holds something given at the subscription or above. */
const key = 'control|role-assignments';
const value = { type: 'control', of: roleAssignments.id } as const;

export function shown(into: Reading, pointer: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'observation', boundary, surface, key, value, pointer });
}

export function isShown(seen: FactIndex, boundary: BoundaryId): boolean {
  return seen.find('observation', boundary, key) !== undefined;
}
