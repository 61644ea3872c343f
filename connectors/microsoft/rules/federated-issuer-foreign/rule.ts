import * as v from 'valibot';
import type { NonEmpty } from '../../../../src/base/json.ts';
import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { Question } from '../../../../src/model/question.ts';
import { issuerOf } from '../../../../src/model/token-issuers.ts';
import type { View } from '../../../../src/model/view.ts';
import { app, principal, registration } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, isLiveLink, nameOf, strings } from '../../../../src/rules/shared.ts';
import { findingOnTrust } from '../../../../src/rules/trust.ts';
import { isIssuerOf } from '../../issuers.ts';
import { home, tenantWith } from '../examples.ts';
import { givenBy } from '../sources.ts';
import { answerWhole, isAzure, isTenant, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const kind = 'federated-credential';
const told: NonEmpty<Told> = [
  {
    kind: 'trust',
    surfaces: ['entra:applications', 'entra:federated-credentials', 'azure:managed-identities', 'azure:federated-credentials'],
  },
];

export const rule = defineRule({
  id: 'federated-issuer-foreign',
  revision: 2,
  family: 'third-party',
  title: 'Federated credential of an unknown issuer',
  why: 'Whoever runs the issuer of a federated credential can make a token with any subject and sign in as the application or managed identity, without a secret that ends or can be seen. Adding one with an issuer of one’s own is a quiet way to stay. Known are shared services that anyone can use (the subject is what counts there, and trust-open-to-any-subject asks about it), issuers of this estate’s own tenants, and those named in knownIssuers. Asked of each federated credential, and of each directory and subscription whether all were read.',
  remedy:
    'Find out who runs the issuer. Name it in knownIssuers where it is yours or under contract; otherwise remove the federated credential, and look at what signed in by it.',
  verify: 'The next complete read no longer lists the federated credential.',
  controls: controls('NHI3', 'NHI4', 'PR.AA-03', 'PR.AA-04', 'AC-3', 'IA-9', 'CC6.1', 'CC6.6', 'A.5.19', 'A.8.5', 'PCI-8.2.7'),
  settings: v.strictObject({
    knownIssuers: strings(
      [],
      'none can be assumed: only you know your clusters and pipelines',
      'Issuers that may be trusted, without https://; one also stands for whatever its path continues with',
      'list of hosts, with a path where there is one',
    ),
  }),
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const { first } of givenBy(view, kind).values()) yield { subject: { type: first.type, id: first.key } };
    yield* wholeQuestions(view, told, (boundary) => isTenant(boundary) || isAzure(boundary));
  },
  answer(view, { subject }, { knownIssuers }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const link = view.link(subject.id);
    const issuer = link?.detail['issuer'];
    if (link === undefined || typeof issuer !== 'string' || !isLiveLink(view, link)) return clear;
    if (issuerOf(issuer).public === true || isOwn(view, issuer) || knownIssuers.some((each) => isWithin(issuer, each))) return clear;
    return findingOnTrust(
      view,
      link,
      'medium',
      `subjects of ${issuer} may act as ${nameOf(view, link.to)}, and nothing that was read tells whose issuer that is`,
    );
  },
  examples: {
    fires: [
      trusting('an issuer nobody knows', 'login.evil.example', 'system:admin'),
      trusting('another tenant’s directory', 'login.microsoftonline.com/99999999-0000-4000-8000-000000000009/v2.0', 'sub'),
      {
        ...trusting('an issuer nobody knows, to what may give any role', 'idp.example/oidc', 'admin'),
        grants: [{ subject: principal, capability: 'grant-privilege', scope: home }],
      },
    ],
    clear: [
      trusting(
        'a workflow of a public code host, by its subject',
        'token.actions.githubusercontent.com',
        'repo:acme/app:environment:production',
      ),
      trusting('a directory of this estate', `login.microsoftonline.com/${home.slice('entra:'.length)}/v2.0`, 'sub'),
      trusting('a directory of this estate in the cloud of China', `sts.chinacloudapi.cn/${home.slice('entra:'.length)}/`, 'sub'),
      trusting(
        'a cluster of this estate in the cloud of the US government',
        `usgovvirginia.oic.prod-aks.azure.us/${home.slice('entra:'.length)}/1/`,
        'sub',
      ),
    ],
    undetermined: [
      { ...trusting('a subject that was not told', 'idp.example', '*'), links: doubtful('idp.example') },
      tenantWith('federated credentials were refused', { unread: [{ kind: 'trust' }] }),
    ],
  },
});

/** An issuer that names a tenant of this estate, as those of the directory itself and of its clusters do. */
function isOwn(view: View, issuer: string): boolean {
  return view.boundaries.some(({ id }) => isTenant(id) && isIssuerOf(issuer, id.slice('entra:'.length)));
}

function isWithin(issuer: string, known: string): boolean {
  const name = known
    .replace(/^https:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase();
  const told = issuer.toLowerCase();
  return told === name || told.startsWith(`${name}/`);
}

function linkFrom(issuer: string, subject: string): Partial<Link> & { readonly from: string; readonly to: string } {
  return {
    from: `federated:${issuer}|${subject}`,
    to: app,
    how: 'federates',
    detail: { issuer, issuerPublic: issuerOf(issuer).public, subjectMatcher: subject, audience: true },
    source: { id: `federated-credential|${app}|one`, kind, name: 'federated credential one', boundary: home },
  };
}

function doubtful(issuer: string): NonNullable<SmallGraph['links']> {
  const conditions = [{ text: 'its subject, which was not told, lets somebody in', settled: 'outside' as const }];
  return [registration, { ...linkFrom(issuer, '*'), presence: 'possible', conditions }];
}

function trusting(name: string, issuer: string, subject: string): SmallGraph {
  return tenantWith(name, { links: [registration, linkFrom(issuer, subject)] });
}
