import * as v from 'valibot';
import type { Severity } from '../model/question.ts';

/** Days from the moment something was first seen until it is to be done. */
export type DueDays = Readonly<Record<Severity, number>>;

export const usualDueDays: DueDays = { critical: 7, high: 30, medium: 90, low: 180 };

const days = (severity: Severity) =>
  v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.description(`what is ${severity}. Unit: days from when it was first seen. Default ${usualDueDays[severity]}`),
    ),
    usualDueDays[severity],
  );

/** `vestige.yaml`, `backlog`. */
export const backlogSetting = v.pipe(
  v.optional(
    v.strictObject({
      dueDays: v.pipe(
        v.optional(v.strictObject({ critical: days('critical'), high: days('high'), medium: days('medium'), low: days('low') }), {}),
        v.description(
          'by when items of the backlog are to be done. The defaults are the times that remediation policies name most often for each severity; yours may say otherwise',
        ),
      ),
    }),
    {},
  ),
  v.description('what vestige backlog makes of findings. It decides nothing about answers'),
);

export function dueDaysOf({ dueDays }: v.InferOutput<typeof backlogSetting>): DueDays {
  return dueDays ?? usualDueDays;
}
