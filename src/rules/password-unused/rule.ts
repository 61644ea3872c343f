import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, secretAge, sinceUse, untold } from '../credential-questions.ts';
import { clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/ann';
const id = `${identity}#password`;
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'password-unused',
  revision: 1,
  family: 'unused',
  title: 'Password not used',
  why: 'A password nobody signs in with belongs to someone who left, moved on or never came. Nobody would notice another person using it.',
  remedy: 'Remove the password (in AWS the login profile), or the identity where nothing else uses it.',
  verify: 'The next complete read of the credentials no longer shows the password as active, or shows it used.',
  controls: controls('NHI1', 'PR.AA-01', 'AC-2(3)', 'PS-4', 'CC6.2', 'A.5.18', 'PCI-8.2.6', 'CIS3-1.12', 'CIS7-2.11'),
  settings: v.strictObject({
    unusedDays: days(
      45,
      'CIS AWS Foundations Benchmark 3.0.0 recommendation 1.12 (7.0.0: 2.11), "unused for 45 days or greater"',
      'An active password last used this long ago or longer, or set this long ago and never used, is a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'password'),
  answer(view, question, { unusedDays }) {
    return answerCredential(view, question, (password) => {
      if (password.state === 'inactive') return clear;
      const use = sinceUse(view, password);
      const idle = use === 'never' ? secretAge(view, password) : use;
      if (!idle.known) return untold(view, password, idle.why);
      if (idle.days < unusedDays) return clear;
      const since =
        use === 'never'
          ? `never used since it was set ${inDays(idle.days)} ago`
          : `last used ${inDays(idle.days)} ago (${password.lastUsed})`;
      return credentialFinding(
        view,
        password,
        { usual: 'medium', tierZero: 'high' },
        `${password.name} is active and was ${since}; the limit is ${inDays(unusedDays)}`,
      );
    });
  },
  examples: {
    fires: [
      {
        name: 'last used exactly 45 days ago',
        identities,
        credentials: [{ id, identity, lastUsed: '2025-11-17T00:00:00.000Z', rotatedAt: '2025-12-20T00:00:00.000Z' }],
      },
      {
        name: 'never used, set a year ago',
        identities,
        credentials: [{ id, identity, lastUsed: 'never', rotatedAt: '2025-01-01T00:00:00.000Z' }],
      },
      {
        name: 'a standing administrator who has not signed in for half a year',
        identities,
        credentials: [{ id, identity, lastUsed: '2025-07-01T00:00:00.000Z' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
    ],
    clear: [
      { name: 'last used 44 days ago', identities, credentials: [{ id, identity, lastUsed: '2025-11-18T00:00:00.000Z' }] },
      {
        name: 'never used, set last week',
        identities,
        credentials: [{ id, identity, lastUsed: 'never', rotatedAt: '2025-12-25T00:00:00.000Z' }],
      },
      { name: 'inactive', identities, credentials: [{ id, identity, state: 'inactive', lastUsed: '2020-01-01T00:00:00.000Z' }] },
      {
        name: 'a root user whose password is not used, as it should be',
        identities: [{ id: 'arn:aws:iam::111122223333:root' }],
        credentials: [
          {
            id: 'arn:aws:iam::111122223333:root#password',
            identity: 'arn:aws:iam::111122223333:root',
            lastUsed: '2020-01-01T00:00:00.000Z',
          },
          { id, identity, lastUsed: '2025-12-31T00:00:00.000Z' },
        ],
      },
    ],
    undetermined: [
      {
        name: 'last use not told',
        identities,
        credentials: [{ id, identity, lastUsed: 'unknown', rotatedAt: '2020-01-01T00:00:00.000Z' }],
      },
      { name: 'never used, time of setting not told', identities, credentials: [{ id, identity, lastUsed: 'never' }] },
      { name: 'last used after the time of the audit', identities, credentials: [{ id, identity, lastUsed: '2026-03-01T00:00:00.000Z' }] },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
