import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, sinceUse, untold } from '../credential-questions.ts';
import { clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/deploy';
const id = `${identity}#access-key-1`;
const identities = [{ id: identity }];
const createdAt = '2025-11-01T00:00:00.000Z';

export const rule = defineRule({
  id: 'access-key-unused',
  revision: 1,
  family: 'unused',
  title: 'Access key no longer used',
  why: 'A key that was in use and is no more was left behind when its task ended. It still works for whoever holds a copy. Keys that were never used at all are asked about by access-key-never-used.',
  remedy: 'Deactivate the key, watch for failures for as long as its slowest user needs (a yearly job), then delete it.',
  verify: 'The next complete read of the credentials no longer shows the key as active.',
  controls: controls('NHI1', 'PR.AA-01', 'AC-2(3)', 'IA-5', 'CC6.2', 'A.5.18', 'PCI-8.2.6', 'CIS3-1.12', 'CIS7-2.11'),
  settings: v.strictObject({
    unusedDays: days(
      45,
      'CIS AWS Foundations Benchmark 3.0.0 recommendation 1.12 (7.0.0: 2.11), "unused for 45 days or greater"',
      'An active key last used this long ago or longer is a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'access-key'),
  answer(view, question, { unusedDays }) {
    return answerCredential(view, question, (key) => {
      if (key.state === 'inactive') return clear;
      const use = sinceUse(view, key);
      // Never used is no more recent than the last use of any key, but it is another rule's finding: two for one key help nobody.
      if (use === 'never') return clear;
      if (!use.known) return untold(view, key, use.why);
      if (use.days < unusedDays) return clear;
      return credentialFinding(
        view,
        key,
        { usual: 'medium', tierZero: 'high' },
        `${key.name} is active and was last used ${inDays(use.days)} ago (${key.lastUsed}); the limit is ${inDays(unusedDays)}`,
      );
    });
  },
  examples: {
    fires: [
      {
        name: 'last used exactly 45 days ago',
        identities,
        credentials: [{ id, identity, createdAt, lastUsed: '2025-11-17T00:00:00.000Z' }],
      },
      {
        name: 'a standing administrator not seen for a year',
        identities,
        credentials: [{ id, identity, createdAt: '2024-01-01T00:00:00.000Z', lastUsed: '2025-01-01T00:00:00.000Z' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
    ],
    clear: [
      {
        name: 'last used a millisecond less than 45 days ago',
        identities,
        credentials: [{ id, identity, createdAt, lastUsed: '2025-11-17T00:00:00.001Z' }],
      },
      { name: 'never used, which another rule asks', identities, credentials: [{ id, identity, createdAt, lastUsed: 'never' }] },
      {
        name: 'unused for long and inactive',
        identities,
        credentials: [{ id, identity, state: 'inactive', createdAt, lastUsed: '2025-11-02T00:00:00.000Z' }],
      },
      {
        name: 'used minutes after the time of the audit, by a clock that runs ahead',
        identities,
        credentials: [{ id, identity, createdAt, lastUsed: '2026-01-01T00:10:00.000Z' }],
      },
    ],
    undetermined: [
      { name: 'last use not told', identities, credentials: [{ id, identity, createdAt, lastUsed: 'unknown' }] },
      {
        name: 'last used after the time of the audit',
        identities,
        credentials: [{ id, identity, createdAt, lastUsed: '2026-02-01T00:00:00.000Z' }],
      },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
