import * as v from 'valibot';
import { DAY_MS, parseInstant } from '../../base/instant.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Credential } from '../../model/entity.ts';
import { app, secret, tenantWith } from '../application-examples.ts';
import { isLive } from '../application.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialFinding, credentialQuestions, untold } from '../credential-questions.ts';
import { clear, days, inDays } from '../shared.ts';

const [long, endless] = [
  { usual: 'medium', tierZero: 'high' },
  { usual: 'high', tierZero: 'critical' },
] as const;
const made = '2025-12-01T00:00:00.000Z';

export const rule = defineRule({
  id: 'client-secret-long-lived',
  revision: 1,
  family: 'long-lived',
  title: 'Client secret with a long life',
  why: 'A client secret is a password that software keeps in files, pipelines and settings. Whoever copied it once signs in as the application from anywhere, without a second factor, until the secret ends. Its whole life counts, from its making to its end: one made for ten years is no better in its first week. Secrets past their end are asked about by credential-expired-kept.',
  remedy:
    'Let the software sign in without a secret: a managed identity, or a federated credential. Where a secret must stay, make a new one that ends within the limit, move every user of the old one to it and remove the old one.',
  verify: 'The next complete read of the credentials shows no live client secret of this identity whose life is longer than the limit.',
  controls: controls('NHI7', 'NHI2', 'PR.AA-01', 'IA-5', 'CC6.1', 'A.5.17', 'PCI-8.6.3'),
  settings: v.strictObject({
    maxLifeDays: days(
      180,
      'Microsoft Entra admin center, which proposes 180 days (6 months) for a new client secret',
      'A live secret whose whole life is longer than this is a finding; one without an end always is',
    ),
    graverBeyondDays: days(
      732,
      'Microsoft identity platform, "Add and manage app credentials": secrets made in the admin center live two years at most, so that a longer one was made round it',
      'A secret that lives longer than this is a graver finding, as one without an end is',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'client-secret'),
  answer(view, question, { maxLifeDays, graverBeyondDays }) {
    return answerCredential(view, question, (credential) => {
      if (!isLive(view, credential)) return clear;
      const end = endOf(credential);
      if (end === undefined) return credentialFinding(view, credential, endless, `${credential.name} is live and has no end`);
      const left = (end - view.now) / DAY_MS;
      const from = parseInstant(credential.rotatedAt ?? credential.createdAt ?? '');
      // What is left of it is part of its life, whenever it began.
      const life = from === undefined ? left : (end - from) / DAY_MS;
      if (life > maxLifeDays) {
        const told = from === undefined ? 'since a time that is not told' : `for ${inDays(life)}`;
        return credentialFinding(
          view,
          credential,
          life > graverBeyondDays ? endless : long,
          `${credential.name} is live, made ${told}, and ends in ${inDays(left)} (${credential.expiresAt ?? ''}); the limit is ${inDays(maxLifeDays)} in all`,
        );
      }
      return from === undefined ? untold(view, credential, `when ${credential.name} was created is not told`) : clear;
    });
  },
  examples: {
    fires: [
      tenantWith('a secret of a year', {
        credentials: [secret('one', { createdAt: made, expiresAt: '2026-12-01T00:00:00.000Z' })],
      }),
      tenantWith('a secret that never ends', { credentials: [secret('one', { createdAt: made })] }),
      tenantWith('a secret until the year 2299', {
        credentials: [secret('one', { createdAt: made, expiresAt: '2299-12-31T00:00:00.000Z' })],
      }),
      tenantWith('a year of it is left, its making is not told', {
        credentials: [secret('one', { expiresAt: '2027-01-01T00:00:00.000Z' })],
      }),
      tenantWith('a secret of an application that administers', {
        credentials: [secret('one', { createdAt: made, expiresAt: '2026-12-01T00:00:00.000Z' })],
        grants: [{ subject: app, capability: 'administer' }],
      }),
    ],
    clear: [
      tenantWith('a secret of exactly 180 days', {
        credentials: [secret('one', { createdAt: made, expiresAt: '2026-05-30T00:00:00.000Z' })],
      }),
      tenantWith('past its end, which another rule asks', {
        credentials: [secret('one', { createdAt: '2019-01-01T00:00:00.000Z', expiresAt: '2025-01-01T00:00:00.000Z' })],
      }),
      tenantWith('its application is in the recycle bin', { credentials: [secret('one', { state: 'inactive', createdAt: made })] }),
    ],
    undetermined: [
      tenantWith('a near end of a secret whose making is not told', {
        credentials: [secret('one', { expiresAt: '2026-02-01T00:00:00.000Z' })],
      }),
      tenantWith('credentials were refused', { unread: [{ kind: 'credential' }] }),
    ],
  },
});

/** An end that is no time counts as none. */
function endOf({ expiresAt }: Credential): number | undefined {
  return expiresAt === null ? undefined : parseInstant(expiresAt);
}
