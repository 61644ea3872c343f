import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Link } from '../../model/grant.ts';
import type { Observation, Question } from '../../model/question.ts';
import { controls } from '../controls.ts';
import { clear, isLiveLink, nameOf, noSettings } from '../shared.ts';
import { findingOnTrust, linkAsked, trustNeeds, trustQuestions } from '../trust.ts';

export const rule = defineRule({
  id: 'trust-open-to-any-subject',
  revision: 1,
  family: 'third-party',
  title: 'Trust open to any subject',
  why: 'A trust in a public identity provider without a condition on the subject lets in everybody who has an account there: any repository of the code host, any customer of the cloud. A trust in any principal at all does not even ask for that. What stands behind it is public.',
  remedy:
    'Pin the subject to the exact repository and environment, workload or principal, by immutable id where the provider has one, and the audience to your own.',
  verify: 'the next analysis, with the trust read, finds only links from named subjects',
  controls: controls(
    'NHI3',
    'NHI4',
    'NHI6',
    'PR.AA-03',
    'PR.AA-05',
    'AC-3',
    'AC-6',
    'IA-9',
    'ZTA-6',
    'CC6.1',
    'CC6.6',
    'A.5.15',
    'A.8.5',
    'PCI-7.2.1',
    'PCI-7.2.5',
    'GDPR-32.1.b',
  ),
  settings: noSettings,
  needs: trustNeeds,
  *questions(view): Iterable<Question> {
    yield* trustQuestions(view, (link) => isOpen(link) && isLiveLink(view, link));
  },
  answer(view, question): Observation {
    const link = linkAsked(view, question);
    if (link === undefined || !isOpen(link) || !isLiveLink(view, link)) return clear;
    return link.openness === 'any'
      ? findingOnTrust(view, link, 'critical', 'anyone at all may act as it')
      : findingOnTrust(view, link, 'high', `any subject of ${nameOf(view, link.from)} may act as it, and anyone can become one`);
  },
  examples: {
    fires: [
      trusting('a role trusts anyone', [{ from: 'anyone', openness: 'any' }]),
      trusting('a role trusts every repository of a public code host', [{ from: publicHost('*'), openness: 'issuer' }]),
      trusting('one entry is pinned and one is open', [
        { from: publicHost('repo:acme/app:environment:production'), openness: 'exact' },
        { from: publicHost('*'), openness: 'issuer' },
      ]),
    ],
    clear: [
      trusting('a role trusts one environment of one repository', [
        { from: publicHost('repo:acme/app:environment:production'), openness: 'exact' },
      ]),
      trusting('the open entry works no more', [
        { from: 'anyone', openness: 'any', windows: [{ from: null, until: Date.UTC(2025, 0, 1) }] },
      ]),
    ],
    undetermined: [
      trusting('open but for a condition that nothing read decides', [
        {
          from: 'anyone',
          openness: 'any',
          presence: 'possible',
          conditions: [{ text: 'aws:PrincipalOrgID equals o-abcde12345', settled: 'outside' }],
        },
      ]),
      { ...trusting('trusts were not read', []), unread: [{ kind: 'trust' }] },
    ],
  },
});

function isOpen({ openness }: Pick<Link, 'openness'>): boolean {
  return openness === 'any' || openness === 'issuer';
}

function publicHost(subject: string): string {
  return `federated:token.actions.githubusercontent.com|${subject}`;
}

function trusting(name: string, trusts: readonly (Partial<Link> & { readonly from: string })[]): SmallGraph {
  const to = 'arn:aws:iam::111122223333:role/deploy';
  const parties = new Set(trusts.map((trust) => trust.from));
  return {
    name,
    identities: [
      { id: to, kind: 'role', name: 'deploy' },
      ...[...parties].map((id) => ({
        id,
        kind: id === 'anyone' ? ('external-party' as const) : ('federated' as const),
        name: id,
        boundary: null,
      })),
    ],
    links: trusts.map((trust) => ({ to, how: trust.from === 'anyone' ? ('can-assume' as const) : ('federates' as const), ...trust })),
  };
}
