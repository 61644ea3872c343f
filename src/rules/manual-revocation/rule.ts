import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, dueText, endedText } from '../../model/ending-words.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { assignment, gone, logged, records, withoutHistory } from '../ending-examples.ts';
import { answerEndings, endingNeeds, endingQuestions, endsByItself, findingOnEnding, openEnding } from '../endings.ts';
import type { EndingsAsked } from '../endings.ts';
import { recordsLack } from '../records.ts';
import { clear, strings } from '../shared.ts';

interface Settings {
  readonly boundaries: readonly string[];
  readonly kinds: readonly string[];
}

export const rule = defineRule({
  id: 'manual-revocation',
  revision: 1,
  family: 'jit-integrity',
  title: 'Ended by a person where it should end by itself',
  why: 'What is switched on for a time, or approved by a broker for a time, is trusted because its end needs nobody. Here a person had to take it away at or after its end: the automatic end failed, or was never there, and the next one waits for somebody to notice. Giving access back before its end is no fault. Asked of each access that ended, was activated, had an end or a broker’s approval with an end, and of those that the settings name.',
  remedy:
    'Find out why the automatic end did not act (the broker’s job, its rights, its queue), and have the provider enforce the end where it can.',
  verify: 'The next ends of such access are recorded as done by the provider, the broker or another automation.',
  controls: controls('PR.AA-05', 'AC-2(2)', 'AC-2(6)', 'AC-3(8)', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-8.2.5'),
  settings: v.strictObject({
    boundaries: strings(
      [],
      'what your own policy says ends by itself',
      'Beginnings of boundaries in which every access has to end by itself',
    ),
    kinds: strings(
      [],
      'what your own policy says ends by itself',
      'In those boundaries only accesses of these kinds (assignment, membership, credential, …); empty: of all',
    ),
  }),
  needs: endingNeeds,
  questions: (view, settings) => endingQuestions(view, askedBy(settings)),
  answer: (view, question, settings) => answerEndings(view, question, askedBy(settings), (ending) => answerOf(view, ending, settings)),
  examples: {
    fires: [
      records('a person took away what was switched on, an hour after its end', [byPerson()], { sources: logged }),
      records('so of control of the directory', [byPerson({ tierZero: true })], { sources: logged }),
    ],
    clear: [
      records('the provider ended it', [byPerson({ endedBy: { actor: null, by: 'provider' } })], { sources: logged }),
      records('given back before its end', [byPerson({ due: daysAgo(4) })], { sources: logged }),
      records('its own end was over, and no log tells of another', [byPerson({ endedBy: null })], { sources: logged }),
    ],
    undetermined: [
      records(
        'who ended it is not told',
        [byPerson({ endedBy: { actor: null, by: 'unknown' }, access: { ...assignment, activated: true } })],
        {
          sources: logged,
        },
      ),
      records('the log was not read', [byPerson({ endedBy: null, access: { ...assignment, activated: true } })]),
      records(
        'around the moment of its end',
        [byPerson({ ended: { how: 'absent', after: daysAgo(6), before: daysAgo(4), recorded: null } })],
        {
          sources: logged,
        },
      ),
      withoutHistory(),
    ],
  },
});

function askedBy(settings: Settings): EndingsAsked {
  return {
    kinds: ['provider-log'],
    isAsked: (view, ending) => ending.ended !== null && (isNamed(ending, settings) || endsByItself(view, ending)),
  };
}

function isNamed({ boundary, kind }: Ending, { boundaries, kinds }: Settings): boolean {
  return boundaries.some((each) => boundary.startsWith(each)) && (kinds.length === 0 || kinds.includes(kind));
}

function answerOf(view: View, ending: Ending, settings: Settings): Observation {
  const { ended, endedBy, due, access, boundary } = ending;
  if (ended === null) return clear;
  if (endedBy === null || endedBy.by === 'unknown') {
    if (access.until !== null && access.until <= ended.after) return clear;
    const lacks = recordsLack(view, { kinds: ['provider-log'], boundary, from: ended.after, to: ended.before });
    return isNonEmpty(lacks) ? { says: 'undetermined', because: lacks } : openEnding(ending, 'the log does not tell who ended it');
  }
  if (endedBy.by !== 'person') return clear;
  if (due === null ? !isNamed(ending, settings) : ended.before <= due) return clear;
  if (due !== null && ended.after < due) {
    return openEnding(
      ending,
      `whether a person ended it before its due cannot be told: ${dueText(ending, view.asOf)}; ${endedText(ending)}`,
    );
  }
  return findingOnEnding(
    view,
    ending,
    ending.tierZero ? 'medium' : 'low',
    `${accessText(ending)} ${dueText(ending, view.asOf)}: ${endedText(ending)}`,
    isNamed(ending, settings) ? `in ${boundary} it has to end by itself` : 'it was given for a time, and nothing ended it by itself',
  );
}

function byPerson(over: Parameters<typeof gone>[0] = {}): ReturnType<typeof gone> {
  return gone({
    access: { ...assignment, boundary: tenant, activated: true, until: daysAgo(5) },
    endedBy: { actor: 'ben', by: 'person' },
    ...over,
  });
}
