import type { JsonObject } from '../../../src/base/json.ts';
import type { Keys } from './client.ts';
import { RefusedError } from './refusal.ts';
import type { RoleSession } from './role.ts';

/** Seconds; the most that one role may ask for another (IAM user guide, role chaining). */
const DURATION = 3600;
const RENEWED_BEFORE_MS = 5 * 60_000;

/** The request: the session is named for this program, so that its reads can be told apart in CloudTrail. */
export function assumeInput(role: string, externalId: string | undefined): JsonObject {
  const told = externalId === undefined ? {} : { ExternalId: externalId };
  return { RoleArn: role, RoleSessionName: 'vestige', DurationSeconds: DURATION, ...told };
}

/**
 * What AssumeRole gave. Its length is taken from the provider's own clock where that is known, so that a clock of ours that goes wrong
 * neither keeps a session too long nor asks for one with every call. Rejects an answer without keys, and a session of another role, with
 * which everything read would be another account's, as `malformed`.
 */
export function sessionOf(role: string, output: object, receivedAt: number, providerDate: number | null): RoleSession {
  const { Credentials: given, AssumedRoleUser: user } = output as {
    readonly Credentials?: Readonly<Record<string, unknown>>;
    readonly AssumedRoleUser?: { readonly Arn?: string };
  };
  const other = anotherRole(role, user?.Arn ?? '');
  if (other !== undefined) {
    throw new RefusedError('malformed', { unanswered: { message: `the answer of AssumeRole is about ${other}, ${role} was asked for` } });
  }
  const keys = given === undefined ? undefined : keysOf(given);
  if (given === undefined || keys === undefined) {
    throw new RefusedError('malformed', { unanswered: { message: 'the answer of AssumeRole holds no credentials' } });
  }
  const { Expiration: end } = given;
  const told = end instanceof Date && providerDate !== null ? end.getTime() - providerDate : DURATION * 1000;
  const length = Math.min(Math.max(told, 0), DURATION * 1000);
  return { keys, renewAt: receivedAt + length - Math.min(RENEWED_BEFORE_MS, length / 2) };
}

/** The session's ARN where it is one of another role; its ARN has no path (IAM user guide, reference_identifiers.html). */
function anotherRole(role: string, session: string): string | undefined {
  const [, account, name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session) ?? [];
  if (account === undefined) return undefined;
  return role.split(':')[4] === account && role.slice(role.lastIndexOf('/') + 1) === name ? undefined : session;
}

function keysOf(given: Readonly<Record<string, unknown>>): Keys | undefined {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string' || typeof sessionToken !== 'string') return undefined;
  return { accessKeyId, secretAccessKey, sessionToken };
}
