import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, secretAge, untold } from '../credential-questions.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/legacy';
const id = `${identity}#certificate-1`;
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'certificate-long-lived',
  revision: 1,
  family: 'long-lived',
  title: 'Signing certificate kept beyond the rotation limit',
  why: 'A certificate whose end the provider does not enforce (an X.509 signing certificate in AWS IAM has none that is told) authenticates its identity for as long as it is active, like an access key, and is forgotten more easily because few reports show it.',
  remedy:
    'Remove the certificate where nothing signs with it, which is the rule today; otherwise upload a new one, move to it and delete the old one.',
  verify: 'The next complete read of the credentials shows no active certificate of this identity beyond the limit.',
  controls: controls('NHI7', 'PR.AA-01', 'IA-5', 'IA-5(2)', 'CC6.1', 'A.5.17', 'PCI-8.6.3'),
  settings: v.strictObject({
    maxAgeDays: days(
      90,
      'no benchmark has a figure for these certificates; theirs for access keys (CIS AWS Foundations Benchmark 3.0.0 recommendation 1.14), which authenticate the same identities',
      'An active certificate older than this is a finding unless it has expired; one exactly this old is not',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'certificate'),
  answer(view, question, { maxAgeDays }) {
    return answerCredential(view, question, (certificate) => {
      if (certificate.state === 'inactive') return clear;
      // An end that is no time counts as none: it cannot have passed.
      if ((ageInDays(view, certificate.expiresAt) ?? -1) >= 0) return clear;
      const age = secretAge(view, certificate);
      if (!age.known) return untold(view, certificate, age.why);
      if (age.days <= maxAgeDays) return clear;
      const end = certificate.expiresAt === null ? 'no end is enforced' : `it ends ${certificate.expiresAt}`;
      return credentialFinding(
        view,
        certificate,
        { usual: 'medium', tierZero: 'high' },
        `${certificate.name} is active and ${inDays(age.days)} old, ${end}; the limit is ${inDays(maxAgeDays)}`,
      );
    });
  },
  examples: {
    fires: [
      { name: 'a certificate of years', identities, credentials: [{ id, identity, rotatedAt: '2019-01-01T00:00:00.000Z' }] },
      { name: 'a millisecond past 90 days', identities, credentials: [{ id, identity, rotatedAt: '2025-10-02T23:59:59.999Z' }] },
      {
        name: 'a year old and good for nine more',
        identities,
        credentials: [{ id, identity, createdAt: '2025-01-01T00:00:00.000Z', expiresAt: '2035-01-01T00:00:00.000Z' }],
        grants: [{ subject: identity, capability: 'administer' }],
      },
    ],
    clear: [
      { name: 'exactly 90 days', identities, credentials: [{ id, identity, rotatedAt: '2025-10-03T00:00:00.000Z' }] },
      { name: 'inactive', identities, credentials: [{ id, identity, state: 'inactive', rotatedAt: '2019-01-01T00:00:00.000Z' }] },
      {
        name: 'old and expired',
        identities,
        credentials: [{ id, identity, createdAt: '2019-01-01T00:00:00.000Z', expiresAt: '2020-01-01T00:00:00.000Z' }],
      },
    ],
    undetermined: [
      { name: 'age not told', identities, credentials: [{ id, identity }] },
      { name: 'uploaded after the time of the audit', identities, credentials: [{ id, identity, rotatedAt: '2026-02-01T00:00:00.000Z' }] },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});
