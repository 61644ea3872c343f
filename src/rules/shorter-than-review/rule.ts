import * as v from 'valibot';
import { DAY_MS, parseInstant } from '../../base/instant.ts';
import { isNonEmpty } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, endedText } from '../../model/ending-words.ts';
import type { EventSourceKind } from '../../model/life-cycle.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { assignment, gone, records, withoutHistory } from '../ending-examples.ts';
import { answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { recordsLack } from '../records.ts';
import { clear, days } from '../shared.ts';
import { grantSources } from '../standing-answer.ts';

const review: readonly EventSourceKind[] = ['review'];

const asked = {
  kinds: review,
  isAsked: (_: View, { ended }: Ending): boolean => ended !== null,
};

export const rule = defineRule({
  id: 'shorter-than-review',
  revision: 2,
  family: 'jit-integrity',
  title: 'Access no review could have seen',
  why: 'This access came and went between two reviews, and nothing else on record allowed it. A review every quarter says nothing of what was there for a week: whoever gives access and takes it away again in time is never asked. Asked of each access that ended; of one to what is ordinary it is no matter.',
  remedy: 'Have short-lived access requested and approved when it is given; a review can only ever see what stays.',
  verify: 'Accesses that end after the change have an approval or a review on record.',
  controls: controls('PR.AA-05', 'AC-2', 'AC-2(6)', 'AC-6(7)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4', 'PCI-7.2.5.1'),
  settings: v.strictObject({
    days: days(
      90,
      'our own choice: quarterly; PCI DSS 4.0.1 7.2.4 asks for a review at least once every six months',
      'The time from one review to the next',
    ),
  }),
  needs: [...endingNeeds, ...grantSources],
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question, settings) => answerEndings(view, question, asked, (ending) => answerOf(view, ending, settings.days)),
  examples: {
    fires: [
      records('given on a Monday, gone on the Friday', [brief()], reviewed()),
      records('so of control of the directory', [brief({ tierZero: true })], reviewed()),
    ],
    clear: [
      records('approved', [brief({ authorised: 'yes', authorisations: ['pam|1'] })], reviewed()),
      records('it was there for longer than a review takes to come', [brief({ firstSeen: daysAgo(200) })], reviewed()),
    ],
    undetermined: [
      records('when it began is not known', [brief({ access: assignment })], reviewed()),
      records('the approvals that were read begin later', [brief({ authorised: 'unknown' })], reviewed()),
      records('no reviews were read', [brief()]),
      withoutHistory(),
    ],
  },
});

function answerOf(view: View, ending: Ending, cycle: number): Observation {
  const { ended, authorised, authorisations, boundary, tierZero, capabilities, firstSeen } = ending;
  if (!tierZero && capabilities.length > 0 && capabilities.every(({ capability }) => capability === 'ordinary')) return clear;
  if (ended === null || authorised === 'yes' || authorisations.length > 0) return clear;
  const told = ending.events.flatMap(({ source, id }) => view.assured.event(source, id) ?? []);
  if (told.some(({ type, succeeded, at }) => (type === 'reviewed' || type === 'review-denied') && succeeded && at <= ended.before))
    return clear;
  const cycleMs = cycle * DAY_MS;
  if (msOf(ended.after) - msOf(firstSeen) >= cycleMs) return clear;
  const [began] = told
    .filter(({ type, succeeded, at }) => (type === 'granted' || type === 'activated') && succeeded && at <= ended.before)
    .map(({ at }) => at)
    .concat(ending.access.from ?? [])
    .sort(byCodeUnit);
  if (began === undefined) return openEnding(ending, `when it began is not known, only that it was there ${minuteOf(firstSeen)}`);
  if (msOf(ended.after) - msOf(began) >= cycleMs) return clear;
  if (msOf(ended.before) - msOf(began) >= cycleMs) {
    return openEnding(
      ending,
      `whether it was there for ${cycle} days cannot be told: it began ${minuteOf(began)} and is ${endedText(ending)}`,
    );
  }
  const lacks = recordsLack(view, { kinds: review, boundary, from: began, to: ended.before });
  if (isNonEmpty(lacks)) return { says: 'undetermined', because: lacks };
  if (authorised === 'unknown') return openEnding(ending, 'whether it was approved is not known: what was read of approvals begins later');
  return findingOnEnding(
    view,
    ending,
    tierZero ? 'medium' : 'low',
    `${accessText(ending)} began ${minuteOf(began)} and is ${endedText(ending)}`,
    `reviews come every ${cycle} days; none saw it, and nothing else on record allowed it`,
  );
}

function msOf(instant: string): number {
  return parseInstant(instant) ?? NaN;
}

function brief(over: Parameters<typeof gone>[0] = {}): ReturnType<typeof gone> {
  const access = { ...assignment, from: daysAgo(9) };
  const firstSeen = daysAgo(8.5);
  return gone({ access, boundary: tenant, firstSeen, trigger: null, due: null, lateness: null, authorised: 'never', ...over });
}

function reviewed(): Parameters<typeof records>[2] {
  return { sources: [{ source: 'reviews', sourceKind: 'review' }] };
}
