import { HOUR_MS, parseInstant } from '../../base/instant.ts';
import { isNonEmpty } from '../../base/json.ts';
import { durationText } from '../../base/text/duration.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending, Lingering } from '../../model/ending.ts';
import { accessText, dueText, endedText, lingerText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { gone, outdated, records, withoutHistory } from '../ending-examples.ts';
import { allowingKinds, answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { clear, noSettings } from '../shared.ts';

const asked = { kinds: allowingKinds, isAsked: (_: View, { ended, due }: Ending): boolean => ended !== null && due !== null };

export const rule = defineRule({
  id: 'session-past-due',
  revision: 2,
  family: 'residual',
  title: 'Sessions may outlive the access they came from',
  why: 'Taking a right away stops new sessions, and not always those that are there: what was signed in before may act until its session or token runs out, or is cut. Of this access they may run later than its due and the time that `assurance.lingerAllowedHours` of the configuration allows after it (none unless it is set; debt is measured by the same), and no record shows that they were cut. Asked of each access that ended and had to.',
  remedy:
    'Cut what runs: revoke the sign-in sessions of the account, or deny sessions issued before now to the role. Then shorten the longest session, so that the next end needs no cut.',
  verify: 'The log shows the cut after the end, or the longest time a session can last is over.',
  controls: controls('NHI1', 'AC-2(6)', 'AC-3(8)', 'PS-4', 'ZTA-3', 'ZTA-6', 'CC6.1', 'CC6.3', 'A.5.18', 'A.8.5', 'PCI-8.2.5'),
  settings: noSettings,
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question) =>
    answerEndings(view, question, asked, (ending) => {
      const { lingerAllowedMs } = view.assured;
      const limit = (parseInstant(ending.due ?? '') ?? Infinity) + lingerAllowedMs;
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
          `${lingerAllowedMs === 0 ? 'after it nothing is allowed' : `after it ${durationText(lingerAllowedMs, 'down')} are allowed`}, and ${found.join('; ')}`,
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
      records(
        'due two hours ago, an hour is allowed, and a session may run on',
        [gone({ due: daysAgo(2 / 24), lingering: [session({ until: daysAgo(-1), state: 'running' })] })],
        { lingerAllowedMs: HOUR_MS },
      ),
      records('a token without a limit was never cut', [
        gone({ outcome: 'undetermined', tierZero: true, lingering: [session({ longestMs: null, until: null, state: 'unknown' })] }),
      ]),
    ],
    clear: [
      records('what could run is over', [gone({ lingering: [session({ until: daysAgo(4), state: 'passed' })] })]),
      records('it was cut', [gone({ lingering: [session({ until: daysAgo(-1), state: 'cut', cut: { source: 'log', id: 'cut-1' } })] })]),
      records(
        'due an hour ago to the moment, and an hour is allowed',
        [gone({ due: daysAgo(1 / 24), lingering: [session({ until: daysAgo(-1), state: 'running' })] })],
        { lingerAllowedMs: HOUR_MS },
      ),
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
    longestMs: 12 * HOUR_MS,
    source: 'the provider’s documents',
    midSession: 'on-command',
    cutBy: [],
    cut: null,
    ...over,
  };
}
