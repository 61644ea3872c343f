import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, dueText, endedText, levelText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { gone, outdated, records, withoutHistory } from '../ending-examples.ts';
import { allowingKinds, answerEndings, endingNeeds, endingQuestions, findingOnEnding, isPast, openEnding } from '../endings.ts';
import { clear } from '../shared.ts';

/** While sessions may be running the proof cannot be whole; session-past-due asks about those. */
const asked = {
  kinds: allowingKinds,
  isAsked: (view: View, { level, due, outcome, lingering }: Ending): boolean =>
    level !== null && isPast(view, due) && outcome !== 'contradicted' && !lingering.some(({ state }) => state === 'running'),
};

const leastLevel = v.optional(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(0),
    v.maxValue(3),
    v.description(
      'Ends that are less sure are findings: 0 claimed, 1 recorded by the provider, 2 observed, 3 verified. Unit: level. Default: 2. Source: our own choice: what a record says was done is asked of a read that does not show it',
    ),
  ),
  2,
);

export const rule = defineRule({
  id: 'end-unproven',
  revision: 1,
  family: 'residual',
  title: 'End that is claimed and not proved',
  why: 'The access should be gone and something says that it is, but what shows it is less than what you ask for: a closed ticket, a record without a read behind it. An auditor who trusts nobody takes that for a claim. Asked of each access past its due whose end is claimed or shown, once nothing of it can be running.',
  remedy:
    'Get what is missing: scan again with all surfaces that tell of it, ask for it by its id with `vestige verify`, or read the logs that are named.',
  verify: 'The next analysis tells the end at the level asked for.',
  controls: controls('NHI1', 'AC-3(8)', 'CA-7', 'PS-4', 'CC4.1', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-8.2.5'),
  settings: v.strictObject({ leastLevel }),
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question, { leastLevel }) =>
    answerEndings(view, question, asked, (ending) => {
      const { level, lacks, tierZero } = ending;
      if (level === null) return openEnding(ending);
      if (level >= leastLevel) return clear;
      const usual = level === 0 ? 'medium' : 'low';
      return findingOnEnding(
        view,
        ending,
        tierZero ? (level === 0 ? 'high' : 'medium') : usual,
        `${accessText(ending)} ${dueText(ending, view.asOf)}: ${endedText(ending)}`,
        `its end is at level ${levelText(level)}, and at least ${leastLevel} is asked for${lacks.length === 0 ? '' : `; it lacks ${lacks.join(', ')}`}`,
      );
    }),
  examples: {
    fires: [
      records('a closed ticket and nothing else', [
        gone({
          ended: null,
          lateness: null,
          outcome: 'undetermined',
          level: 0,
          lacks: ['provider record of the end', 'a read or probe without it'],
        }),
      ]),
      records('recorded by the log and never looked for', [gone({ level: 1, tierZero: true, lacks: ['a read or probe without it'] })]),
    ],
    clear: [
      records('complete reads lack it', [gone()]),
      records('all of it is shown', [gone({ level: 3 })]),
      records('a session may run, beside one that is over', [
        gone(),
        gone({ id: 'ending-2', firstSeen: daysAgo(9), level: 1, outcome: 'lingering', lingering: [running()] }),
      ]),
    ],
    undetermined: [outdated('the broker told nothing in the last twenty days'), withoutHistory()],
  },
});

function running(): Ending['lingering'][number] {
  const source = 'the provider’s documents';
  return {
    what: 'access token',
    longestMs: 3_600_000,
    source,
    midSession: 'on-command',
    cutBy: [],
    until: daysAgo(-1),
    state: 'running',
    cut: null,
  };
}
