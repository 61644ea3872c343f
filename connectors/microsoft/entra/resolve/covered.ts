import { HOUR_MS } from '../../../../src/base/instant.ts';
import type { Instant } from '../../../../src/base/instant.ts';
import { msOf } from './lasting.ts';

/**
 * Whether one of these instances is why something was listed at `listed` (epoch milliseconds). What has ended stays listed until the service
 * has taken it away, which is a matter of minutes; an hour is allowed.
 */
export function isCovered(
  listed: number,
  instances: readonly { readonly value: { readonly from: Instant | null; readonly until: Instant | null } }[],
): boolean {
  return instances.some(({ value }) => {
    const [from, until] = [msOf(value.from), msOf(value.until)];
    return (from === null || from <= listed) && (until === null || listed < until + HOUR_MS);
  });
}
