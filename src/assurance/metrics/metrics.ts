import type { Assured } from '../../model/assured.ts';
import type { Ending } from '../../model/ending.ts';
import type { Metrics } from '../../model/metrics.ts';
import { givenOf, isTierZero, type PastIndex } from '../ended/given.ts';
import { controlOwnerOf, ownerOf } from '../ended/owners.ts';
import type { PerhapsLate } from '../ended/perhaps-late.ts';
import type { Entitled } from '../entitled/entitled.ts';
import type { AssureInput } from '../input.ts';
import { deFactoOf } from './de-facto.ts';
import { lateOf } from './late.ts';
import { lifeCycleOf } from './life-cycle.ts';
import { intervalOf } from './reads.ts';
import { rowsOf, type Counted } from './rows.ts';
import { standingOf } from './standing.ts';

/**
 * The figures of what records come to, of the look-back up to the moment of the report. `assured` is what the input came to, `perhapsLate`
 * when each of its endings can have been late though nothing is certain. Total, and the same for
 * the same input in any order. What is not known to the moment is told by its least and its most; nothing is estimated.
 */
export function metricsOf(
  assured: Assured,
  input: AssureInput,
  entitled: Pick<Entitled, 'entitlementOf'>,
  perhapsLate: (ending: Ending) => readonly PerhapsLate[],
): Metrics {
  const told = assured.endings.map((ending) => ({ ending, late: lateOf(ending, perhapsLate(ending), assured, input) }));
  return {
    lookBackDays: input.settings.lookBackDays,
    rows: rowsOf(told, neverAllowed(assured, input, entitled), input.view.now),
    standing: standingOf(assured, input),
    deFacto: deFactoOf(assured, input),
    lifeCycle: lifeCycleOf(assured, input),
    interval: intervalOf(input),
  };
}

const nothingPast: PastIndex = { bySource: () => [], bySubject: () => [] };

/** What is there, is told by no ending, and was never allowed by anything on record. */
function neverAllowed(
  assured: Assured,
  { view, holdings, settings }: AssureInput,
  entitled: Pick<Entitled, 'entitlementOf'>,
): readonly Counted[] {
  const told = new Set(assured.endings.map(({ access }) => access.id));
  return holdings.flatMap((holding): readonly Counted[] => {
    const { access, end, firstSeen } = holding;
    if (end !== null || firstSeen > view.asOf || told.has(access.id)) return [];
    if (entitled.entitlementOf(holding).authorised !== 'never') return [];
    const subject = view.identity(access.subject);
    return [
      {
        boundary: access.boundary,
        tierZero: isTierZero(view, access.subject, givenOf(view, access, holding.missing === null, nothingPast)),
        nature: subject?.nature ?? 'unknown',
        owner: ownerOf(subject, settings),
        controlOwner: controlOwnerOf(access, settings),
      },
    ];
  });
}
