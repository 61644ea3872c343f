import { isNonEmpty } from '../../base/json.ts';
import type { NonEmpty } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Credential, CredentialKind } from '../../model/entity.ts';
import type { Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { app, home, principal, registration, secret, tenantWith } from '../application-examples.ts';
import { isLive, registrationOf, software, withPrincipals } from '../application.ts';
import { controls } from '../controls.ts';
import { answerUnread, breakage, unreadQuestions, weigh } from '../credential-questions.ts';
import { clear, counted, doubtsOf, isLiveLink, nameOf, noSettings } from '../shared.ts';

const keys: ReadonlySet<CredentialKind> = new Set([
  'access-key',
  'client-secret',
  'certificate',
  'api-key',
  'pat',
  'deploy-key',
  'secret-id',
]);
const federates = { among: new Set(['federates' as const]) };
const federated = {
  from: 'federated:token.actions.githubusercontent.com|repo:acme/app:environment:production',
  to: app,
  how: 'federates' as const,
  source: { id: `federated-credential|${app}|one`, kind: 'federated-credential', name: 'federated credential one', boundary: home },
};
const doubted = { presence: 'possible' as const, conditions: [{ text: 'its subject, which was not told', settled: 'outside' as const }] };

export const rule = defineRule({
  id: 'federation-available',
  revision: 1,
  family: 'long-lived',
  title: 'Static secret beside a federation',
  why: 'The identity already lets in a workload by tokens that its own platform makes anew each time, and still has a secret that works from anywhere until somebody removes it. Mostly the secret is what was there before the federation. Certain where both are on the same application or account, live: asked of each one that software runs as and that has a live secret, key or certificate. What could be federated and is not, is not said.',
  remedy:
    'Check what still signs in with the secret, move that to the federation or to an identity of the platform (a managed identity), and remove the secret.',
  verify: 'The next complete read of the credentials shows no live secret beside the federation.',
  controls: controls('NHI7', 'NHI4', 'PR.AA-01', 'PR.AA-03', 'IA-5', 'IA-9', 'CC6.1', 'A.5.17', 'A.8.5', 'PCI-8.6.3'),
  settings: noSettings,
  needs: [
    { kind: 'credential', where: 'own' },
    { kind: 'trust', where: 'own' },
  ],
  *questions(view): Iterable<Question> {
    const holders = new Set<EntityId>();
    for (const credential of view.credentials()) {
      if (!keys.has(credential.kind) || !isLive(view, credential)) continue;
      const kind = view.identity(credential.identity)?.kind;
      if (kind !== undefined && software.has(kind)) holders.add(registrationOf(view, credential.identity));
    }
    for (const question of unreadQuestions(view, 'credential')) {
      if (question.subject.type === 'identity') holders.add(question.subject.id);
      else yield question;
    }
    for (const id of holders) yield { subject: { type: 'identity', id } };
  },
  answer(view, question) {
    const { subject } = question;
    const unread = answerUnread(view, question, 'credential');
    if (subject.type !== 'identity') return unread;
    const all = withPrincipals(view, subject.id);
    const secrets = all.flatMap((each) => view.credentialsOf(each)).filter((each) => keys.has(each.kind) && isLive(view, each));
    const links = all.flatMap((each) => view.linksTo(each, federates)).filter((each) => each.openness !== 'none' && isLiveLink(view, each));
    if (!isNonEmpty(secrets) || links.length === 0) return unread;
    const link = links.find(({ presence }) => presence === 'certain');
    if (link === undefined) {
      const because = links.flatMap((each) => doubtsOf(view, each, 'trust', subject.id) ?? []);
      return isNonEmpty(because) ? { says: 'undetermined', because } : clear;
    }
    return found(view, subject.id, inOrder(secrets), link);
  },
  examples: {
    fires: [
      tenantWith('a secret beside a federated credential', { credentials: [secret('one')], links: [registration, federated] }),
      tenantWith('the secret is on the service principal', {
        credentials: [secret('one', { identity: principal })],
        links: [registration, federated],
      }),
      tenantWith('of an application that administers', {
        credentials: [secret('one')],
        links: [registration, federated],
        grants: [{ subject: principal, capability: 'administer' }],
      }),
    ],
    clear: [
      tenantWith('a secret and no federation', { credentials: [secret('one')] }),
      tenantWith('the secret is past its end, beside one of another application', {
        identities: [
          { id: app, kind: 'app', name: 'payroll' },
          { id: principal, kind: 'app', name: 'crm' },
        ],
        credentials: [secret('old', { expiresAt: '2025-01-01T00:00:00.000Z' }), secret('one', { identity: principal })],
        links: [federated],
      }),
    ],
    undetermined: [
      tenantWith('trusts were refused', { credentials: [secret('one')], unread: [{ kind: 'trust' }] }),
      tenantWith('whether the federation lets anybody in is not told', {
        credentials: [secret('one')],
        links: [registration, { ...federated, ...doubted }],
      }),
    ],
  },
});

function inOrder([first, ...rest]: NonEmpty<Credential>): NonEmpty<Credential> {
  const [least, ...more] = [first, ...rest].sort(byKeys(({ id }) => id));
  return [least ?? first, ...more];
}

function found(view: View, identity: EntityId, secrets: NonEmpty<Credential>, link: Link) {
  const [first, ...others] = secrets;
  const names = secrets.slice(0, 5).map(({ name }) => name);
  return weigh(
    view,
    identity,
    { usual: 'low', tierZero: 'medium' },
    [
      `${nameOf(view, identity)} has ${counted(secrets.length, 'live secret or key', 'live secrets and keys')} (${names.join(', ')}), and lets in ${nameOf(view, link.from)} by ${link.source.name}`,
    ],
    [
      { type: 'credential', id: first.id },
      ...others.slice(0, 9).map(({ id }) => ({ type: 'credential' as const, id })),
      { type: 'link', id: link.key },
    ],
    breakage(view, first),
  );
}
