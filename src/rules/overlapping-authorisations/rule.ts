import * as v from 'valibot';
import { HOUR_MS } from '../../base/instant.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo, role, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { isBefore, isLive, isSameRight, rivalsOf, together } from '../live-requests.ts';
import { entry, request, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import { answerRequest, isGraveRequest, requestDays, requestNeeds, requestQuestions, requestText, requestWitness } from '../requests.ts';
import { clear, count, nameOf } from '../shared.ts';

const unit = `${tenant}/unit-1`;
const soon = '2026-01-02T00:00:00.000Z';
const first = request({ until: soon });
const second = request({ id: 'broker|r-2', from: daysAgo(1), until: soon, events: [{ source: 'broker', id: 'ask-2' }] });
const sources = [{ source: 'broker', events: 2 }] as const;
const entries = { lifeCycleEvents: [entry('ask-1', 'requested', 2), entry('ask-2', 'requested', 1, { correlation: 'r-2' })] };

export const rule = defineRule({
  id: 'overlapping-authorisations',
  revision: 1,
  family: 'jit-integrity',
  title: 'Two live approvals for the same right',
  why: 'Where two requests of one person for the same right hold at a time, ending one of them ends nothing: the ticket is closed, and the access stays for the other. Each end looks like an end and is none. Asked of each approved request that holds now; the one that began later is told.',
  remedy: 'End one of the two, and have the tool extend a request that is open instead of making a second one.',
  verify: 'the next analysis finds one request that holds for the right',
  controls: controls('PR.AA-05', 'AC-2', 'AC-3(8)', 'AC-6(7)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2'),
  settings: v.strictObject({
    days: requestDays,
    hours: count(
      1,
      'our own choice: a request that follows another is often approved before that one has run out',
      'hours',
      'Two that hold together for longer than this are a finding',
    ),
  }),
  needs: requestNeeds,
  questions: (view, { days }) => requestQuestions(view, days, (each) => isLive(view, each)),
  answer: (view, question, { days, hours }) => answerRequest(view, question, days, (each) => answer(view, each, hours * HOUR_MS)),
  examples: {
    fires: [
      requested('asked for again on the day after', {}, { sources, requests: [first, second] }, entries),
      requested(
        'the second for a part of what the first is for',
        {},
        {
          sources,
          requests: [
            request({ until: soon, asked: [{ object: role, scope: tenant, until: soon }] }),
            { ...second, asked: [{ object: `roles/${role}`, scope: unit, until: soon }] },
          ],
        },
        { ...entries, scopes: [{ scope: unit, parent: tenant }] },
      ),
    ],
    clear: [
      requested('one request', {}, { sources, requests: [first] }),
      requested(
        'for two roles',
        {},
        { sources, requests: [first, { ...second, asked: [{ object: 'other', scope: null, until: soon }] }] },
        entries,
      ),
      requested('the first was closed', {}, { sources, requests: [{ ...first, endedAt: daysAgo(0.5) }, second] }, entries),
      requested(
        'half an hour together',
        {},
        {
          sources,
          requests: [
            { ...first, until: '2026-01-01T00:15:00.000Z' },
            { ...second, from: '2025-12-31T23:45:00.000Z' },
          ],
        },
        entries,
      ),
    ],
    undetermined: [
      requested('whom it is about is not known', {}, { sources, requests: [{ ...first, subjects: [] }] }),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function answer(view: View, each: RequestCase, toleranceMs: number): Observation {
  if (!isLive(view, each)) return clear;
  const other = rivalsOf(view, each).find(
    (one) => isBefore(one, each) && isSameRight(view, one, each) && together(view, one, each) > toleranceMs,
  );
  if (other === undefined) return clear;
  const [subject] = each.subjects;
  const text = (one: RequestCase): string =>
    `${requestText(one)} holds from ${minuteOf(one.from ?? one.approvedAt ?? '')} ${one.until === null ? 'without an end' : `to ${minuteOf(one.until)}`}`;
  return {
    says: 'finding',
    severity: isGraveRequest(view, each) || isGraveRequest(view, other) ? 'medium' : 'low',
    reasons: [
      `${text(each)}, and ${text(other)}, for the same right of ${subject === undefined ? 'the same person' : nameOf(view, subject)}: ending one ends nothing`,
    ],
    witness: [...requestWitness(each), ...requestWitness(other)],
  };
}
