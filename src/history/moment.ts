import { parseInstant, type Instant } from '../base/instant.ts';
import { HistoryError } from './errors.ts';

/** In epoch milliseconds. Throws `failed` where it is no time. */
export function moment(at: Instant): number {
  const ms = parseInstant(at);
  if (ms === undefined)
    throw new HistoryError('failed', `cannot tell what was there at "${at}": it is no time`, { hint: '2026-11-22T09:30:00Z' });
  return ms;
}
