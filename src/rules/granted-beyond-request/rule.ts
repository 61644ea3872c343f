import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo, role, tenant } from '../activation-examples.ts';
import { beyond } from '../beyond-request.ts';
import { controls } from '../controls.ts';
import { ended, held, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import { answerRequest, ledTo, requestDays, requestNeeds, requestQuestions, requestText, requestWitness, unsure } from '../requests.ts';
import { clear, count } from '../shared.ts';

const led = { accesses: ['held-1'] } as const;
const until = daysAgo(1);
const unit = `${tenant}/unit-1`;

export const rule = defineRule({
  id: 'granted-beyond-request',
  revision: 1,
  family: 'jit-integrity',
  title: 'More was given than was asked for',
  why: 'What was approved is what was asked for: this right, here, until then. Another right, a wider place, a later end or none at all was approved by nobody. Asked of each request that led to accesses; what names or places do not tell stays undetermined.',
  remedy: 'Take away what goes beyond the request, or have it asked for and approved; mend the role or template that the tool gives.',
  verify: 'the next analysis finds the access within the object, the place and the end that were asked for, or gone',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2', 'AC-3', 'AC-6', 'CC6.1', 'CC6.3', 'A.5.15', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({
    days: requestDays,
    toleranceMinutes: count(
      60,
      'our own choice: tools round ends up to whole hours',
      'minutes',
      'An end later than what was asked for by more than this is a finding',
    ),
  }),
  needs: requestNeeds,
  questions: (view, { days }) => requestQuestions(view, days, ({ accesses }) => accesses.length > 0),
  answer: (view, question, { days, toleranceMinutes }) =>
    answerRequest(view, question, days, (each) => answer(view, each, toleranceMinutes * 60_000)),
  examples: {
    fires: [
      requested('another role', led, { accesses: [held({ objects: ['other'], until }), held({ id: 'held-2' })] }),
      requested(
        'the tenant, where one unit of it was asked for',
        { ...led, asked: [{ object: role, scope: unit, until: null }], until: null },
        { accesses: [held()], endings: [ended()] },
        { scopes: [{ scope: unit, parent: tenant }] },
      ),
      requested('three days longer', led, {
        accesses: [held({ until: '2026-01-03T00:00:00.000Z' })],
        endings: [ended({ endsBy: 'provider' })],
      }),
      requested('with no end, and still there', led, { accesses: [held()], endings: [ended({ outcome: 'overdue', due: until })] }),
    ],
    clear: [
      requested('as it was asked for', led, { accesses: [held({ until })], endings: [ended({ endsBy: 'provider' })] }),
      requested('half an hour longer', led, { accesses: [held({ until: '2025-12-31T00:30:00.000Z' })] }),
      requested('with no end, and taken away in time', led, {
        accesses: [held()],
        endings: [ended({ outcome: 'ended', ended: { how: 'absent', after: daysAgo(1.1), before: until, recorded: null } })],
      }),
    ],
    undetermined: [
      requested('nothing more is told of what it led to', { accesses: ['held-9'] }),
      requested(
        'what was asked for has a name that nothing has',
        { ...led, asked: [{ object: 'prod access', scope: null, until }] },
        { accesses: [held({ until })] },
      ),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function answer(view: View, each: RequestCase, toleranceMs: number): Observation {
  const { led, unknown } = ledTo(view, each);
  const said = led.map((one) => beyond(view, each, one, toleranceMs));
  const reasons = said.flatMap(({ more }) => more);
  if (isNonEmpty(reasons)) {
    const isGrave = led.some(({ tierZero }, at) => tierZero && (said[at]?.more.length ?? 0) > 0);
    const [first, ...others] = reasons;
    return {
      says: 'finding',
      severity: isGrave ? 'high' : 'medium',
      reasons: [`${requestText(each)}: ${first}`, ...others.slice(0, 9)],
      witness: requestWitness(each),
    };
  }
  const [open] = [...unknown.map((id) => `nothing more is told of ${id}, which it led to`), ...said.flatMap(({ open }) => open)];
  return open === undefined ? clear : unsure(view, each, open);
}
