import * as v from 'valibot';
import type { LongestDays } from '../assurance/exceptions.ts';
import { usualAssurance } from '../assurance/settings.ts';

const usual = usualAssurance.longestExceptionDays;
const longest = (standard: number, what: string) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.description(`${what}. Unit: days. Default ${standard}`)), standard);

/** `vestige.yaml`, `exceptions`. */
export const exceptionsSetting = v.pipe(
  v.optional(
    v.strictObject({
      longestDays: v.optional(
        v.strictObject({
          'break-glass': longest(usual['break-glass'], 'accounts for emergencies: decided anew once a year'),
          batch: longest(usual.batch, 'jobs that cannot ask for access yet: twice a year'),
          legacy: longest(usual.legacy, 'what cannot do better and is to be replaced: twice a year'),
          vendor: longest(usual.vendor, 'what others use: each quarter'),
        }),
        {},
      ),
    }),
    {},
  ),
  v.description(
    'for how long findings may be accepted, from the start of an exception to its end. One that lasts longer is invalid and covers nothing',
  ),
);

export function longestDaysOf({ longestDays }: v.InferOutput<typeof exceptionsSetting>): LongestDays {
  return longestDays ?? usual;
}
