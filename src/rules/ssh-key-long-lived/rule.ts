import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { breakage, listedNeeds, secretAge } from '../credential-questions.ts';
import { answerServiceCredential, serviceCredentialQuestions, untoldOfService } from '../service-credentials.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/ann';
const key = { id: 'APKAEXAMPLE0000000001', identity, kind: 'ssh-key' as const, name: 'SSH key APKAEXAMPLE0000000001' };
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'ssh-key-long-lived',
  revision: 1,
  family: 'long-lived',
  title: 'SSH key older than the rotation limit',
  why: 'An uploaded SSH key has no end. Its private half sits on a laptop or a build machine that may have been sold, stolen or rebuilt since, and opens the source code, and with it what is built from it, for as long as the key stays active.',
  remedy:
    'Use short-lived credentials for the service (in AWS: git-remote-codecommit with a role). Where a key must stay, upload a new one, move its user over, make the old one inactive, and delete it when nothing has missed it.',
  verify: 'The next complete read of the credentials of services shows no active SSH key of this identity that is older than the limit.',
  controls: controls('NHI7', 'PR.AA-01', 'IA-5', 'IA-5(2)', 'CC6.1', 'A.5.17'),
  settings: v.strictObject({
    maxAgeDays: days(
      90,
      'our own choice: the limit of CIS AWS Foundations Benchmark 3.0.0 recommendation 1.14 for access keys',
      'An active key older than this is a finding; one exactly this old is not',
    ),
    graverAfterDays: days(
      365,
      'our own choice: four times the limit, so that rotation is not late but absent',
      'From this age on the finding is one level graver',
    ),
  }),
  // What a key opens is its service alone, whatever else its identity may do: tier 0 is not weighed.
  needs: listedNeeds,
  questions: (view) => serviceCredentialQuestions(view, 'ssh-key'),
  answer(view, question, { maxAgeDays, graverAfterDays }) {
    return answerServiceCredential(view, question, (credential) => {
      if (credential.state === 'inactive') return clear;
      if ((ageInDays(view, credential.expiresAt) ?? -1) >= 0) return clear;
      const age = secretAge(view, credential);
      if (!age.known) return untoldOfService(view, credential, age.why);
      if (age.days <= maxAgeDays) return clear;
      const mayBreak = breakage(view, credential);
      return {
        says: 'finding',
        severity: age.days >= graverAfterDays ? 'medium' : 'low',
        reasons: [`${credential.name} is active and ${inDays(age.days)} old; the limit is ${inDays(maxAgeDays)}`],
        witness: [{ type: 'credential', id: credential.id }],
        ...(mayBreak === undefined ? {} : { mayBreak }),
      };
    });
  },
  examples: {
    fires: [
      { name: 'a key of 91 days', identities, credentials: [{ ...key, createdAt: '2025-10-02T00:00:00.000Z' }] },
      { name: 'a key of years', identities, credentials: [{ ...key, createdAt: '2019-01-01T00:00:00.000Z' }] },
    ],
    clear: [
      { name: 'exactly 90 days', identities, credentials: [{ ...key, createdAt: '2025-10-03T00:00:00.000Z' }] },
      { name: 'inactive', identities, credentials: [{ ...key, state: 'inactive', createdAt: '2019-01-01T00:00:00.000Z' }] },
      {
        name: 'old and expired',
        identities,
        credentials: [{ ...key, createdAt: '2019-01-01T00:00:00.000Z', expiresAt: '2020-01-01T00:00:00.000Z' }],
      },
    ],
    undetermined: [
      { name: 'age not told', identities, credentials: [key] },
      { name: 'uploaded after the time of the audit', identities, credentials: [{ ...key, createdAt: '2026-02-01T00:00:00.000Z' }] },
      { name: 'credentials of services refused', identities, unread: [{ kind: 'service-credential' }] },
    ],
  },
});
