import { byCodeUnit } from '../base/order.ts';
import type { GapCause } from '../model/gap.ts';
import type { Break } from './chain.ts';

/** Gravest first: what says most about why, and most needs a person. */
const gravest: readonly GapCause[] = [
  'expired-credentials',
  'denied',
  'not-licensed',
  'unreachable',
  'throttled',
  'budget',
  'interrupted',
  'malformed',
  'vanished',
  'stale',
  'unsupported',
  'excluded',
];

/** The gravest; of equally grave ones that whose words sort first, so that arrival does not matter. `null` of none. */
export function worst<T extends Break>(breaks: readonly T[]): T | null {
  let most: T | null = null;
  for (const each of breaks) if (most === null || graver(each, most)) most = each;
  return most;
}

function graver(a: Break, b: Break): boolean {
  const order = gravest.indexOf(a.cause) - gravest.indexOf(b.cause);
  return order === 0 ? byCodeUnit(a.detail, b.detail) < 0 : order < 0;
}
