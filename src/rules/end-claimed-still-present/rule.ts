import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { assignment, gone, late, logged, outdated, records, removal, withoutHistory } from '../ending-examples.ts';
import { answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { clear, noSettings } from '../shared.ts';
import { eventSourceKinds } from '../../model/life-cycle.ts';

const asked = {
  kinds: eventSourceKinds,
  isAsked: (_: View, { level, outcome }: Ending): boolean => level !== null || outcome === 'contradicted',
};

export const rule = defineRule({
  id: 'end-claimed-still-present',
  revision: 1,
  family: 'residual',
  title: 'Said to have ended, and there',
  why: 'A ticket, a tool or a log says that this access was taken away, and a later read shows it. Whoever relies on the record believes that it is gone: the review is closed, the leaver is signed off, and nobody looks again. The record is worse than none. Asked of each access whose end anything claims or shows.',
  remedy:
    'Take the access away, and find out what wrote the record without doing it: a ticket closed by hand, a job that failed quietly, another copy of the same right.',
  verify: 'A complete read without the access after its removal, or two probes by its id that do not find it.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2', 'AC-3(8)', 'CA-7', 'CC4.1', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.15', 'PCI-8.2.5'),
  settings: noSettings,
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question) =>
    answerEndings(view, question, asked, (ending) => {
      const { outcome, ended, tierZero, because } = ending;
      if (outcome === 'contradicted') {
        return findingOnEnding(
          view,
          ending,
          tierZero ? 'critical' : 'high',
          `${accessText(ending)} is there, and its end is on record`,
          ...because,
        );
      }
      return ended === null && outcome === 'undetermined' ? openEnding(ending) : clear;
    }),
  examples: {
    fires: [
      records('a ticket says that it was removed', [
        late({ outcome: 'contradicted', level: 0, because: ['jira (T-1) says that it ended'] }),
      ]),
      records(
        'the log of the directory says so, of control of all of it',
        [late({ outcome: 'contradicted', level: 0, tierZero: true, events: [{ source: 'entra:directory-audits', id: 'removal-1' }] })],
        { sources: logged },
        { lifeCycleEvents: [removal()] },
      ),
    ],
    clear: [
      records('reads lack it since', [gone()]),
      records('beside one that is there, and of which nothing says otherwise', [
        gone(),
        late({ id: 'ending-2', access: { ...assignment, id: 'assignment-2' } }),
      ]),
    ],
    undetermined: [
      records('a ticket says so, and nobody looked since', [
        late({
          outcome: 'undetermined',
          level: 0,
          lastSeen: daysAgo(6),
          because: ['jira (T-1) says that it ended, and nobody looked since'],
        }),
      ]),
      outdated('the broker told nothing in the last twenty days'),
      withoutHistory(),
    ],
  },
});
