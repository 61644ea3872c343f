import * as v from 'valibot';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, dueText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { late, outdated, records, trigger, withoutHistory } from '../ending-examples.ts';
import {
  allowingKinds,
  answerEndings,
  atLeast,
  endingNeeds,
  endingQuestions,
  findingOnEnding,
  openEnding,
  residualSeverity,
} from '../endings.ts';
import { clear, days } from '../shared.ts';

/** What a source claims to have ended, and what is there again, other rules ask about. */
const asked = {
  kinds: allowingKinds,
  isAsked: (_: View, { outcome, ended }: Ending): boolean => ended === null && outcome !== 'contradicted' && outcome !== 'reappeared',
};

export const rule = defineRule({
  id: 'expected-end-not-observed',
  revision: 1,
  family: 'residual',
  title: 'Access past its end is still there',
  why: 'Somebody decided when this access ends: by an approval with an end, a last day of work, a denied review, an incident. That moment and the time allowed after it are over, and reads still show the access. Whoever has it can use it, and nobody answers for that any more. Asked of each access of which anything is on record and that is not known to be gone.',
  remedy: 'Take the access away now. Then find out why nothing did: the end was not passed on, or what should act on it failed.',
  verify: 'A complete read without the access after its removal, or `vestige verify`, which asks for it by its id.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(2)', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-8.2.5'),
  settings: v.strictObject({
    graveAfterDays: days(
      7,
      'our own choice: a week has had every working day on which somebody could have seen it',
      'Later than that it is graver by one level',
    ),
  }),
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question, { graveAfterDays }) =>
    answerEndings(view, question, asked, (ending) => {
      if (ending.outcome === 'undetermined') return openEnding(ending);
      if (ending.outcome !== 'overdue') return clear;
      const late = ending.lateness?.lower ?? 0;
      return findingOnEnding(
        view,
        ending,
        residualSeverity(ending, graveAfterDays),
        `${accessText(ending)} ${dueText(ending, view.asOf)}`,
        `it was last seen ${minuteOf(ending.lastSeen)}, ${late === 0 ? 'later than that' : `${atLeast(late)} late`}, and nothing shows that it is gone`,
      );
    }),
  examples: {
    fires: [
      records('an approval is over, and the role is there', [late()]),
      records('a leaver keeps control of the directory', [late({ trigger: trigger.left, tierZero: true })]),
      records('seen at the very moment it was due', [late({ lastSeen: daysAgo(5), lateness: { lower: 0, upper: 1, open: true } })]),
    ],
    clear: [
      records('allowed until tomorrow', [late({ due: daysAgo(-1), outcome: 'not-due', lateness: null })]),
      records('allowed, with no end', [late({ trigger: null, due: null, outcome: 'not-due', lateness: null })]),
    ],
    undetermined: [
      records('not read since it was due', [
        late({ outcome: 'undetermined', lastSeen: daysAgo(6), because: ['nothing was read of it since'] }),
      ]),
      outdated('the broker told nothing in the last twenty days'),
      records('nothing tells until when access is allowed', [], { sources: [] }),
      withoutHistory(),
    ],
  },
});
