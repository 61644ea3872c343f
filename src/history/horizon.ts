import type { Instant } from '../base/instant.ts';
import type { PruneLine } from './engine.ts';

/** What ended before it may be gone from the store: answers of earlier moments would lack it. `null`: nothing was ever removed. */
export function prunedUntil(prunes: readonly PruneLine[]): Instant | null {
  return prunes.reduce<Instant | null>((latest, { what }) => {
    const { cutoff, removed } = JSON.parse(what) as {
      readonly cutoff: Instant | null;
      readonly removed: {
        readonly intervals: number;
        readonly runs: readonly unknown[];
        /** Left out: by a program that kept no journal. */
        readonly entries?: { readonly count: number };
      };
    };
    const isEmpty = removed.intervals === 0 && removed.runs.length === 0 && (removed.entries?.count ?? 0) === 0;
    return cutoff !== null && !isEmpty && cutoff > (latest ?? '') ? cutoff : latest;
  }, null);
}
