import * as v from 'valibot';
import { parseInstant } from '../../base/instant.ts';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending, Lingering } from '../../model/ending.ts';
import { accessText, dueText, endedText, lingerText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { gone, outdated, records, withoutHistory } from '../ending-examples.ts';
import { allowingKinds, answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { clear, count } from '../shared.ts';

const MINUTE_MS = 60_000;

const asked = { kinds: allowingKinds, isAsked: (_: View, { ended, due }: Ending): boolean => ended !== null && due !== null };

export const rule = defineRule({
  id: 'session-past-due',
  revision: 1,
  family: 'residual',
  title: 'Sessions may outlive the access they came from',
  why: 'Taking a right away stops new sessions, and not always those that are there: what was signed in before may act until its session or token runs out, or is cut. Of this access they may run later than its due and the time allowed after it, and no record shows that they were cut. Asked of each access that ended and had to.',
  remedy:
    'Cut what runs: revoke the sign-in sessions of the account, or deny sessions issued before now to the role. Then shorten the longest session, so that the next end needs no cut.',
  verify: 'The log shows the cut after the end, or the longest time a session can last is over.',
  controls: controls('NHI1', 'AC-2(6)', 'AC-3(8)', 'PS-4', 'ZTA-3', 'ZTA-6', 'CC6.1', 'CC6.3', 'A.5.18', 'A.8.5', 'PCI-8.2.5'),
  settings: v.strictObject({
    allowedMinutes: count(
      60,
      'our own choice: a session of an AWS role lasts an hour unless more is asked for, and an access token of Microsoft Entra about as long',
      'minutes after the due time',
      'So long after its due sessions of an access may go on',
    ),
  }),
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question, { allowedMinutes }) =>
    answerEndings(view, question, asked, (ending) => {
      const limit = (parseInstant(ending.due ?? '') ?? Infinity) + allowedMinutes * MINUTE_MS;
      if (view.now <= limit) return clear;
      // `running` is not over by now, and now is past what is allowed
      const running = ending.lingering.filter(({ state }) => state === 'running');
      const endless = ending.lingering.filter((each) => each.state === 'unknown' && isDocumented(each));
      const found = [...running, ...endless].map(lingerText);
      if (isNonEmpty(found)) {
        return findingOnEnding(
          view,
          ending,
          ending.tierZero ? 'high' : running.length > 0 ? 'medium' : 'low',
          `${accessText(ending)} ${dueText(ending, view.asOf)}: ${endedText(ending)}`,
          `after it ${allowedMinutes} min are allowed, and ${found.join('; ')}`,
        );
      }
      const untold = ending.lingering.filter(({ state }) => state === 'unknown').map(lingerText);
      return isNonEmpty(untold) ? openEnding(ending, ...untold) : clear;
    }),
  examples: {
    fires: [
      records('a session may run until tomorrow', [
        gone({ outcome: 'lingering', lingering: [session({ until: daysAgo(-1), state: 'running' })] }),
      ]),
      records('a token without a limit was never cut', [
        gone({ outcome: 'undetermined', tierZero: true, lingering: [session({ longestMs: null, until: null, state: 'unknown' })] }),
      ]),
    ],
    clear: [
      records('what could run is over', [gone({ lingering: [session({ until: daysAgo(4), state: 'passed' })] })]),
      records('it was cut', [gone({ lingering: [session({ until: daysAgo(-1), state: 'cut', cut: { source: 'log', id: 'cut-1' } })] })]),
      records('due an hour ago to the moment: what is allowed is not over', [
        gone({ due: daysAgo(1 / 24), lingering: [session({ until: daysAgo(-1), state: 'running' })] }),
      ]),
    ],
    undetermined: [
      records('nobody tells what may run', [
        gone({ lingering: [session({ until: null, state: 'unknown', longestMs: null, midSession: 'unknown' })] }),
      ]),
      outdated('the broker told nothing in the last twenty days'),
      withoutHistory(),
    ],
  },
});

/** The provider says that no limit is set to it; elsewhere nobody told how long it lasts. */
function isDocumented({ longestMs, midSession }: Lingering): boolean {
  return longestMs === null && midSession !== 'unknown';
}

function session(over: Pick<Lingering, 'until' | 'state'> & Partial<Lingering>): Lingering {
  return {
    what: 'role session',
    longestMs: 12 * 3_600_000,
    source: 'the provider’s documents',
    midSession: 'on-command',
    cutBy: [],
    cut: null,
    ...over,
  };
}
