import * as v from 'valibot';
import type { Instant } from '../../../../../src/base/instant.ts';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, instant, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Usage } from '../../../../../src/model/entity.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { guid, objectIn, tellUsage } from '../../graph-page.ts';
import { isCall } from '../roles/is-call.ts';

/** Absent, `null` and the first year of the calendar all mean that none was seen. */
const moment = v.pipe(
  v.nullish(v.string(), null),
  v.transform((at) => (at?.startsWith('0001-') === true ? null : at)),
  v.nullable(instant),
);
const activity = v.object({
  id: guid,
  signInActivity: v.nullish(
    v.object({ lastSignInDateTime: moment, lastNonInteractiveSignInDateTime: moment, lastSuccessfulSignInDateTime: moment }),
    null,
  ),
});

/** Since when successes are told apart (https://learn.microsoft.com/graph/api/resources/signinactivity); before it, all times are of attempts. */
const SUCCESSES_SINCE: Instant = '2023-12-01T00:00:00.000Z';

/**
 * Maps a page of sign-in activity. A success counts as use. Where there is none, an attempt before successes were told apart may have been one, and is
 * the latest there can be; a later attempt failed, so that the last use is not known.
 */
export function mapSignInActivity(task: Task, body: Json): Mapped {
  if (!isCall(task, 'SignInActivity')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', activity)) {
    const {
      lastSuccessfulSignInDateTime: success = null,
      lastSignInDateTime,
      lastNonInteractiveSignInDateTime,
    } = value.signInActivity ?? {};
    const attempt = later(lastSignInDateTime ?? null, lastNonInteractiveSignInDateTime ?? null);
    const identity = objectIn(into, value.id);
    tellUsage(into, { identity, ...lastUse(success, attempt), lookBackDays: null }, at);
  }
  return into;
}

function lastUse(success: Instant | null, attempt: Instant | null): Pick<Usage, 'lastUsed' | 'detail'> {
  if (success !== null) return { lastUsed: success, detail: null };
  if (attempt === null) return { lastUsed: 'never', detail: null };
  if (attempt < SUCCESSES_SINCE) return { lastUsed: attempt, detail: 'an attempt, which may have failed' };
  return { lastUsed: 'unknown', detail: 'only attempts that failed are told' };
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
