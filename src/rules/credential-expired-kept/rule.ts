import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { secret, tenantWith } from '../application-examples.ts';
import { isLive, keptSecrets, registrationOf, withPrincipals } from '../application.ts';
import { controls } from '../controls.ts';
import { answerCredential, credentialQuestions } from '../credential-questions.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

const createdAt = '2024-01-01T00:00:00.000Z';

export const rule = defineRule({
  id: 'credential-expired-kept',
  revision: 1,
  family: 'residual',
  title: 'Expired secret still listed',
  why: 'A secret or certificate past its end opens nothing any more. Left in the list, it hides which ones are in use, and that nobody looks after the application: those who made it may be gone, and the next secret is made beside it and not instead of it.',
  remedy: 'Remove the expired secret or certificate; where nothing live is left and nothing failed, retire the application.',
  verify: 'The next complete read of the credentials no longer lists it.',
  controls: controls('NHI1', 'ID.AM-08', 'PR.AA-01', 'IA-5', 'CC6.2', 'A.5.17', 'A.5.9', 'PCI-8.2.4'),
  settings: v.strictObject({
    keptDays: days(
      30,
      'our own choice: a month in which its successor shows that it works',
      'A secret or certificate that ended this long ago or longer and is still listed is a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  questions: (view) => credentialQuestions(view, 'client-secret', 'certificate'),
  answer(view, question, { keptDays }) {
    return answerCredential(view, question, (credential) => {
      const { id, identity, name, expiresAt } = credential;
      const over = ageInDays(view, expiresAt);
      if (credential.state === 'inactive' || over === undefined || over < keptDays) return clear;
      const all = withPrincipals(view, registrationOf(view, identity)).flatMap((each) => view.credentialsOf(each));
      const live = all.some((each) => keptSecrets.has(each.kind) && isLive(view, each));
      const beside = live
        ? 'its identity has a live secret or certificate beside it'
        : 'its identity has no live secret or certificate: nothing signs in with one, and whether it is needed at all should be asked';
      return {
        says: 'finding',
        severity: 'low',
        reasons: [`${name} ended ${inDays(over)} ago (${expiresAt ?? ''}) and is still listed`, beside],
        witness: [{ type: 'credential', id }],
        mayBreak: 'nothing: it is refused since its end',
      };
    });
  },
  examples: {
    fires: [
      tenantWith('a secret that ended exactly 30 days ago', {
        credentials: [secret('old', { createdAt, expiresAt: '2025-12-02T00:00:00.000Z' })],
      }),
      tenantWith('a certificate that ended a year ago, beside a live secret', {
        credentials: [
          secret('old', { kind: 'certificate', createdAt, expiresAt: '2025-01-01T00:00:00.000Z' }),
          secret('new', { createdAt: '2025-12-01T00:00:00.000Z', expiresAt: '2026-03-01T00:00:00.000Z' }),
        ],
      }),
    ],
    clear: [
      tenantWith('ended 29 days ago', { credentials: [secret('old', { createdAt, expiresAt: '2025-12-03T00:00:00.000Z' })] }),
      tenantWith('without an end, which other rules ask', { credentials: [secret('old', { createdAt })] }),
      tenantWith('its application is in the recycle bin', {
        credentials: [secret('old', { createdAt, state: 'inactive', expiresAt: '2025-01-01T00:00:00.000Z' })],
      }),
    ],
    undetermined: [
      tenantWith('credentials were refused', { unread: [{ kind: 'credential' }] }),
      tenantWith('credentials were read in part', {
        credentials: [secret('new', { createdAt, expiresAt: '2027-01-01T00:00:00.000Z' })],
        unread: [{ kind: 'credential', status: 'partial' }],
      }),
    ],
  },
});
