import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { elapsed, listedNeeds, notTold, weigh } from '../credential-questions.ts';
import { answerRole, roleQuestions } from '../role-use.ts';
import { clear, days, inDays } from '../shared.ts';

const id = 'arn:aws:iam::111122223333:role/import';
const identities = [{ id, createdAt: '2025-06-01T00:00:00.000Z' }];

export const rule = defineRule({
  id: 'role-never-used',
  revision: 1,
  family: 'unused',
  title: 'Role that was never used',
  why: 'A role nobody has assumed as far back as the source looks grants its rights to no task. Whoever satisfies its trust can still take them. Roles used once and then no more are asked about by role-unused; roles only the provider can manage are not asked about.',
  remedy:
    'Delete the role where it was made (a stack, a permission set, by hand), after asking its owner whether it is kept for an emergency.',
  verify: 'The next complete read of the identities no longer lists the role.',
  controls: controls('NHI1', 'NHI5', 'PR.AA-05', 'AC-2(3)', 'AC-6(7)', 'CC6.3', 'A.5.18', 'PCI-7.2.5.1'),
  settings: v.strictObject({
    graceDays: days(
      30,
      'our own choice: a role made for a task that has not begun within a month is made again in minutes',
      'A role never used is a finding from this age on',
    ),
  }),
  needs: listedNeeds,
  questions: (view) => roleQuestions(view),
  answer(view, question, { graceDays }) {
    return answerRole(view, question, (role, usage) => {
      if (usage.lastUsed !== 'never') {
        const use = elapsed(view, usage.lastUsed, `when ${role.name} was last used`);
        return use.known ? clear : notTold(view, 'usage', role.id, use.why);
      }
      const age = elapsed(view, role.createdAt, `when ${role.name} was created`);
      if (!age.known) return notTold(view, 'identity', role.id, `no use of ${role.name} is told, but ${age.why}`);
      if (age.days < graceDays) return clear;
      const { lookBackDays } = usage;
      const seen =
        lookBackDays === null || age.days <= lookBackDays
          ? 'since it was created'
          : `in the last ${inDays(lookBackDays)}, as far back as the source looks`;
      return weigh(
        view,
        role.id,
        { usual: 'low', tierZero: 'high' },
        [`${role.name} was created ${inDays(age.days)} ago and was not used ${seen}; the grace for a new role is ${inDays(graceDays)}`],
        [{ type: 'identity', id: role.id }],
        undefined,
      );
    });
  },
  examples: {
    fires: [
      { name: 'never used since it was made in June', identities, usage: [{ identity: id, lastUsed: 'never', lookBackDays: 400 }] },
      {
        name: 'exactly as old as the grace',
        identities: [{ id, createdAt: '2025-12-02T00:00:00.000Z' }],
        usage: [{ identity: id, lastUsed: 'never', lookBackDays: 400 }],
      },
      {
        name: 'older than the look-back, a standing administrator',
        identities: [{ id, createdAt: '2020-01-01T00:00:00.000Z' }],
        usage: [{ identity: id, lastUsed: 'never', lookBackDays: 400 }],
        grants: [{ subject: id, capability: 'administer' }],
      },
    ],
    clear: [
      {
        name: 'created yesterday',
        identities: [{ id, createdAt: '2025-12-31T00:00:00.000Z' }],
        usage: [{ identity: id, lastUsed: 'never', lookBackDays: 400 }],
      },
      { name: 'used long ago', identities, usage: [{ identity: id, lastUsed: '2025-06-02T00:00:00.000Z', lookBackDays: 400 }] },
      {
        name: 'one that only the provider manages beside one in use',
        identities: [
          ...identities,
          {
            id: 'arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport',
            providerManaged: true,
            createdAt: '2019-01-01T00:00:00.000Z',
          },
        ],
        usage: [{ identity: id, lastUsed: '2025-12-31T00:00:00.000Z', lookBackDays: 400 }],
      },
    ],
    undetermined: [
      { name: 'use not told', identities, usage: [{ identity: id, lastUsed: 'unknown' }] },
      { name: 'no record of use', identities },
      { name: 'no use told, creation not told', identities: [{ id }], usage: [{ identity: id, lastUsed: 'never', lookBackDays: 400 }] },
      {
        name: 'used only after the time of the audit',
        identities,
        usage: [{ identity: id, lastUsed: '2026-02-01T00:00:00.000Z', lookBackDays: 400 }],
      },
      { name: 'identities of the boundary refused', unread: [{ kind: 'identity' }] },
    ],
  },
});
