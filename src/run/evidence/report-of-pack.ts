import { outcomes } from '../../model/ending.ts';
import type { Outcome } from '../../model/ending.ts';
import type { Excepted } from '../../model/finding.ts';
import type { Pack } from '../../model/pack.ts';
import type { Report } from '../../model/report.ts';

const MOST_UNMATCHED = 100;

/**
 * The page for people about what a pack holds: of its framework's findings, of the accesses that were tested. Made of the pack alone, so that it says no name that
 * the pack does not.
 */
export function reportOfPack(pack: Pack): Report {
  const { run, coverage, totals, tests, metrics, findings, undetermined, population, exceptions } = pack;
  const endings = pack.records.map(({ ending }) => ending);
  const counts = Object.fromEntries(outcomes.map((each) => [each, 0])) as Record<Outcome, number>;
  for (const { outcome } of endings) counts[outcome]++;
  const { unmatched } = population.reconciliation;
  const excepted = pack.excepted.map(({ exception: id, finding }): Excepted => {
    const exception = exceptions.find((each) => each.exception.id === id)?.exception;
    return { exception: id, owner: exception?.owner ?? 'nobody known', until: exception?.end ?? 'unknown', finding };
  });
  return {
    ...{ schema: 1, run, coverage, totals, findings, undetermined, excepted, endings, history: null, metrics, tests },
    assurance: {
      accesses: new Set(endings.map(({ access }) => access.id)).size,
      authorisations: new Set(endings.flatMap(({ authorisations }) => authorisations)).size,
      requests: 0,
      events: population.sources.reduce((sum, { events }) => sum + events, 0),
      outcomes: counts,
      sources: population.sources,
      unmatched: { count: unmatched.length, first: unmatched.slice(0, MOST_UNMATCHED) },
      exceptions,
    },
  };
}
