import { PolicyError } from '../errors.ts';
import { arnSegments } from '../glob.ts';
import { Remembered } from '../remembered.ts';
import type { Caller } from './caller.ts';

/** The resource asked about. */
export interface Target {
  /** An ARN, or `*`. */
  readonly text: string;
  /** The service segment of the ARN, in which an action of another service may still act on it. */
  readonly service: string;
  /** The sixth segment. */
  readonly rest: string;
  readonly accountSegment: string;
  readonly segments: readonly string[];
  /** Whose it is; `null` where that is not known. */
  readonly account: string | null;
  /** Whether it is of the caller's account; `null`: not known, and the caller has an account. */
  readonly own: boolean | null;
}

/** Throws `bad-resource` and `bad-account`. */
export function targetOf(text: string, given: string | undefined, caller: Caller): Target {
  if (given !== undefined && !isAccount(given)) {
    throw new PolicyError(
      'bad-account',
      `cannot decide about a resource of the account ${JSON.stringify(given)}: twelve digits are needed`,
    );
  }
  if (text !== '*' && !(typeof text === 'string' && text.startsWith('arn:'))) {
    throw new PolicyError('bad-resource', `cannot decide about the resource ${JSON.stringify(text)}: it is neither an ARN nor "*"`);
  }
  const { service, rest, accountSegment, segments } = resources.of(text);
  if (text !== '*' && (segments.length < 6 || rest === '')) {
    throw new PolicyError('bad-resource', `cannot decide about the resource ${JSON.stringify(text)}: an ARN has six parts`);
  }
  const account = given ?? ownerOf(service, accountSegment, caller);
  const own = caller.account === null ? false : account === null ? null : account === caller.account;
  return { text, service, rest, accountSegment, segments, account, own };
}

const MOST_RESOURCES = 10_000;
const resources = new Remembered(MOST_RESOURCES, (text) => {
  const segments = arnSegments(text);
  return { service: segments[2] ?? '', rest: segments[5] ?? '', accountSegment: segments[4] ?? '', segments };
});

function isAccount(text: unknown): boolean {
  if (typeof text !== 'string' || text.length !== 12) return false;
  for (let at = 0; at < 12; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** A bucket's or object's ARN carries no account; things of no account and of AWS are taken to be asked about in the caller's own. */
function ownerOf(service: string, segment: string, caller: Caller): string | null {
  if (segment === '' && service === 's3') return null;
  return segment === '' || segment === 'aws' ? caller.account : segment;
}
