import * as v from 'valibot';
import { defineRule } from '../../../../src/contract/rule.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, count, counted, gapAbout, undetermined } from '../../../../src/rules/shared.ts';
import { durationText } from '../../duration.ts';
import { answerAssignment, assigned, assignedRoleQuestions, exampleCenter, exampleRole, unassigned } from '../assignments.ts';

const administers = { grants: [{ subject: exampleRole, capability: 'administer' }] } as const;

export const rule = defineRule({
  id: 'permission-set-session-over-long',
  revision: 1,
  family: 'jit-integrity',
  title: 'Privileged permission set with long sessions',
  why: 'A session of a permission set runs to its end whatever happens meanwhile: neither removing the assignment nor disabling the user ends it. Where the set leads to control of a whole boundary, the length of its sessions is how long a revocation takes to come true.',
  remedy:
    'Set the session duration of privileged permission sets to an hour, the least IAM Identity Center takes, and provision the set again.',
  verify: 'the next analysis, with the permission sets read, shows a session duration within the limit',
  controls: controls('PR.AA-05', 'AC-2(6)', 'AC-3(8)', 'AC-6(5)', 'ZTA-3', 'CC6.1', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({
    maxHours: count(
      4,
      'our own choice: half a working day; IAM Identity Center allows 1 to 12 hours and takes 1 unless told otherwise',
      'hours',
      'A longer session of a permission set that leads to control of a whole boundary is a finding',
    ),
  }),
  needs: [
    { kind: 'assignment', where: 'own' },
    { kind: 'session-limit', where: 'own' },
    { kind: 'identity', where: 'reached' },
    { kind: 'policy', where: 'reached' },
    { kind: 'attachment', where: 'reached' },
    { kind: 'membership', where: 'reached' },
    { kind: 'trust', where: 'reached' },
  ],
  questions: (view) => assignedRoleQuestions(view),
  answer(view, question, { maxHours }) {
    return answerAssignment(view, question, (link) => {
      const { sessionSeconds } = link.detail;
      if (typeof sessionSeconds === 'number' && sessionSeconds <= maxHours * 3600) return clear;
      const reaches = view.reachesOf(link.to, { tierZero: true });
      const [first] = reaches;
      if (first === undefined) return clear;
      const sure = reaches.find((each) => each.presence === 'certain');
      if (sure === undefined || typeof sessionSeconds !== 'number') {
        const what = sure === undefined ? `whether it leads to ${first.capability} on ${first.scope}` : 'how long its sessions last';
        return undetermined(gapAbout(view, 'session-limit', link.boundary, `${link.source.name}: ${what} is not known`, link.to));
      }
      return {
        says: 'finding',
        severity: 'medium',
        reasons: [
          `a session of ${link.source.name} lasts up to ${durationText(sessionSeconds)}; the limit is ${counted(maxHours, 'hour')}`,
          `it leads to ${sure.capability} on ${sure.scope}`,
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
      assigned('administrators for twelve hours', { sessionSeconds: 43_200 }, administers),
      assigned('a second over the limit', { sessionSeconds: 14_401 }, administers),
    ],
    clear: [
      assigned('administrators for exactly four hours', { sessionSeconds: 14_400 }, administers),
      assigned('readers for twelve hours', { sessionSeconds: 43_200 }, { grants: [{ subject: exampleRole, capability: 'read-data' }] }),
      unassigned('no permission set is assigned'),
    ],
    undetermined: [
      assigned('administrators for a time that was not told', { sessionSeconds: null }, administers),
      assigned(
        'policies of the account refused',
        { sessionSeconds: 43_200 },
        { unread: [{ kind: 'policy', boundary: 'aws:111122223333' }] },
      ),
      unassigned('assignments unread', { unread: [{ kind: 'assignment', boundary: exampleCenter }] }),
    ],
  },
});
