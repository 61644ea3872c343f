import { EndpointError } from './clouds.ts';
import { VestigeError } from '../../../src/base/errors.ts';
import type { Part, TaskAt } from '../../../src/contract/connector.ts';
import { FaultError } from '../../../src/http/fault.ts';
import { OriginError } from '../../../src/http/origin.ts';
import { notRead } from './answer.ts';
import { TooLargeError } from '../../../src/http/sender.ts';
import { WrongTenantError } from './tokens.ts';

/** What stood in the way where no answer came, as a refused part. Our own broken invariants, and what a person has to mend, are thrown on. */
export function refusedBy(at: TaskAt, error: unknown): Part {
  if (error instanceof FaultError) {
    const { cause, retryAfterMs } = error.fault;
    return { ...notRead(at, cause, advised(error)), ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  if (error instanceof WrongTenantError) return notRead(at, 'denied', advised(error));
  if (error instanceof OriginError || error instanceof EndpointError || error instanceof TooLargeError) {
    return notRead(at, 'malformed', error.message);
  }
  if (error instanceof VestigeError || !(error instanceof Error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  // A broken gzip is an answer that was cut; the platform's other errors with a code are of the connection.
  if (code === null) throw error;
  return notRead(at, 'unreachable', `no whole answer came: ${code}`);
}

/** With what to do about it: nobody sees the hint of an error that became a page. */
function advised({ message, hint }: VestigeError): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
