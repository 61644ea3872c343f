import * as v from 'valibot';
import { byCodeUnit } from '../../base/order.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { ended, held, requested, withoutRecords } from '../request-examples.ts';
import { answerRequest, ledTo, requestDays, requestNeeds, requestQuestions, requestText, requestWitness, unsure } from '../requests.ts';
import { clear, count, counted } from '../shared.ts';

const places = ['aws:111122223333', 'aws:444455556666', 'aws:777788889999'];
const everywhere = places.map((boundary, at) => held({ id: `held-${at}`, boundary }));

export const rule = defineRule({
  id: 'bundle-breadth',
  revision: 1,
  family: 'jit-integrity',
  title: 'One approval opened many systems or several tiers',
  why: 'Whoever approves a bundle looks at its name, not at each right in it. Rights on many systems that come by one decision are asked for, renewed and forgotten together, and control of a whole boundary that comes in one bundle with everyday rights is approved as lightly as they are. Asked of each approved request that led to accesses.',
  remedy: 'Split the bundle: one request for each system, and what is tier 0 on its own, with approvers of its own.',
  verify: 'the records of the next request show what it led to in fewer systems, and of one tier',
  controls: controls('PR.AA-05', 'AC-5', 'AC-6', 'AC-6(1)', 'CC6.1', 'CC6.3', 'A.5.15', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({
    days: requestDays,
    boundaries: count(
      3,
      'our own choice: a task that needs one system and another it works on is usual, a third is a bundle',
      'boundaries (accounts, tenants, projects)',
      'One approval that led to accesses in so many boundaries, or more, is a finding',
    ),
  }),
  needs: requestNeeds,
  questions: (view, { days }) => requestQuestions(view, days, ({ approvedAt }) => approvedAt !== null),
  answer: (view, question, { days, boundaries }) => answerRequest(view, question, days, (request) => answer(view, request, boundaries)),
  examples: {
    fires: [
      requested('one approval, three accounts', { accesses: ['held-0', 'held-1', 'held-2'] }, sources(everywhere)),
      requested(
        'a role that controls the tenant, with an everyday one',
        { accesses: ['held-1', 'held-2'] },
        {
          ...sources([held(), held({ id: 'held-2', name: 'Message Centre Reader' })]),
          endings: [ended({ tierZero: true }), ended({ id: 'held-2' })],
        },
      ),
    ],
    clear: [
      requested('one role', { accesses: ['held-1'] }, { ...sources([held()]), endings: [ended({ tierZero: true })] }),
      requested(
        'two accounts',
        { accesses: ['held-0', 'held-1'] },
        { ...sources(everywhere), endings: [ended({ id: 'held-0' }), ended()] },
      ),
    ],
    undetermined: [
      requested('nothing more is told of what it led to', { accesses: ['held-9'] }),
      requested(
        'of one of two rights the tier is not known',
        { accesses: ['held-0', 'held-1'] },
        { ...sources(everywhere), endings: [ended({ tierZero: true })] },
      ),
      withoutRecords('no records of requests were imported'),
    ],
  },
});

function sources(accesses: readonly ReturnType<typeof held>[]) {
  return { sources: [{ source: 'broker' }], accesses } as const;
}

function answer(view: View, request: RequestCase, most: number): Observation {
  const { led, unknown } = ledTo(view, request);
  const boundaries = [...new Set(led.map(({ access }) => access.boundary))].sort(byCodeUnit);
  const gravest = led.find(({ tierZero }) => tierZero);
  const lesser = led.find(({ tierZero, endings }) => !tierZero && endings.length > 0);
  const reasons: string[] = [];
  if (boundaries.length >= most) {
    const named = `${boundaries.slice(0, 5).join(', ')}${boundaries.length > 5 ? ' and others' : ''}`;
    reasons.push(
      `${requestText(request)} led to ${counted(led.length, 'access', 'accesses')} in ${counted(boundaries.length, 'boundary', 'boundaries')} by one approval (${named}); from ${most} on is too many`,
    );
  }
  if (gravest !== undefined && lesser !== undefined) {
    reasons.push(`it gave ${gravest.access.name}, which controls a whole boundary, together with ${lesser.access.name}, which does not`);
  }
  const [first, ...more] = reasons;
  if (first !== undefined) {
    const severity = gravest === undefined ? 'low' : boundaries.length >= most ? 'high' : 'medium';
    return { says: 'finding', severity, reasons: [first, ...more], witness: requestWitness(request) };
  }
  const [strange] = unknown;
  if (strange !== undefined) return unsure(view, request, `it led to ${strange}, of which nothing more is told`);
  const weightless = led.find(({ endings }) => endings.length === 0);
  if (weightless !== undefined && led.length > 1)
    return unsure(view, request, `whether ${weightless.access.name} leads to tier 0 is not told`);
  return clear;
}
