import type { Assured } from '../model/assured.ts';
import { outcomes, type Outcome } from '../model/ending.ts';
import type { ReportAssurance } from '../model/report.ts';

const MOST_UNMATCHED = 100;

/** What endings were made from, counted. `null`: there was no store, and nothing is said of what ended. */
export function reportAssurance(assured: Assured): ReportAssurance | null {
  if (assured.from === 'none') return null;
  const counts = Object.fromEntries(outcomes.map((each) => [each, 0])) as Record<Outcome, number>;
  for (const { outcome } of assured.endings) counts[outcome]++;
  return {
    accesses: assured.accesses.length,
    authorisations: assured.authorisations.length,
    requests: assured.requests.length,
    events: assured.events.length,
    outcomes: counts,
    sources: assured.sources,
    unmatched: { count: assured.unmatched.length, first: assured.unmatched.slice(0, MOST_UNMATCHED) },
    exceptions: assured.exceptions,
  };
}
