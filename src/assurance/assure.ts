import { groupBy } from '../base/group.ts';
import { byKeys } from '../base/order.ts';
import { nothingAssured, type Assured } from '../model/assured.ts';
import type { Metrics } from '../model/metrics.ts';
import type { AssureInput } from './input.ts';

/** What records of life cycles come to, and the figures of it. */
export function assure({ holdings }: AssureInput): { readonly assured: Assured; readonly metrics: Metrics | null } {
  const accesses = holdings
    .filter(({ end }) => end === null)
    .map(({ access }) => access)
    .sort(byKeys(({ id }) => id));
  const byId = new Map(accesses.map((each) => [each.id, each]));
  const bySubject = groupBy(accesses, ({ subject }) => subject);
  return {
    assured: {
      ...nothingAssured,
      from: 'history',
      accesses,
      access: (id) => byId.get(id),
      accessesOf: (subject) => bySubject.get(subject) ?? [],
    },
    metrics: null,
  };
}
