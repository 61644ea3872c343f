import { instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { Instant } from '../../../../../src/base/instant.ts';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { durationMs } from '../../../duration.ts';
import { member, textMember } from './event.ts';

/** When what was asked for begins, where that is later than the entry; `null`: at once, or not told. */
export function fromOf(sent: JsonObject | undefined, answered: JsonObject | undefined, at: Instant): Instant | null {
  for (const body of [answered, sent]) {
    const schedule = member(body, 'scheduleInfo');
    const told = isJsonObject(schedule) ? textMember(schedule, 'startDateTime') : null;
    const from = told === null ? undefined : parseInstant(told);
    if (from !== undefined) return instantOf(from) > at ? instantOf(from) : null;
  }
  return null;
}

/** The end that goes with a request: told as a moment, or as how long after its beginning. */
export function untilOf(sent: JsonObject | undefined, answered: JsonObject | undefined, at: Instant): Instant | null {
  for (const body of [answered, sent]) {
    const schedule = member(body, 'scheduleInfo');
    const expiration = isJsonObject(schedule) ? member(schedule, 'expiration') : undefined;
    if (!isJsonObject(schedule) || !isJsonObject(expiration)) continue;
    const end = textMember(expiration, 'endDateTime');
    const moment = end === null ? undefined : parseInstant(end);
    if (moment !== undefined) return end?.startsWith('9999-') === true ? null : instantOf(moment);
    const length = durationMs(textMember(expiration, 'duration') ?? '');
    const from = parseInstant(textMember(schedule, 'startDateTime') ?? at);
    if (length !== undefined && from !== undefined) return instantOf(from + length);
  }
  return null;
}
