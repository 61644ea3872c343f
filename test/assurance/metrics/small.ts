import { metricsOf } from '../../../src/assurance/metrics/metrics.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { PerhapsLate } from '../../../src/assurance/ended/perhaps-late.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import { HOUR_MS } from '../../../src/base/instant.ts';
import type { SmallGraph } from '../../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../../src/judge/small.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { Bounded, Metrics } from '../../../src/model/metrics.ts';
import { accountOf, at, inputOf, userOf } from './world.ts';

export const ANN = userOf(0);
export const HOME = accountOf(0);
export const hours = (lower: number, upper: number): Bounded => ({ lower: lower * HOUR_MS, upper: upper * HOUR_MS });
export const hour = (count: number): string => at(count * 60);

/** The figures of endings as they are told, of a day that ends now. */
export function of(graph: Omit<SmallGraph, 'name'>, more: Partial<AssureInput> = {}, perhapsLate: readonly PerhapsLate[] = []): Metrics {
  const view = viewOfSmallGraph({ name: 'small', asOf: hour(24), boundaries: [{ id: HOME }], ...graph });
  const plain = inputOf({ accesses: [], reads: [] });
  const settings = { ...usualAssurance, lookBackDays: 1, clockUncertaintyMs: 0, ...more.settings };
  return metricsOf(view.assured, { ...plain, ...more, view, settings }, { entitlementOf: () => unknown }, () => perhapsLate);
}

const unknown = {
  authorised: 'unknown',
  authorisations: [],
  authorisedUntil: null,
  trigger: null,
  lapses: [],
  perhaps: [],
  unsure: [],
  because: [],
} as const;

/** Due at 6, last seen at 8, seen to be gone at 10. */
export const late: Partial<Ending> & Pick<Ending, 'id' | 'subject'> = {
  id: 'late',
  subject: ANN,
  outcome: 'ended',
  tierZero: true,
  due: hour(6),
  trigger: { kind: 'left', at: hour(6), events: [], text: 'left' },
  firstSeen: hour(0),
  lastSeen: hour(8),
  ended: { how: 'absent', after: hour(8), before: hour(10), recorded: null },
  lateness: { lower: 2 * HOUR_MS, upper: 4 * HOUR_MS, open: false },
  lag: { lower: 2 * HOUR_MS, upper: 4 * HOUR_MS, open: false },
};
