import type { Span } from '../../model/ending.ts';
import type { Bounded, Percentiles } from '../../model/metrics.ts';

/**
 * Nearest-rank percentiles (of n samples in order the one numbered ceil(p·n/100), the inverse of the empirical distribution function: R. J. Hyndman, Y. Fan,
 * "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996, definition 1), of the lower bounds and of the upper bounds. Each
 * bound of every sample lies on its side of the truth, so each percentile does: between the two lies that of what the samples have truly come to.
 *
 * Open samples are censored on the right: they count with what they have come to, so that a percentile of what they will come to is never less than
 * the lower bound told. A product-limit estimate (E. L. Kaplan, P. Meier, 1958) is not made: it supposes that what is open ends as what ended did, which
 * is not so of what was forgotten, and of bounds it gives no bounds.
 */
export function percentilesOf(samples: readonly Span[]): Percentiles {
  const lowers = samples.map(({ lower }) => lower).sort((a, b) => a - b);
  const uppers = samples.map(({ upper }) => upper).sort((a, b) => a - b);
  const at = (percent: number): Bounded | null => {
    const rank = Math.ceil((percent * samples.length) / 100) - 1;
    const [lower, upper] = [lowers[rank], uppers[rank]];
    return lower === undefined || upper === undefined ? null : { lower, upper };
  };
  const open = samples.filter((each) => each.open).length;
  return { p50: at(50), p95: at(95), max: at(100), ended: samples.length - open, open };
}
