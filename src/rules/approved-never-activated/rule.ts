import * as v from 'valibot';
import { DAY_MS, instantOf } from '../../base/instant.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { entry, request, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import { answerRequest, msOf, requestDays, requestNeeds, requestQuestions, requestText, requestWitness, unless } from '../requests.ts';
import { logLack } from '../request-places.ts';
import { clear, counted, days } from '../shared.ts';

const told = [
  { source: 'broker', events: 1 },
  { source: 'entra:directory-audits', sourceKind: 'provider-log', boundary: 'entra:11111111-0000-4000-8000-000000000001' },
] as const;
const longAgo = { requestedAt: daysAgo(20), approvedAt: daysAgo(20), from: daysAgo(20), until: null };

export const rule = defineRule({
  id: 'approved-never-activated',
  revision: 1,
  family: 'unused',
  title: 'Approved and never switched on',
  why: 'An approval that nobody used was not needed, or what it was for was done by another way. One without an end can be used by whoever takes over the account, long after its reason is gone. Asked of each approved request; one whose time has not run out is left alone.',
  remedy: 'Withdraw the approval where it still holds, and ask how the task was done without it.',
  verify: 'the records show that the approval ended, or was used',
  controls: controls('PR.AA-05', 'AC-2(3)', 'AC-6(7)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4'),
  settings: v.strictObject({
    days: requestDays,
    unusedDays: days(
      14,
      'our own choice: two weeks, longer than most tasks wait',
      'An approval that has no end and was not used in this time is a finding',
    ),
  }),
  needs: requestNeeds,
  questions: (view, { days: lookBack }) =>
    requestQuestions(view, lookBack, ({ approvedAt, deniedAt }) => approvedAt !== null && (deniedAt === null || deniedAt < approvedAt)),
  answer: (view, question, { days: lookBack, unusedDays }) =>
    answerRequest(view, question, lookBack, (each) => answer(view, each, unusedDays)),
  examples: {
    fires: [
      requested('its day passed, and nothing was seen of it', {}, { sources: told, requests: [request()] }),
      requested(
        'approved for good twenty days ago',
        {},
        { sources: told, requests: [request(longAgo)] },
        { lifeCycleEvents: [entry('ask-1', 'requested', 20)] },
      ),
    ],
    clear: [
      requested('switched on', { grantedAt: daysAgo(2) }, {}),
      requested('the access was there', { accesses: ['held-1'] }),
      requested('its time has not run out', { until: '2026-01-02T00:00:00.000Z' }),
      requested('approved for good a week ago', { ...longAgo, approvedAt: daysAgo(7), from: daysAgo(7) }),
    ],
    undetermined: [
      requested('the log of the directory was not read'),
      requested('its place is none that was read', { asked: [{ object: null, scope: 'gcp:organizations/1', until: null }] }, {}),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function answer(view: View, each: RequestCase, unusedDays: number): Observation {
  const { approvedAt, grantedAt, accesses, until, endedAt, from } = each;
  if (grantedAt !== null || accesses.length > 0) return clear;
  const begins = msOf(from) ?? msOf(approvedAt) ?? view.now;
  const age = (view.now - begins) / DAY_MS;
  const over = [until, endedAt].flatMap((at) => msOf(at) ?? []).reduce((least, at) => Math.min(least, at), Infinity);
  const isOver = over <= view.now;
  if (!isOver && (until !== null || age < unusedDays)) return clear;
  const end = Math.min(over, view.now);
  return unless(logLack(view, each, instantOf(begins), instantOf(Math.max(begins, end))), () => ({
    says: 'finding',
    severity: 'low',
    reasons: [
      `${requestText(each)} was approved${approvedAt === null ? '' : ` ${minuteOf(approvedAt)}`} and never switched on: no log, no broker and no read has anything of it`,
      isOver ? `its time was over ${minuteOf(instantOf(end))}` : `it has no end, and holds for ${counted(Math.floor(age), 'day')}`,
    ],
    witness: requestWitness(each),
  }));
}
