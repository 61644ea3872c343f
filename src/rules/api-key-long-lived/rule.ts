import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import type { Credential } from '../../model/entity.ts';
import type { Observation, Severity, Witness } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { breakage, listedNeeds, secretAge } from '../credential-questions.ts';
import { answerServiceCredential, serviceCredentialQuestions, untoldOfService } from '../service-credentials.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/bedrock';
const key = { id: 'ACCAEXAMPLE0000000001', identity, kind: 'api-key' as const, name: 'bedrock.amazonaws.com credential key-1' };
const identities = [{ id: identity }];

export const rule = defineRule({
  id: 'api-key-long-lived',
  revision: 1,
  family: 'long-lived',
  title: 'API key without a near end',
  why: 'An API key of a service is one line of text that works from anywhere, without a second factor and without a signature. It is made once, pasted into programs and pipelines, and shown by no credential report, so nobody misses it when it should have gone. One without an end, or with an end years away, stays usable for whoever copied it.',
  remedy:
    'Use a role and the short-lived keys that the service makes from it. Where a long-lived key must stay, make a new one that ends within the limit, move its users over and delete the old one.',
  verify: 'The next complete read of the credentials of services shows no active key of this identity that lives longer than the limit.',
  controls: controls('NHI7', 'NHI2', 'PR.AA-01', 'IA-5', 'CC6.1', 'A.5.17', 'PCI-8.6.3'),
  settings: v.strictObject({
    maxLifeDays: days(
      90,
      'our own choice: the limit of CIS AWS Foundations Benchmark 3.0.0 recommendation 1.14 for access keys, which are as easy to copy',
      'An active key whose whole life, from its making to its end, is longer than this is a finding; one without an end always is',
    ),
    graverAfterDays: days(
      365,
      'our own choice: the longest life that the AWS console offers beside "never expires"',
      'From this age on a key without an end is a graver finding',
    ),
  }),
  // What a key opens is its service alone, whatever else its identity may do: tier 0 is not weighed.
  needs: listedNeeds,
  questions: (view) => serviceCredentialQuestions(view, 'api-key'),
  answer(view, question, { maxLifeDays, graverAfterDays }) {
    return answerServiceCredential(view, question, (credential) => {
      if (credential.state === 'inactive') return clear;
      const { expiresAt, name } = credential;
      const left = daysLeft(view, expiresAt);
      if (left !== undefined && left <= 0) return clear;
      const age = secretAge(view, credential);
      const old = age.known ? `is ${inDays(age.days)} old` : 'is of an age that is not told';
      if (left === undefined) {
        const severity = age.known && age.days >= graverAfterDays ? 'high' : 'medium';
        return finding(view, credential, severity, `${name} is active, ${old} and has no end`);
      }
      if (left + (age.known ? age.days : 0) > maxLifeDays) {
        const reason = `${name} is active, ${old} and ends in ${inDays(left)} (${expiresAt}); the limit is ${inDays(maxLifeDays)} in all`;
        return finding(view, credential, 'low', reason);
      }
      return age.known ? clear : untoldOfService(view, credential, age.why);
    });
  },
  examples: {
    fires: [
      { name: 'a key made last week that never ends', identities, credentials: [{ ...key, createdAt: '2025-12-25T00:00:00.000Z' }] },
      { name: 'a key of two years that never ends', identities, credentials: [{ ...key, createdAt: '2024-01-01T00:00:00.000Z' }] },
      {
        name: 'a key that ends in a hundred years',
        identities,
        credentials: [{ ...key, createdAt: '2025-12-31T00:00:00.000Z', expiresAt: '2125-12-31T00:00:00.000Z' }],
      },
      {
        name: 'a key of 91 days on its last day',
        identities,
        credentials: [{ ...key, createdAt: '2025-10-03T00:00:00.000Z', expiresAt: '2026-01-02T00:00:00.000Z' }],
      },
      { name: 'a key without an end whose age is not told', identities, credentials: [key] },
    ],
    clear: [
      {
        name: 'a key of exactly 90 days',
        identities,
        credentials: [{ ...key, createdAt: '2025-12-01T00:00:00.000Z', expiresAt: '2026-03-01T00:00:00.000Z' }],
      },
      { name: 'an inactive key', identities, credentials: [{ ...key, state: 'inactive', createdAt: '2020-01-01T00:00:00.000Z' }] },
      {
        name: 'a key that has ended',
        identities,
        credentials: [{ ...key, createdAt: '2020-01-01T00:00:00.000Z', expiresAt: '2021-01-01T00:00:00.000Z' }],
      },
      {
        name: 'credentials of services that nobody asked for',
        identities,
        credentials: [{ ...key, state: 'inactive' }],
        unread: [{ kind: 'service-credential', status: 'excluded' }],
      },
    ],
    undetermined: [
      {
        name: 'a near end of a key whose age is not told',
        identities,
        credentials: [{ ...key, expiresAt: '2026-02-01T00:00:00.000Z' }],
      },
      { name: 'credentials of services refused', identities, unread: [{ kind: 'service-credential' }] },
      { name: 'credentials of services read in part', identities, unread: [{ kind: 'service-credential', status: 'partial' }] },
    ],
  },
});

/** Days left; `undefined` without an end. An end that is no time counts as none: it cannot have passed. */
function daysLeft(view: View, end: string | null): number | undefined {
  const age = ageInDays(view, end);
  return age === undefined ? undefined : -age;
}

function finding(view: View, credential: Credential, severity: Severity, reason: string): Observation {
  const mayBreak = breakage(view, credential);
  const witness: Witness = { type: 'credential', id: credential.id };
  return { says: 'finding', severity, reasons: [reason], witness: [witness], ...(mayBreak === undefined ? {} : { mayBreak }) };
}
