import { byKeys } from '../../base/order.ts';
import type { Metrics } from '../../model/metrics.ts';
import { msOf } from '../ended/moments.ts';
import type { AccessRead, AssureInput } from '../input.ts';
import { lookBackOf } from './late.ts';

/**
 * The longest time in the look-back for which an end can have gone unseen by reads: from the beginning of one read to the end of the next of the same system, and
 * from the beginning of the last to the moment of the report where that is longer. An allowed time shorter than it cannot be tested by reads alone:
 * only a provider's log, or a probe, says more. Told of the times that the configuration allows; that something ends at once no read can show.
 */
export function intervalOf(input: AssureInput): Metrics['interval'] {
  const times = timesOf(input);
  const known = times.filter((each) => each !== null);
  const longestMs = known.length === 0 ? null : Math.max(...known);
  const isTested = (ms: number): boolean => known.length === times.length && longestMs !== null && ms >= longestMs;
  const untested = input.settings.allowed.map(({ ms }) => ms).filter((ms) => ms > 0 && !isTested(ms));
  return { longestMs, cannotTestMs: untested.length === 0 ? null : Math.min(...untested) };
}

/** Of each system the longest time, `null` where it was read but once. */
function timesOf(input: AssureInput): readonly (number | null)[] {
  const systems = new Map<string, AccessRead[]>();
  for (const read of input.reads) {
    // Where it is not told which systems a run read, it is taken to be one and the same.
    for (const system of read.connectors ?? ['']) {
      const known = systems.get(system);
      if (known === undefined) systems.set(system, [read]);
      else known.push(read);
    }
  }
  return [...systems.values()].map((reads) => longestBetween(reads, input));
}

function longestBetween(reads: readonly AccessRead[], input: AssureInput): number | null {
  const { from: since, until: now } = lookBackOf(input);
  const inOrder = reads
    .filter(({ to }) => msOf(to) <= now)
    .toSorted(
      byKeys(
        ({ from }) => from,
        ({ to }) => to,
      ),
    );
  if (inOrder.length < 2) return null;
  const lengths = inOrder.map(({ from }, at) => {
    const next = inOrder[at + 1];
    const until = next === undefined ? now : msOf(next.to);
    return until > since ? until - msOf(from) : 0;
  });
  return Math.max(...lengths);
}
