import * as v from 'valibot';
import { DAY_MS } from '../../base/instant.ts';
import { durationText } from '../../base/text/duration.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, dueText, endedText, latenessText } from '../../model/ending-words.ts';
import type { Severity } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { gone, outdated, records, trigger, withoutHistory } from '../ending-examples.ts';
import { allowingKinds, answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { clear } from '../shared.ts';

const MINUTE_MS = 60_000;

const asked = { kinds: allowingKinds, isAsked: (_: View, { ended, due }: Ending): boolean => ended !== null && due !== null };

const toleranceMinutes = v.optional(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(0),
    v.description(
      'So much later than its due an end still counts as in time; what a policy allows belongs under `assurance` and is in the due already. Unit: minutes. Default: 0. Source: PCI DSS 4.0.1 8.2.5 asks for access to be revoked immediately',
    ),
  ),
  0,
);

export const rule = defineRule({
  id: 'end-late',
  revision: 1,
  family: 'jit-integrity',
  title: 'Access ended later than it should have',
  why: 'Until it was taken away this access was there without anything that allowed it. One late end is a slip; many are a process that does not pass on what people decided, and the next one may not end at all. Asked of each access that ended and had to.',
  remedy:
    'Find where the time went, between the decision, the order and the removal, and have the end enforced by the provider where it can be.',
  verify: 'The ends of the weeks that follow are not later than their due.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(2)', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-8.2.5'),
  settings: v.strictObject({ toleranceMinutes }),
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question, { toleranceMinutes }) =>
    answerEndings(view, question, asked, (ending) => {
      const tolerance = toleranceMinutes * MINUTE_MS;
      const { lateness } = ending;
      if (lateness === null) return openEnding(ending);
      const when = `${dueText(ending, view.asOf)}: ${endedText(ending)}`;
      if (lateness.lower > tolerance) {
        const allowed = tolerance === 0 ? [] : [`${durationText(tolerance, 'down')} are tolerated`];
        return findingOnEnding(
          view,
          ending,
          severityOf(ending, lateness.lower),
          `${accessText(ending)} ${when}`,
          latenessText(ending),
          ...allowed,
        );
      }
      if (lateness.upper <= tolerance && !lateness.open) return clear;
      return openEnding(ending, `${when}; whether that was in time cannot be told: reads were too far apart, and no log tells the moment`);
    }),
  examples: {
    fires: [
      records('an hour late at least', [gone()]),
      records('a leaver with control of the directory, two days late', [
        gone({ tierZero: true, trigger: trigger.left, lateness: { lower: 2 * DAY_MS, upper: 3 * DAY_MS, open: false } }),
      ]),
      records('late by a second', [gone({ lateness: { lower: 1000, upper: 2000, open: false } })]),
    ],
    clear: [records('in time', [gone({ lateness: { lower: 0, upper: 0, open: false } })])],
    undetermined: [
      records('between two reads, one before its due and one after', [gone({ lateness: { lower: 0, upper: DAY_MS, open: false } })]),
      outdated('the broker told nothing in the last twenty days'),
      withoutHistory(),
    ],
  },
});

/** A day late is graver by one level. */
function severityOf({ tierZero }: Ending, lower: number): Severity {
  const isLong = lower >= DAY_MS;
  return tierZero ? (isLong ? 'high' : 'medium') : isLong ? 'medium' : 'low';
}
