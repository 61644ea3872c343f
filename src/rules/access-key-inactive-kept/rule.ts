import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, secretAge, sinceUse, untold } from '../credential-questions.ts';
import { clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/deploy';
const id = `${identity}#access-key-1`;
const identities = [{ id: identity }];
const state = 'inactive';

export const rule = defineRule({
  id: 'access-key-inactive-kept',
  revision: 1,
  family: 'residual',
  title: 'Inactive access key kept',
  why: 'An inactive key is latent, not gone: the secret its holders kept is still good, and one call (iam:UpdateAccessKey in AWS) makes it work again without a new secret being issued. Sources do not tell when a key was made inactive, so the time counts from its last use, or from its creation where it was never used.',
  remedy: 'Delete the key. Deactivation is only the first step of taking a key away.',
  verify: 'The next complete read of the credentials no longer shows the key in any state.',
  controls: controls('NHI1', 'NHI7', 'PR.AA-01', 'AC-2(3)', 'IA-5', 'CC6.2', 'A.5.18', 'PCI-8.2.6'),
  settings: v.strictObject({
    graceDays: days(
      30,
      'our own choice: a month shows most jobs that still needed the key; the AWS guide to rotating keys names no figure',
      'An inactive key without use for this long or longer is a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'access-key'),
  answer(view, question, { graceDays }) {
    return answerCredential(view, question, (key) => {
      if (key.state === 'active') return clear;
      const use = sinceUse(view, key);
      const age = secretAge(view, key);
      // Younger than the grace: whenever it was last used, that is not longer ago.
      if (age.known && age.days < graceDays) return clear;
      const idle = use === 'never' ? age : use;
      if (!idle.known) return untold(view, key, idle.why);
      if (idle.days < graceDays) return clear;
      const since = use === 'never' ? `never used and ${inDays(idle.days)} old` : `last used ${inDays(idle.days)} ago (${key.lastUsed})`;
      return credentialFinding(
        view,
        key,
        { usual: 'low', tierZero: 'medium' },
        `${key.name} is inactive and kept, ${since}; the grace is ${inDays(graceDays)}`,
        'latent: one call makes it active again with the same secret',
      );
    });
  },
  examples: {
    fires: [
      {
        name: 'inactive, last used exactly 30 days ago',
        identities,
        credentials: [{ id, identity, state, createdAt: '2024-01-01T00:00:00.000Z', lastUsed: '2025-12-02T00:00:00.000Z' }],
      },
      {
        name: 'inactive, never used, made a year ago',
        identities,
        credentials: [{ id, identity, state, createdAt: '2025-01-01T00:00:00.000Z', lastUsed: 'never' }],
      },
      {
        name: 'inactive, creation not told, used long ago',
        identities,
        credentials: [{ id, identity, state, lastUsed: '2024-01-01T00:00:00.000Z' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
    ],
    clear: [
      { name: 'active and old', identities, credentials: [{ id, identity, createdAt: '2020-01-01T00:00:00.000Z', lastUsed: 'never' }] },
      {
        name: 'inactive, last used a day less than the grace ago',
        identities,
        credentials: [{ id, identity, state, createdAt: '2024-01-01T00:00:00.000Z', lastUsed: '2025-12-03T00:00:00.000Z' }],
      },
      {
        name: 'inactive, made last week, last use not told',
        identities,
        credentials: [{ id, identity, state, createdAt: '2025-12-25T00:00:00.000Z' }],
      },
    ],
    undetermined: [
      {
        name: 'inactive, old, last use not told',
        identities,
        credentials: [{ id, identity, state, createdAt: '2020-01-01T00:00:00.000Z', lastUsed: 'unknown' }],
      },
      { name: 'inactive, never used, creation not told', identities, credentials: [{ id, identity, state, lastUsed: 'never' }] },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
