import type { RunLine } from '../contract/store.ts';
import type { ReadSpan } from './engine.ts';
import { byRunTime } from './looks.ts';

/**
 * The runs from which on each surely came after all those before it, by all clocks: of what such a run saw last its own span alone tells the
 * latest moment, and nothing else that was read can still matter.
 */
export function clearRuns(runs: readonly RunLine[], reads: readonly ReadSpan[]): ReadonlySet<number> {
  const spans = new Map(reads.map((span) => [span.run, span]));
  const clear = new Set<number>();
  let latest = -Infinity;
  for (const line of [...runs].sort(byRunTime)) {
    const span = spans.get(line.number);
    const off = span?.skewMs ?? 0;
    if (Math.min(Date.parse(line.from), span?.from ?? Infinity) - off > latest) clear.add(line.number);
    else clear.clear();
    latest = Math.max(latest, Math.max(Date.parse(line.to), span?.to ?? -Infinity) + off);
  }
  return clear;
}
