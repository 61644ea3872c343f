import { impossible } from '../../base/errors.ts';
import { parseInstant, type Instant } from '../../base/instant.ts';

/** Epoch milliseconds of an instant. What is written otherwise than instants are would not come back as it was, and is a bug of ours. */
export function millisecondsOf(instant: Instant): number {
  const ms = instant.length === 24 && instant.endsWith('Z') ? parseInstant(instant) : undefined;
  return ms ?? impossible(`the time ${JSON.stringify(instant)} is no instant`);
}
