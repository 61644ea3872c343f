import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, secretAge, sinceUse, untold } from '../credential-questions.ts';
import { clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/deploy';
const id = `${identity}#access-key-1`;
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'access-key-never-used',
  revision: 1,
  family: 'unused',
  title: 'Access key that was never used',
  why: 'A key nobody has used since it was made serves no one but whoever finds it, and its theft would not stand out against any normal use. Keys that were used and then no more are asked about by access-key-unused.',
  remedy: 'Deactivate the key, and delete it when nobody asks for it.',
  verify: 'The next complete read of the credentials no longer shows the key as active.',
  controls: controls('NHI1', 'PR.AA-01', 'AC-2(3)', 'IA-5', 'CC6.2', 'A.5.18', 'PCI-7.2.5.1', 'CIS3-1.12', 'CIS7-2.11'),
  settings: v.strictObject({
    graceDays: days(
      7,
      'our own choice: a week to put a new key in place; CIS AWS Foundations Benchmark 3.0.0 recommendation 1.12 wants it gone by day 45',
      'A key never used is a finding from this age on',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'access-key'),
  answer(view, question, { graceDays }) {
    return answerCredential(view, question, (key) => {
      if (key.state === 'inactive') return clear;
      const use = sinceUse(view, key);
      if (use !== 'never') return use.known ? clear : untold(view, key, use.why);
      const age = secretAge(view, key);
      if (!age.known) return untold(view, key, `${key.name} was never used, but ${age.why}`);
      if (age.days < graceDays) return clear;
      return credentialFinding(
        view,
        key,
        { usual: 'medium', tierZero: 'high' },
        `${key.name} is active, ${inDays(age.days)} old and was never used; the grace for a new key is ${inDays(graceDays)}`,
      );
    });
  },
  examples: {
    fires: [
      {
        name: 'never used in a year',
        identities,
        credentials: [{ id, identity, createdAt: '2025-01-01T00:00:00.000Z', lastUsed: 'never' }],
      },
      {
        name: 'never used, exactly as old as the grace',
        identities,
        credentials: [{ id, identity, createdAt: '2025-12-25T00:00:00.000Z', lastUsed: 'never' }],
      },
      {
        name: 'never used key of a standing administrator',
        identities,
        credentials: [{ id, identity, createdAt: '2025-01-01T00:00:00.000Z', lastUsed: 'never' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
    ],
    clear: [
      { name: 'created yesterday', identities, credentials: [{ id, identity, createdAt: '2025-12-31T00:00:00.000Z', lastUsed: 'never' }] },
      {
        name: 'used once, long ago',
        identities,
        credentials: [{ id, identity, createdAt: '2020-01-01T00:00:00.000Z', lastUsed: '2020-01-02T00:00:00.000Z' }],
      },
      {
        name: 'never used and inactive',
        identities,
        credentials: [{ id, identity, state: 'inactive', createdAt: '2025-01-01T00:00:00.000Z', lastUsed: 'never' }],
      },
    ],
    undetermined: [
      {
        name: 'last use not told',
        identities,
        credentials: [{ id, identity, createdAt: '2025-01-01T00:00:00.000Z', lastUsed: 'unknown' }],
      },
      { name: 'never used, time of creation not told', identities, credentials: [{ id, identity, lastUsed: 'never' }] },
      {
        name: 'used only after the time of the audit',
        identities,
        credentials: [{ id, identity, createdAt: '2025-01-01T00:00:00.000Z', lastUsed: '2026-02-01T00:00:00.000Z' }],
      },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
