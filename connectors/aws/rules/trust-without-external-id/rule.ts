import * as v from 'valibot';
import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { Observation, Question } from '../../../../src/model/question.ts';
import type { LinkSeen, View } from '../../../../src/model/view.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, gapAbout, isLiveLink, nameOf, strings, undetermined } from '../../../../src/rules/shared.ts';
import { findingOnTrust, isTrusted, linkAsked, trustNeeds, trustQuestions } from '../../../../src/rules/trust.ts';

export const rule = defineRule({
  id: 'trust-without-external-id',
  revision: 1,
  family: 'third-party',
  title: 'Foreign account may assume a role without an external id',
  why: 'A vendor that assumes roles of many customers can be talked into assuming yours for another customer, who only has to know the role ARN. An external id that the vendor sets for each customer stops that (the confused deputy problem in the IAM User Guide). It is no secret and no substitute for trusting few.',
  remedy:
    'Add a StringEquals condition on sts:ExternalId with the value the third party gives you to the trust policy. Name accounts of your own in ownAccounts.',
  verify: 'the next analysis, with the trust read, finds the condition in the trust policy',
  controls: controls('NHI3', 'NHI4', 'PR.AA-03', 'PR.AA-05', 'AC-3', 'IA-9', 'CC6.1', 'CC6.6', 'A.5.19', 'A.8.5', 'PCI-7.2.5', 'PCI-8.2.7'),
  settings: v.strictObject({
    ownAccounts: strings(
      [],
      'none can be assumed: only you know which accounts are yours; a third party stays asked even when it is trusted',
      'Accounts of your own that were not read, from which no external id is demanded',
      'list of account numbers',
    ),
  }),
  needs: trustNeeds,
  *questions(view): Iterable<Question> {
    yield* trustQuestions(view, (link) => isThirdParty(view, link));
  },
  answer(view, question, settings): Observation {
    const link = linkAsked(view, question);
    if (link === undefined || !isThirdParty(view, link) || isTrusted(link, settings.ownAccounts) || link.detail['externalId'] === true)
      return clear;
    if (typeof link.detail['externalId'] !== 'boolean') {
      return undetermined(gapAbout(view, 'trust', link.boundary, `whether ${link.from} must send an external id is not known`, link.to));
    }
    return findingOnTrust(view, link, 'medium', `${nameOf(view, link.from)} may assume it without sending an external id`);
  },
  examples: {
    fires: [trusting('a vendor account without an external id', { foreign: true, externalId: false })],
    clear: [
      trusting('a vendor account that must send an external id', { foreign: true, externalId: true }),
      trusting('an account of the same organization', { foreign: false, externalId: false }),
    ],
    undetermined: [
      trusting('whether an external id is demanded was not told', { foreign: true, externalId: null }),
      trusting('a condition that nothing read decides may keep the vendor out', { foreign: true, externalId: false }, 'possible'),
      { ...trusting('no third party seen, and trusts were not read', { foreign: false, externalId: false }), unread: [{ kind: 'trust' }] },
    ],
  },
});

/** Web identity and SAML have no external id; a party that anyone can be has a rule of its own. */
function isThirdParty(view: View, link: Omit<LinkSeen, 'sourceKind'>): boolean {
  const named = link.openness === 'exact' || link.openness === 'boundary';
  return link.how === 'can-assume' && named && link.detail['foreign'] === true && isLiveLink(view, link);
}

function trusting(name: string, detail: Link['detail'], presence: Link['presence'] = 'certain'): SmallGraph {
  const from = 'arn:aws:iam::999988887777:root';
  const to = 'arn:aws:iam::111122223333:role/vendor';
  return {
    name,
    identities: [
      { id: to, kind: 'role', name: 'vendor' },
      { id: from, kind: 'external-party', name: '999988887777', boundary: null },
    ],
    links: [
      {
        from,
        to,
        how: 'can-assume',
        openness: 'boundary',
        detail,
        presence,
        conditions: presence === 'certain' ? [] : [{ text: 'aws:PrincipalOrgID equals o-abcde12345', settled: 'outside' }],
      },
    ],
  };
}
