import { defineRule } from '../../../../src/contract/rule.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, gapAbout, graver, noSettings, reachesTierZero, undetermined } from '../../../../src/rules/shared.ts';
import { answerAssignment, assigned, assignedRoleQuestions, exampleCenter, exampleRole, unassigned } from '../assignments.ts';

export const rule = defineRule({
  id: 'permission-set-not-provisioned',
  revision: 1,
  family: 'residual',
  title: 'Permission set edited and not provisioned',
  why: 'An edit of a permission set changes nothing in an account until the set is provisioned there again. Rights that were taken out of the set are still used, while IAM Identity Center, and every review that looks there, shows them gone.',
  remedy:
    'Provision the permission set to the account: aws sso-admin provision-permission-set. Find out why that did not happen with the edit.',
  verify: 'the next analysis, with the accounts of each outdated set read, no longer lists the account',
  controls: controls('PR.AA-05', 'AC-2', 'AC-3(8)', 'AC-6', 'CC6.3', 'A.5.18', 'PCI-7.2.4'),
  settings: noSettings,
  needs: [
    { kind: 'assignment', where: 'own' },
    { kind: 'observation', where: 'own' },
  ],
  questions: (view) => assignedRoleQuestions(view),
  answer(view, question) {
    return answerAssignment(view, question, (link) => {
      const { provisioned } = link.detail;
      if (provisioned === true) return clear;
      if (provisioned !== false) {
        return undetermined(
          gapAbout(view, 'observation', link.boundary, `whether the latest ${link.source.name} is in force there is not known`),
        );
      }
      const privileged = reachesTierZero(view, link.to);
      return {
        says: 'finding',
        severity: privileged ? graver('medium') : 'medium',
        reasons: [
          `${link.source.name} runs an earlier version: an edit of the set is not in force there`,
          ...(privileged ? ['what it opens leads to control of a whole boundary'] : []),
        ],
        // the role first: taking the assignment away is not what mends it
        witness: [
          { type: 'identity', id: link.to },
          { type: 'link', id: link.key },
        ],
      };
    });
  },
  examples: {
    fires: [
      assigned('an account that runs an earlier version of the set', { provisioned: false }),
      assigned(
        'an earlier version of a set of administrators',
        { provisioned: false },
        { grants: [{ subject: exampleRole, capability: 'administer' }] },
      ),
    ],
    clear: [assigned('an account that runs the set as it is', {}), unassigned('nothing is assigned, so nothing can be outdated')],
    undetermined: [
      assigned('whether the set is provisioned was not told', { provisioned: null }),
      unassigned('assignments of the instance refused', { unread: [{ kind: 'assignment', boundary: exampleCenter }] }),
      assigned(
        'other sets may be outdated',
        {},
        { unread: [{ kind: 'observation', boundary: exampleCenter, status: 'partial', cause: 'throttled' }] },
      ),
    ],
  },
});
