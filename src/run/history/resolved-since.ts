import type { Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { Interval, Resolved } from '../../model/history.ts';
import { isResolving, resolvedOf } from './annotate.ts';

const byFinding = byKeys<Resolved>(
  (each) => each.rule,
  (each) => each.subject,
  (each) => each.fingerprint,
);

/**
 * Findings that were shown to be resolved by a read later than a moment, and that are not there again. When one that may have been
 * resolved before the moment was, is not known to the day: it is among them. By rule, subject, fingerprint.
 */
export async function resolvedSince(store: HistoryStore, since: Instant): Promise<readonly Resolved[]> {
  const found: Resolved[] = [];
  let chain: Interval[] = [];
  const close = (): void => {
    const last = chain.at(-1);
    if (last !== undefined && last.end !== null && isResolving(last) && last.end.before > since)
      found.push(resolvedOf(chain, last, last.end));
  };
  // They come key by key, each in the order of time.
  for await (const interval of store.intervals({ kinds: ['finding'] })) {
    if (interval.key !== chain.at(-1)?.key || interval.boundary !== chain.at(-1)?.boundary) {
      close();
      chain = [];
    }
    chain.push(interval);
  }
  close();
  return found.sort(byFinding);
}
