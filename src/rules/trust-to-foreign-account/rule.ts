import * as v from 'valibot';
import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Link } from '../../model/grant.ts';
import type { Observation, Question } from '../../model/question.ts';
import type { LinkSeen, View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { clear, gapAbout, isLiveLink, nameOf, strings, undetermined } from '../shared.ts';
import { findingOnTrust, isTrusted, linkAsked, trustNeeds, trustQuestions } from '../trust.ts';

export const rule = defineRule({
  id: 'trust-to-foreign-account',
  revision: 2,
  family: 'third-party',
  title: 'Trust in an account that is not yours',
  why: 'Who may act in the foreign account, and how well its credentials are kept, is decided by its owner. Their breach is yours, their leavers keep your access, and none of it shows in your logs until the role is used. Parties that anybody can be are asked about by another rule, and so are tenants whose application has a service principal here.',
  remedy:
    'Name the account in trustedAccounts when there is a contract and an owner for it; otherwise remove it from the trust. Demand an external id, and give the role only what the other side needs.',
  verify: 'the next analysis, with the trust read, finds no link from that account',
  controls: controls('NHI3', 'PR.AA-05', 'AC-2', 'AC-3', 'AC-6', 'ZTA-4', 'CC6.2', 'CC6.6', 'A.5.18', 'A.5.19', 'PCI-7.2.4', 'PCI-8.2.7'),
  settings: v.strictObject({
    trustedAccounts: strings(
      [],
      'none can be assumed: only you know which accounts are yours or under contract',
      'Accounts, or whole ids of parties, that may be trusted',
      'list of account numbers or ids',
    ),
  }),
  needs: trustNeeds,
  *questions(view): Iterable<Question> {
    yield* trustQuestions(view, (link) => isLiveLink(view, link) && isOutside(view, link));
  },
  answer(view, question, settings): Observation {
    const link = linkAsked(view, question);
    if (link === undefined || !isLiveLink(view, link) || !isOutside(view, { ...link, sourceKind: link.source.kind })) return clear;
    if (isTrusted(link, settings.trustedAccounts)) return clear;
    if (typeof link.detail['foreign'] !== 'boolean') {
      return undetermined(
        gapAbout(view, 'trust', link.boundary, `whether ${link.from} belongs to an organization that was read is not known`, link.to),
      );
    }
    return findingOnTrust(
      view,
      link,
      'medium',
      `${nameOf(view, link.from)} may act as it, and is in no organization that was read and not in trustedAccounts`,
    );
  },
  examples: {
    fires: [
      trusting('a role trusts an account nobody read', { detail: { foreign: true } }),
      {
        ...trusting('the role it opens administers the account', { detail: { foreign: true } }),
        grants: [{ subject: 'arn:aws:iam::111122223333:role/backup', capability: 'administer' }],
      },
    ],
    clear: [
      {
        ...trusting('a role trusts a user of its own account', {}),
        links: [{ from: 'arn:aws:iam::111122223333:user/ann', to: 'arn:aws:iam::111122223333:role/backup' }],
      },
      trusting('an account of the same organization', { detail: { foreign: false } }),
    ],
    undetermined: [
      trusting('the trust holds only for an organization that was not read', {
        detail: { foreign: true },
        presence: 'possible',
        conditions: [{ text: 'aws:PrincipalOrgID equals o-abcde12345', settled: 'outside' }],
      }),
      trusting('whether the account is of the organization was not told', { detail: { foreign: null } }),
      {
        name: 'no link from outside, and trusts were not read',
        identities: [{ id: 'arn:aws:iam::111122223333:role/backup', kind: 'role' }],
        unread: [{ kind: 'trust' }],
      },
    ],
  },
});

/**
 * From a party outside what was read; not the ones that stand for any subject or for nobody, nor whoever runs an application that has a service
 * principal here: that is no trust somebody wrote. `foreign: false` settles it.
 */
function isOutside(view: View, { from, openness, detail, sourceKind }: LinkSeen): boolean {
  if (sourceKind === 'foreign-application') return false;
  if (detail['foreign'] === false || (openness !== 'exact' && openness !== 'boundary')) return false;
  const party = view.identity(from);
  return detail['foreign'] === true || (party?.kind === 'external-party' && party.boundary === null);
}

function trusting(name: string, link: Partial<Link>): SmallGraph {
  const from = 'arn:aws:iam::999988887777:root';
  const to = 'arn:aws:iam::111122223333:role/backup';
  return {
    name,
    identities: [
      { id: to, kind: 'role', name: 'backup' },
      { id: from, kind: 'external-party', name: '999988887777', boundary: null },
      { id: 'arn:aws:iam::111122223333:user/ann', kind: 'user', name: 'ann' },
    ],
    links: [{ from, to, how: 'can-assume', openness: 'boundary', ...link }],
  };
}
