import * as v from 'valibot';
import { minuteOf } from '../../base/text/moment.ts';
import { instantOf } from '../../base/instant.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { logLack } from '../request-places.ts';
import { entry, request, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import {
  answerRequest,
  eventsOfRequest,
  msOf,
  requestDays,
  requestNeeds,
  requestQuestions,
  requestText,
  requestWitness,
  unless,
} from '../requests.ts';
import { clear } from '../shared.ts';

const switchedOn = entry('on-1', 'activated', 2);
const claimed = {
  grantedAt: daysAgo(2),
  events: [
    { source: 'broker', id: 'ask-1' },
    { source: 'broker', id: 'on-1' },
  ],
} as const;
const log = { source: 'entra:directory-audits', sourceKind: 'provider-log', boundary: tenant } as const;
const told = [{ source: 'broker', events: 2 }, log] as const;
const both = { lifeCycleEvents: [entry('ask-1', 'requested', 2), switchedOn] };

export const rule = defineRule({
  id: 'request-without-grant',
  revision: 1,
  family: 'jit-integrity',
  title: 'Said to be given, and nothing of it was seen',
  why: 'A tool or a ticket says that access was given, and the system that would have it neither logged it nor ever showed it. The record is wrong, the access was given somewhere nobody reads, or to somebody else. Each makes every later proof that it ended worthless. Asked of each request that a source other than the provider’s own log says was given.',
  remedy: 'Find out where the access was given and to whom; mend the tool’s target, or the record.',
  verify: 'the next such request shows the access in the system, or an entry of it in the provider’s log',
  controls: controls('PR.AA-05', 'PR.PS-04', 'AC-2', 'CA-7', 'CC6.2', 'CC7.2', 'A.5.18', 'A.8.15', 'PCI-10.2.1'),
  settings: v.strictObject({ days: requestDays }),
  needs: requestNeeds,
  // which of its entries says so is looked at when it is asked about
  questions: (view, { days }) => requestQuestions(view, days, (each) => each.grantedAt !== null && given(view, each, false).length > 0),
  answer: (view, question, { days }) => answerRequest(view, question, days, (each) => answer(view, each)),
  examples: {
    fires: [
      requested(
        'the broker switched a role on that the directory knows nothing of',
        {},
        { sources: told, requests: [request(claimed)] },
        both,
      ),
    ],
    clear: [
      requested('the access was there', { ...claimed, accesses: ['held-1'] }, {}, both),
      requested(
        'the directory’s log has it',
        { ...claimed, events: [...claimed.events, { source: log.source, id: 'logged-1' }] },
        {},
        { lifeCycleEvents: [...both.lifeCycleEvents, entry('logged-1', 'granted', 2, { source: log.source, sourceKind: 'provider-log' })] },
      ),
    ],
    undetermined: [
      requested('the directory’s log was not read', claimed, {}, both),
      requested(
        'it begins a day later',
        {},
        { sources: [told[0], { ...log, spans: [{ from: daysAgo(1), to: daysAgo(0), tells: 'changes' }] }], requests: [request(claimed)] },
        both,
      ),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function answer(view: View, each: RequestCase): Observation {
  const [first] = given(view, each, false);
  if (first === undefined || each.accesses.length > 0 || given(view, each, true).length > 0) return clear;
  const begins = [each.from, each.requestedAt, first.at].flatMap((at) => msOf(at) ?? []).reduce((a, b) => Math.min(a, b), view.now);
  const ends = [each.until, each.endedAt].flatMap((at) => msOf(at) ?? []).reduce((a, b) => Math.max(a, b), msOf(first.at) ?? begins);
  return unless(logLack(view, each, instantOf(begins), instantOf(Math.min(ends, view.now))), () => ({
    says: 'finding',
    severity: 'medium',
    reasons: [
      `${first.source} says that ${requestText(each)} was given ${minuteOf(first.at)} ("${first.activity}"); no read showed the access, and the provider’s log, which covers the time, has nothing of it`,
    ],
    witness: requestWitness(each, [...each.events.filter(({ id }) => id !== first.id), first]),
  }));
}

/** Entries that say it was given: by the provider's log, or by all other sources. */
function given(view: View, each: RequestCase, byProvider: boolean): readonly LifeCycleEvent[] {
  return eventsOfRequest(view, each).filter(
    ({ type, succeeded, sourceKind }) =>
      succeeded &&
      ['granted', 'activated', 'credential-issued', 'consented'].includes(type) &&
      (sourceKind === 'provider-log') === byProvider,
  );
}
