import type { AzureAssignmentFact } from '../facts.ts';
import type { Estate, Of } from './estate.ts';
import { assignmentKey } from './without.ts';

/**
 * What the index tells under a key of its own is left out where the service itself was asked to the end: the index lags behind. Told by both
 * under one key it is the service's.
 */
export function inForce(estate: Estate): readonly Of<AzureAssignmentFact>[] {
  const all = estate.of['role-assignment'];
  const told = new Set(all.filter(({ value }) => value.toldBy === 'arm').map(({ value }) => value.id));
  return all.filter(
    ({ key, value, boundary }) =>
      value.toldBy === 'arm' || key === assignmentKey(value.id) || !(told.has(value.id) || estate.isRead('role-assignments', boundary)),
  );
}
