import type { KnownRun } from './looks.ts';
import { byRunTime } from './looks.ts';

/**
 * The runs from which on each surely came after all those before it, by all clocks: of what such a run saw last its own span alone tells the
 * latest moment, and nothing else that was read can still matter.
 */
export function clearRuns(runs: readonly KnownRun[]): ReadonlySet<number> {
  const clear = new Set<number>();
  let latest = -Infinity;
  for (const { line, reads } of [...runs].sort((a, b) => byRunTime(a.line, b.line))) {
    const off = reads.reduce((most, { skewMs }) => Math.max(most, Math.abs(skewMs ?? 0)), 0);
    const spans = reads.flatMap(({ from, to }) => (from === null || to === null ? [] : [[Date.parse(from), Date.parse(to)] as const]));
    spans.push([Date.parse(line.from), Date.parse(line.to)]);
    if (!spans.every(([from]) => from - off > latest)) clear.clear();
    else clear.add(line.number);
    for (const [, to] of spans) latest = Math.max(latest, to + off);
  }
  return clear;
}
