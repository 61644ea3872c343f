import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { elapsed, listedNeeds, notTold, weigh } from '../credential-questions.ts';
import { answerRole, roleQuestions } from '../role-use.ts';
import { clear, days, inDays } from '../shared.ts';

const id = 'arn:aws:iam::111122223333:role/import';
const identities = [{ id, createdAt: '2024-01-01T00:00:00.000Z' }];
const lookBackDays = 400;

export const rule = defineRule({
  id: 'role-unused',
  revision: 1,
  family: 'unused',
  title: 'Role no longer used',
  why: 'A role that was in use and is no more outlived its task. Its rights and its trust stay open to whoever satisfies them. Roles without any use in the look-back of the source are asked about by role-never-used; roles only the provider can manage are not asked about.',
  remedy: 'Ask the owner, deny the role by an inline policy for a while if its slowest use is not known, then delete it where it was made.',
  verify: 'The next complete read of the identities no longer lists the role, or shows a later use.',
  controls: controls('NHI1', 'NHI5', 'PR.AA-05', 'AC-2(3)', 'AC-6(7)', 'CC6.3', 'A.5.18', 'PCI-7.2.5.1'),
  settings: v.strictObject({
    unusedDays: days(
      90,
      'IAM Access Analyzer, whose unused-access analyzer looks back 90 days unless told otherwise; AWS tells the last use within 400 days',
      'A role last used this long ago or longer is a finding',
    ),
  }),
  needs: listedNeeds,
  questions: (view) => roleQuestions(view),
  answer(view, question, { unusedDays }) {
    return answerRole(view, question, (role, usage) => {
      // No use in the whole look-back is the other rule's finding: two for one role help nobody.
      if (usage.lastUsed === 'never') return clear;
      const use = elapsed(view, usage.lastUsed, `when ${role.name} was last used`);
      if (!use.known) return notTold(view, 'usage', role.id, use.why);
      if (use.days < unusedDays) return clear;
      const last = `last used ${inDays(use.days)} ago (${usage.lastUsed}${usage.detail === null ? '' : `, ${usage.detail}`})`;
      return weigh(
        view,
        role.id,
        { usual: 'low', tierZero: 'high' },
        [`${role.name} was ${last}; the limit is ${inDays(unusedDays)}`],
        [{ type: 'identity', id: role.id }],
        `${last}: a rarer task may still need it`,
      );
    });
  },
  examples: {
    fires: [
      { name: 'last used exactly 90 days ago', identities, usage: [{ identity: id, lastUsed: '2025-10-03T00:00:00.000Z', lookBackDays }] },
      {
        name: 'a standing administrator last used at the edge of the look-back',
        identities,
        usage: [{ identity: id, lastUsed: '2024-11-28T00:00:00.000Z', lookBackDays, detail: 'in eu-west-1' }],
        grants: [{ subject: id, capability: 'administer' }],
      },
    ],
    clear: [
      { name: 'last used 89 days ago', identities, usage: [{ identity: id, lastUsed: '2025-10-04T00:00:00.000Z', lookBackDays }] },
      { name: 'never used, which another rule asks', identities, usage: [{ identity: id, lastUsed: 'never', lookBackDays }] },
      {
        name: 'used minutes after the audit by a clock that runs ahead',
        identities,
        usage: [{ identity: id, lastUsed: '2026-01-01T00:05:00.000Z', lookBackDays }],
      },
    ],
    undetermined: [
      { name: 'use not told', identities, usage: [{ identity: id, lastUsed: 'unknown', lookBackDays }] },
      { name: 'no record of use', identities },
      {
        name: 'last used after the time of the audit',
        identities,
        usage: [{ identity: id, lastUsed: '2026-02-01T00:00:00.000Z', lookBackDays }],
      },
      { name: 'identities of the boundary refused', unread: [{ kind: 'identity' }] },
    ],
  },
});
