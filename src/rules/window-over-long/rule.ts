import * as v from 'valibot';
import { DAY_MS } from '../../base/instant.ts';
import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import { tierZeroOnBoundary } from '../../model/capability.ts';
import type { Grant, Link } from '../../model/grant.ts';
import { classRank } from '../../model/persistence.ts';
import type { Observation, Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { longest, stateAt } from '../../model/window.ts';
import { controls } from '../controls.ts';
import { clear, days, inDays, reachesTierZero } from '../shared.ts';
import { bundleOf, bundleWitness, windowedQuestions } from '../windowed.ts';

export const rule = defineRule({
  id: 'window-over-long',
  revision: 2,
  family: 'jit-integrity',
  title: 'Time-bound right lasts too long',
  why: 'An end that is far away limits nothing: the right is there at every hour until then, and nobody looks at it again because it is called temporary. A window without any end is not asked about here: it is standing. Nor is what must be switched on each time: that is not there at every hour.',
  remedy: 'Bring the end forward to what the task needs, and renew by a fresh decision.',
  verify: 'the next analysis, with the policy read, finds the end within what is allowed',
  controls: controls(
    'NHI5',
    'NHI7',
    'PR.AA-05',
    'AC-2(2)',
    'AC-2(6)',
    'AC-6',
    'ZTA-3',
    'CC6.3',
    'A.5.18',
    'A.8.2',
    'PCI-7.2.2',
    'PCI-8.2.7',
  ),
  settings: v.strictObject({
    maxTimeBoundDays: days(
      30,
      'our own, as no framework sets a figure: a third of the 90 days that CIS AWS Foundations allows a long-lived key',
      'The longest a window may be; one without a beginning counts from the time of the audit',
    ),
  }),
  needs: [
    { kind: 'policy', where: 'own' },
    { kind: 'trust', where: 'own' },
  ],
  questions: (view): Iterable<Question> => windowedQuestions(view, (element) => hasEnd(view, element)),
  answer(view, { subject }, settings): Observation {
    const element = subject.type === 'grant' ? view.grant(subject.id) : subject.type === 'link' ? view.link(subject.id) : undefined;
    if (element === undefined || !hasEnd(view, element)) return clear;
    const length = longest(element.windows, view.now) / DAY_MS;
    if (length <= settings.maxTimeBoundDays) return clear;
    const grave = bundleOf(view, element).some((each) => isGrave(view, each));
    const reason = `it works for ${inDays(length)} at a stretch; at most ${inDays(settings.maxTimeBoundDays)} are allowed`;
    return {
      says: 'finding',
      severity: grave ? 'high' : 'medium',
      reasons: grave ? [reason, 'it leads to control of a whole boundary'] : [reason],
      witness: bundleWitness(bundleOf(view, element)),
    };
  },
  examples: {
    fires: [
      window('an administrator until the end of the year', { from: null, until: 364 }),
      window('ninety days of reading data', { from: -10, until: 80 }, 'read-data'),
      window('a quarter that is still to come', { from: 20, until: 110 }),
    ],
    clear: [window('one week', { from: -1, until: 6 }), window('exactly thirty days', { from: -10, until: 20 })],
    undetermined: [
      { ...window('one week, and policies were not read whole', { from: -1, until: 6 }), unread: [{ kind: 'policy', status: 'partial' }] },
    ],
  },
});

/** Past windows are debris, windows without an end are standing, and what is eligible is off until somebody switches it on: none is over-long. */
function hasEnd(view: View, { presence, windows, bounds }: Grant | Link): boolean {
  if (classRank(bounds.hi) <= classRank('eligible')) return false;
  return presence !== 'refuted' && stateAt(windows, view.now) !== 'past' && Number.isFinite(longest(windows, view.now));
}

function isGrave(view: View, element: Grant | Link): boolean {
  if (element.type === 'link') return reachesTierZero(view, element.to);
  return tierZeroOnBoundary.has(element.capability) && view.boundaries.some((boundary) => boundary.id === element.scope);
}

function window(name: string, days: { from: number | null; until: number }, capability: Grant['capability'] = 'administer'): SmallGraph {
  const at = (count: number): number => Date.UTC(2026, 0, 1 + count);
  return {
    name,
    identities: [{ id: 'arn:aws:iam::111122223333:user/ann', kind: 'user', name: 'ann' }],
    grants: [
      {
        subject: 'arn:aws:iam::111122223333:user/ann',
        capability,
        bounds: { lo: 'time-bound', hi: 'time-bound' },
        endsBy: 'provider',
        windows: [{ from: days.from === null ? null : at(days.from), until: at(days.until) }],
      },
    ],
  };
}
