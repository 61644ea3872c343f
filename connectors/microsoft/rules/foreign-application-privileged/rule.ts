import * as v from 'valibot';
import { isNonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { Reach, View } from '../../../../src/model/view.ts';
import { principal } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { gravestSure, privileged } from '../../../../src/rules/privileged.ts';
import { clear, mayBreak, nameOf, strings } from '../../../../src/rules/shared.ts';
import { doubts, grantSources } from '../../../../src/rules/standing-answer.ts';
import { consent, fromVendor, home, objects, tenantWith, vendor } from '../examples.ts';
import { homeLink, tenantOf } from '../foreign.ts';
import { givenBy } from '../sources.ts';

export const rule = defineRule({
  id: 'foreign-application-privileged',
  revision: 1,
  family: 'third-party',
  title: 'Application of another tenant holds privilege',
  why: 'The secrets of an application that is registered elsewhere are made and kept there: the other organization, its leavers and whoever breaks into it sign in as the service principal here, and no log of this directory shows a secret being added. Asked of each service principal of another tenant’s application; what it may do only in the name of users is asked about by the rules on consents, and the other tenant itself by guest-privileged.',
  remedy:
    'Remove the permissions that the application does not need, or the service principal where nobody uses it. Name the tenant in trustedTenants where there is a contract and an owner for it, and limit from where the service principal signs in by Conditional Access for workload identities.',
  verify: 'The next complete read shows no way from the service principal to more than what is ordinary, or no longer lists it.',
  controls: controls('NHI3', 'NHI5', 'PR.AA-05', 'AC-3', 'AC-6', 'IA-9', 'CC6.1', 'CC6.6', 'A.5.19', 'A.8.2', 'PCI-7.2.5', 'PCI-8.2.7'),
  settings: v.strictObject({
    trustedTenants: strings(
      [],
      'none can be assumed: only you know with whom there is a contract',
      'Tenants whose applications may hold privilege',
      'list of tenant ids',
    ),
  }),
  needs: grantSources,
  *questions(view): Iterable<Question> {
    const principals = new Set([...givenBy(view, 'foreign-application').values()].flatMap(({ elements }) => elements.flatMap(partyIn)));
    for (const id of [...principals].sort()) yield { subject: { type: 'identity', id } };
  },
  answer(view, { subject }, { trustedTenants }) {
    const from = homeLink(view, subject.id);
    if (from === undefined || trustedTenants.some((each) => each.toLowerCase() === tenantOf(from.from))) return clear;
    const sure = gravestSure(view, subject.id);
    if (sure === undefined) {
      const open = view.reachesOf(subject.id, { among: privileged }).find((each) => !isByConsent(view, each));
      if (open === undefined) return clear;
      const because = doubts(view, open, view.path(subject.id, open.capability, open.scope), grantSources);
      return isNonEmpty(because) ? { says: 'undetermined', because } : clear;
    }
    const { capability, scope, tierZero } = sure;
    const breaks = mayBreak(view, subject.id);
    return {
      says: 'finding',
      severity: tierZero ? 'high' : 'medium',
      reasons: [
        `${nameOf(view, subject.id)} holds ${capability} on ${scope}`,
        `it is registered in tenant ${tenantOf(from.from)}, which holds its credentials`,
        ...(tierZero ? ['it leads to control of a whole boundary'] : []),
      ],
      witness: [
        { type: 'path', identity: subject.id, capability, scope },
        { type: 'link', id: from.key },
      ],
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      tenantWith('a vendor’s application may give any role', {
        links: [fromVendor],
        grants: [{ subject: principal, capability: 'grant-privilege', scope: home }],
      }),
      tenantWith('a vendor’s application reads all mail', {
        links: [fromVendor],
        grants: [{ subject: principal, capability: 'read-data', scope: `${objects}/mail` }],
      }),
    ],
    clear: [
      tenantWith('a vendor’s application that may do nothing', { links: [fromVendor] }),
      tenantWith('only in the name of users, which other rules ask', {
        links: [fromVendor],
        grants: [consent('consent-for-everyone', 'Mail.Read')],
      }),
    ],
    undetermined: [
      tenantWith('its permissions were refused', { links: [fromVendor], unread: [{ kind: 'attachment' }] }),
      tenantWith('what it may do hangs on something that was not told', {
        links: [fromVendor],
        grants: [
          {
            subject: principal,
            capability: 'administer',
            presence: 'possible',
            conditions: [{ text: 'role definition 7 was not listed', settled: 'outside' }],
          },
        ],
      }),
      tenantWith(`whether more comes to it from groups was not read`, {
        identities: [
          { id: principal, kind: 'service-principal', name: 'crm' },
          { id: vendor, kind: 'external-party', boundary: null },
        ],
        links: [fromVendor],
        unread: [{ kind: 'membership' }],
      }),
    ],
  },
});

function partyIn(element: { readonly type: 'grant' | 'link'; readonly to?: string }): readonly string[] {
  return element.type === 'link' && element.to !== undefined ? [element.to] : [];
}

/** A way that needs a user to sign in. */
function isByConsent(view: View, { identity, capability, scope }: Reach): boolean {
  const path = view.path(identity, capability, scope);
  return path !== undefined && [...path.links, path.grant].some(({ source }) => source.kind.startsWith('consent-'));
}
