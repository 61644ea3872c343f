import * as v from 'valibot';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { gone, late, outdated, records, trigger, withoutHistory } from '../ending-examples.ts';
import { allowingKinds, answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding, residualSeverity } from '../endings.ts';
import { clear, days } from '../shared.ts';

/** What is there again: the same access ended before. */
const asked = {
  kinds: allowingKinds,
  isAsked: (view: View, ending: Ending): boolean =>
    ending.ended === null &&
    (ending.outcome === 'reappeared' || view.assured.endingsOf(ending.subject).some((each) => isBefore(each, ending))),
};

function isBefore({ access, ended, firstSeen }: Ending, later: Ending): boolean {
  return access.id === later.access.id && ended !== null && firstSeen < later.firstSeen;
}

const again = late({ id: 'again', firstSeen: daysAgo(2), lastSeen: daysAgo(0), outcome: 'reappeared', because: ['had ended'] });

export const rule = defineRule({
  id: 'access-reappeared',
  revision: 1,
  family: 'residual',
  title: 'Access that ended is there again, unallowed',
  why: 'This access was taken away, and is back with nothing on record that allows it. A synchronisation or a template that still has it puts it back at every run, or somebody gave it again outside of the process: an attacker who wants to stay does just that. Asked of each access that had ended and is there again.',
  remedy: 'Find what gave it again (the log of the provider names the caller), mend that first, and then take the access away.',
  verify: 'Complete reads without the access after its removal, over at least one more run of what gave it again.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2', 'AC-3(8)', 'CA-7', 'CC6.2', 'CC6.3', 'CC7.2', 'A.5.18', 'A.8.2'),
  settings: v.strictObject({
    graveAfterDays: days(
      7,
      'our own choice: a week has had every working day on which somebody could have seen it',
      'There again longer than that after its due, it is graver by one level',
    ),
  }),
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question, { graveAfterDays }) =>
    answerEndings(view, question, asked, (ending) => {
      if (ending.outcome === 'undetermined') return openEnding(ending);
      if (ending.outcome !== 'reappeared') return clear;
      return findingOnEnding(
        view,
        ending,
        residualSeverity(ending, graveAfterDays),
        `${accessText(ending)} is there again, first seen ${minuteOf(ending.firstSeen)} and last ${minuteOf(ending.lastSeen)}`,
        ...ending.because,
      );
    }),
  examples: {
    fires: [
      records('given again with nothing that allows it', [
        gone({ id: 'once' }),
        { ...again, authorised: 'never', trigger: null, due: null },
      ]),
      records('a leaver has control of the directory again', [{ ...again, trigger: trigger.left, tierZero: true }]),
    ],
    clear: [records('given again, and approved again', [gone({ id: 'once' }), { ...again, outcome: 'not-due', trigger: null, due: null }])],
    undetermined: [
      records('given again, at a time of which the records do not tell', [
        gone({ id: 'once' }),
        { ...again, outcome: 'undetermined', authorised: 'unknown', because: ['whether it was allowed is not known'] },
      ]),
      outdated('the broker told nothing in the last twenty days'),
      withoutHistory(),
    ],
  },
});
