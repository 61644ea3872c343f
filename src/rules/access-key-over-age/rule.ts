import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, secretAge, untold } from '../credential-questions.ts';
import { clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/deploy';
const id = `${identity}#access-key-1`;
const identities = [{ id: identity }];
const [overAge, muchOverAge] = [
  { usual: 'medium', tierZero: 'high' },
  { usual: 'high', tierZero: 'critical' },
] as const;

export const rule = defineRule({
  id: 'access-key-over-age',
  revision: 1,
  family: 'long-lived',
  title: 'Access key older than the rotation limit',
  why: 'An access key has no end of its own: whoever copied it once, from a laptop, a build log or a repository, can use it for as long as it stays active. The older it is, the more places it has been to. Inactive keys are not asked about here but by access-key-inactive-kept.',
  remedy:
    'Replace the key by short-lived credentials (a role that is assumed, workload identity federation). Where that is not possible, create a second key, move every user of the old one to it, deactivate the old key, watch for failures and delete it.',
  verify: 'The next complete read of the credentials shows no active key of this identity that is older than the limit.',
  controls: controls('NHI7', 'PR.AA-01', 'IA-5', 'CC6.1', 'A.5.17', 'PCI-8.6.3', 'CIS3-1.14', 'CIS7-2.12'),
  settings: v.strictObject({
    maxAgeDays: days(
      90,
      'CIS AWS Foundations Benchmark 3.0.0 recommendation 1.14 (7.0.0: 2.12), "every 90 days or less"',
      'An active key older than this is a finding; one exactly this old is not',
    ),
    graverAfterDays: days(
      365,
      'our own choice: four times the limit of the benchmark, so that rotation is not late but absent',
      'From this age on the finding is one level graver',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'access-key'),
  answer(view, question, { maxAgeDays, graverAfterDays }) {
    return answerCredential(view, question, (key) => {
      if (key.state === 'inactive') return clear;
      const age = secretAge(view, key);
      if (!age.known) return untold(view, key, age.why);
      if (age.days <= maxAgeDays) return clear;
      const since = key.rotatedAt ?? key.createdAt ?? '';
      return credentialFinding(
        view,
        key,
        age.days >= graverAfterDays ? muchOverAge : overAge,
        `${key.name} is active and ${inDays(age.days)} old (since ${since}); the limit is ${inDays(maxAgeDays)}`,
      );
    });
  },
  examples: {
    fires: [
      { name: 'a key of 91 days', identities, credentials: [{ id, identity, createdAt: '2025-10-02T00:00:00.000Z' }] },
      {
        name: 'a millisecond past 90 days',
        identities,
        credentials: [{ id, identity, createdAt: '2025-10-02T23:59:59.999Z' }],
      },
      {
        name: 'an old key of a standing administrator, never rotated',
        identities,
        credentials: [{ id, identity, createdAt: '2022-01-01T00:00:00.000Z', lastUsed: '2025-12-31T00:00:00.000Z' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
    ],
    clear: [
      { name: 'exactly 90 days', identities, credentials: [{ id, identity, createdAt: '2025-10-03T00:00:00.000Z' }] },
      {
        name: 'made long ago and rotated last month',
        identities,
        credentials: [{ id, identity, createdAt: '2020-01-01T00:00:00.000Z', rotatedAt: '2025-12-01T00:00:00.000Z' }],
      },
      { name: 'old and inactive', identities, credentials: [{ id, identity, state: 'inactive', createdAt: '2020-01-01T00:00:00.000Z' }] },
    ],
    undetermined: [
      { name: 'time of creation not told', identities, credentials: [{ id, identity, createdAt: null }] },
      { name: 'created after the time of the audit', identities, credentials: [{ id, identity, createdAt: '2026-02-01T00:00:00.000Z' }] },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
