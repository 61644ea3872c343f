import * as v from 'valibot';
import { DAY_MS, parseInstant } from '../../base/instant.ts';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, secretAge, untold } from '../credential-questions.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/legacy';
const id = `${identity}#certificate-1`;
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'certificate-long-lived',
  revision: 2,
  family: 'long-lived',
  title: 'Certificate with a long life',
  why: 'Whoever copied the private key of a certificate authenticates as its identity until the certificate ends. One whose end the provider does not enforce (an X.509 signing certificate in AWS IAM has none that is told) works for as long as it is active, like an access key, and is forgotten more easily because few reports show it: there its age counts. Where an end is told, as for applications in Entra ID, the whole life counts.',
  remedy:
    'Remove the certificate where nothing signs with it; otherwise add a new one with a near end, whose key stays in a key store, move to it and remove the old one.',
  verify: 'The next complete read of the credentials shows no active certificate of this identity beyond the limit.',
  controls: controls('NHI7', 'PR.AA-01', 'IA-5', 'IA-5(2)', 'CC6.1', 'A.5.17', 'PCI-8.6.3'),
  settings: v.strictObject({
    maxAgeDays: days(
      90,
      'no benchmark has a figure for these certificates; theirs for access keys (CIS AWS Foundations Benchmark 3.0.0 recommendation 1.14), which authenticate the same identities',
      'An active certificate without an end that is told and older than this is a finding; one exactly this old is not',
    ),
    maxLifeDays: days(
      365,
      'our own choice: a year, twice what the Microsoft Entra admin center proposes for a client secret, since a private key need not leave the machine that made it',
      'An active certificate whose whole life, from its making to its end, is longer than this is a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'certificate'),
  answer(view, question, { maxAgeDays, maxLifeDays }) {
    return answerCredential(view, question, (certificate) => {
      const { state, name, expiresAt } = certificate;
      if (state === 'inactive') return clear;
      // An end that is no time counts as none: it cannot have passed.
      const over = ageInDays(view, expiresAt);
      if (over !== undefined && over >= 0) return clear;
      const age = secretAge(view, certificate);
      const from = parseInstant(certificate.rotatedAt ?? certificate.createdAt ?? '');
      // What is left of it is part of its life, whenever it began.
      const life = over === undefined ? undefined : from === undefined ? -over : (view.now - from) / DAY_MS - over;
      const isLong = life !== undefined && life > maxLifeDays;
      if (!isLong && !age.known) return untold(view, certificate, age.why);
      const days = age.known ? age.days : 0;
      if (!isLong && (life !== undefined || days <= maxAgeDays)) return clear;
      const old = age.known ? `${inDays(age.days)} old` : 'of an age that is not told';
      const told = isLong
        ? `it ends ${expiresAt ?? ''}; the limit is ${inDays(maxLifeDays)} from its making to its end`
        : `no end is enforced; the limit is ${inDays(maxAgeDays)}`;
      return credentialFinding(view, certificate, { usual: 'medium', tierZero: 'high' }, `${name} is active and ${old}, ${told}`);
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
      {
        name: 'half a year old, of a life of exactly a year',
        identities,
        credentials: [{ id, identity, createdAt: '2025-07-01T00:00:00.000Z', expiresAt: '2026-07-01T00:00:00.000Z' }],
      },
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
