import * as v from 'valibot';
import { instantOf, parseInstant } from '../../../../base/instant.ts';

/*
 * Scalars of a pack. Strict: what is not written as our own writer writes it is refused, for a text that two readers understand in two
 * ways proves nothing.
 */
export const text = v.string();
export const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not 64 lower-case hex digits'));
export const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A length of time in milliseconds, or a share: finite, and not below zero. */
export const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
export const instant = v.pipe(
  v.string(),
  v.check((each) => {
    const ms = parseInstant(each);
    return ms !== undefined && instantOf(ms) === each;
  }, 'no time in UTC with milliseconds'),
);
/** RFC 6901. */
export const pointer = v.pipe(v.string(), v.regex(/^(\/(?:[^~/]|~[01])*)*$/u, 'no JSON pointer'));
export const texts = v.array(text);
export const answer3 = v.picklist(['yes', 'no', 'undetermined']);
export const nature = v.picklist(['human', 'non-human', 'unknown']);
export const eventRef = v.strictObject({ source: text, id: text });
export const evidence = v.strictObject({ page: hex64, pointer });
