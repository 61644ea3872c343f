import { defineRule } from '../../../../src/contract/rule.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, graver, nameOf, noSettings, reachesTierZero } from '../../../../src/rules/shared.ts';
import { answerAssignment, assigned, assignmentQuestions, exampleCenter, exampleRole, unassigned } from '../assignments.ts';

export const rule = defineRule({
  id: 'assignment-removal-failed',
  revision: 1,
  family: 'residual',
  title: 'Assignment whose removal failed is still there',
  why: 'IAM Identity Center removes an assignment some time after it answered that it would, and whoever asked seldom looks again. When that fails the access stays, and tickets and tools that recorded the request take it for ended.',
  remedy:
    'Read the reason of the failure, mend it (a role changed by hand, a service control policy that denies the change), and ask for the removal again: aws sso-admin delete-account-assignment.',
  verify: 'the next analysis, with the assignments read whole, no longer lists the assignment',
  controls: controls('PR.AA-05', 'AC-2', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-8.2.5'),
  settings: noSettings,
  needs: [
    { kind: 'assignment', where: 'own' },
    { kind: 'life-cycle', where: 'own' },
  ],
  questions: (view) => assignmentQuestions(view),
  answer(view, question) {
    return answerAssignment(view, question, (link) => {
      const { removalFailed, removalRequestedAt: requested, removalFailure: failure } = link.detail;
      if (removalFailed !== true) return clear;
      const when = typeof requested === 'string' ? ` on ${requested}` : '';
      const why = typeof failure === 'string' && failure !== '' ? `: ${failure}` : '';
      const privileged = reachesTierZero(view, link.to);
      return {
        says: 'finding',
        severity: privileged ? graver('high') : 'high',
        reasons: [
          `its removal from ${nameOf(view, link.from)} was asked for${when} and failed${why}; ${link.source.name} is still assigned`,
          ...(privileged ? ['what it opens leads to control of a whole boundary'] : []),
        ],
        witness: [{ type: 'link', id: link.key }],
      };
    });
  },
  examples: {
    fires: [
      assigned('a removal that failed', {
        removalFailed: true,
        removalRequestedAt: '2025-12-01T09:00:00.000Z',
        removalFailure: 'the role could not be deleted',
      }),
      assigned(
        'the removal of an administrator, for a reason nobody told',
        { removalFailed: true, removalRequestedAt: null, removalFailure: null },
        { grants: [{ subject: exampleRole, capability: 'administer' }] },
      ),
    ],
    clear: [assigned('an assignment nobody asked to remove', {}), unassigned('nothing is assigned, so nothing was left behind')],
    undetermined: [
      assigned('failed removals refused', {}, { unread: [{ kind: 'life-cycle', boundary: exampleCenter }] }),
      unassigned('assignments refused', { unread: [{ kind: 'assignment', boundary: exampleCenter }] }),
    ],
  },
});
