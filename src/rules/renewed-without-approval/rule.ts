import * as v from 'valibot';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { entry, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import {
  answerRequest,
  eventsOfRequest,
  isGraveRequest,
  requestDays,
  requestNeeds,
  requestQuestions,
  requestText,
  requestWitness,
} from '../requests.ts';
import { clear, counted } from '../shared.ts';

const refs = ['ask-1', 'closed-1', 'again-1'].map((id) => ({ source: 'broker', id }));
const again = entry('again-1', 'renewed', 1);
const asked = entry('ask-1', 'requested', 4);
const renewedOnce = { renewals: 1, events: refs } as const;

export const rule = defineRule({
  id: 'renewed-without-approval',
  revision: 1,
  family: 'jit-integrity',
  title: 'Renewed without a new approval, or after the task was over',
  why: 'An end that is pushed back with no new decision is no end: access that is renewed again and again on one approval is standing in fact. Where the ticket was closed or the task had ended, nothing was left that it was for. Asked of each request that was renewed.',
  remedy:
    'Take the access away or have it approved anew, and set the tool to ask for an approval with each renewal and to refuse one for a closed task.',
  verify: 'the records show the access ended, or each renewal with an approval of its own while the task was open',
  controls: controls('PR.AA-05', 'AC-2', 'AC-2(2)', 'AC-2(6)', 'AC-6(7)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({ days: requestDays }),
  needs: requestNeeds,
  questions: (view, { days }) => requestQuestions(view, days, ({ renewals }) => renewals > 0),
  answer: (view, question, { days }) => answerRequest(view, question, days, (each) => answer(view, each)),
  examples: {
    fires: [
      requested('once, on the first approval', { ...renewedOnce, renewalsUnapproved: 1 }, {}, { lifeCycleEvents: [asked, again] }),
      requested(
        'approved, and the task had ended',
        renewedOnce,
        {},
        { lifeCycleEvents: [asked, entry('closed-1', 'task-ended', 2), again] },
      ),
    ],
    clear: [
      requested('with an approval of its own', renewedOnce, {}, { lifeCycleEvents: [asked, again] }),
      requested('the task ended after it', renewedOnce, {}, { lifeCycleEvents: [asked, entry('closed-1', 'task-ended', 0.5), again] }),
      requested(
        'it was closed, and approved anew',
        { ...renewedOnce, events: [...refs, { source: 'broker', id: 'yes-1' }] },
        {},
        { lifeCycleEvents: [asked, entry('closed-1', 'task-ended', 3), entry('yes-1', 'approved', 2), again] },
      ),
    ],
    undetermined: [
      requested('whom it is about is not known', { ...renewedOnce, subjects: [] }, {}, { lifeCycleEvents: [asked, again] }),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function answer(view: View, each: RequestCase): Observation {
  const { renewals, renewalsUnapproved } = each;
  const late = renewedLate(eventsOfRequest(view, each));
  const unapproved =
    renewalsUnapproved > 0
      ? [`${requestText(each)} was renewed ${counted(renewals, 'time')}, ${renewalsUnapproved} of them with no approval`]
      : [];
  const closed =
    late === undefined
      ? []
      : [
          `${requestText(each)} was renewed ${minuteOf(late.renewed.at)}, after its task was over ${minuteOf(late.over.at)} ("${late.over.activity}")`,
        ];
  const [first, ...others] = [...unapproved, ...closed];
  if (first === undefined) return clear;
  return {
    says: 'finding',
    severity: isGraveRequest(view, each) ? 'high' : 'medium',
    reasons: [first, ...others],
    witness: requestWitness(each),
  };
}

/** A renewal with the end before it, where nothing was approved or asked for between. */
function renewedLate(events: readonly LifeCycleEvent[]): { readonly over: LifeCycleEvent; readonly renewed: LifeCycleEvent } | undefined {
  let over: LifeCycleEvent | undefined;
  for (const event of events.filter(({ succeeded }) => succeeded).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    if (event.type === 'task-ended') over ??= event;
    else if (event.type === 'approved' || event.type === 'requested') over = undefined;
    else if (event.type === 'renewed' && over !== undefined && event.at > over.at) return { over, renewed: event };
  }
  return undefined;
}
