import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import type { Identity, IdentityKind } from '../../model/entity.ts';
import type { Question } from '../../model/question.ts';
import { home, principal, tenantWith } from '../application-examples.ts';
import { controls } from '../controls.ts';
import { elapsed, listedNeeds, notTold } from '../credential-questions.ts';
import { gravestSure, isSurelyPrivileged } from '../privileged.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

/** What an application acts as. Roles that others assume have rules of their own; a registration is used through its service principal. */
const acting: ReadonlySet<IdentityKind> = new Set(['service-principal', 'managed-identity', 'service-account', 'agent']);

const identities = [{ id: principal, kind: 'service-principal' as const, name: 'payroll', createdAt: '2024-01-01T00:00:00.000Z' }];
const strong = { identities, links: [], grants: [{ subject: principal, capability: 'administer' as const, scope: home }] };
const told = { identity: principal, lookBackDays: null };

export const rule = defineRule({
  id: 'application-unused',
  revision: 1,
  family: 'unused',
  title: 'Privileged application not used',
  why: 'An application that nothing signs in as keeps its permissions and its secrets for whoever finds one. It outlived its task, or never had one. Asked of each service principal, managed identity, service account and agent that holds more than what is ordinary; where its last use is not told it stays open.',
  remedy: 'Ask its owner, disable it for as long as its slowest use needs, then take its permissions away and delete it.',
  verify: 'The next complete read no longer lists it with these rights, or shows a later use.',
  controls: controls('NHI1', 'NHI5', 'PR.AA-05', 'AC-2(3)', 'AC-6(7)', 'CC6.3', 'A.5.18', 'PCI-7.2.5.1'),
  settings: v.strictObject({
    unusedDays: days(
      90,
      'Microsoft Entra recommendation "Remove unused applications" (staleApps): more than 90 days without a token; not those made since',
      'One last used this long ago or longer, or made this long ago and never used, is a finding',
    ),
  }),
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const identity of view.identities()) {
      if (isAsked(identity) && isSurelyPrivileged(view, identity.id)) yield { subject: { type: 'identity', id: identity.id } };
    }
  },
  answer(view, { subject }, { unusedDays }) {
    const identity = view.identity(subject.id);
    const reach = gravestSure(view, subject.id);
    if (identity === undefined || reach === undefined) return clear;
    // one made since cannot have been unused for so long
    if ((ageInDays(view, identity.createdAt) ?? Infinity) < unusedDays) return clear;
    const usage = view.usage(identity.id);
    if (usage === undefined) return notTold(view, 'usage', identity.id, `no source tells when ${identity.name} was last used`);
    const { lastUsed, lookBackDays } = usage;
    if (lastUsed === 'unknown') return notTold(view, 'usage', identity.id, `when ${identity.name} was last used is not told`);
    let since: string;
    if (lastUsed === 'never') {
      const age = elapsed(view, identity.createdAt, `when ${identity.name} was made`);
      const looked = lookBackDays ?? (age.known ? age.days : undefined);
      if (looked === undefined) return notTold(view, 'usage', identity.id, age.known ? 'no look-back is told' : age.why);
      if (looked < unusedDays) {
        return notTold(
          view,
          'usage',
          identity.id,
          `use of ${identity.name} is told for ${inDays(looked)}, and ${inDays(unusedDays)} are asked about`,
        );
      }
      since = `was not seen in use for ${inDays(looked)}`;
    } else {
      const use = elapsed(view, lastUsed, `when ${identity.name} was last used`);
      if (!use.known) return notTold(view, 'usage', identity.id, use.why);
      if (use.days < unusedDays) return clear;
      since = `was last used ${inDays(use.days)} ago (${lastUsed}${usage.detail === null ? '' : `, ${usage.detail}`})`;
    }
    const { capability, scope, tierZero } = reach;
    return {
      says: 'finding',
      severity: tierZero ? 'high' : 'medium',
      reasons: [
        `${identity.name} ${since}, and holds ${capability} on ${scope}; the limit is ${inDays(unusedDays)}`,
        ...(tierZero ? ['it leads to control of a whole boundary'] : []),
      ],
      witness: [
        { type: 'identity', id: identity.id },
        { type: 'path', identity: identity.id, capability, scope },
      ],
      mayBreak: `it ${since}: a rarer task may still need it`,
    };
  },
  examples: {
    fires: [
      tenantWith('an administrator last used exactly 90 days ago', {
        ...strong,
        usage: [{ ...told, lastUsed: '2025-10-03T00:00:00.000Z' }],
      }),
      tenantWith('one that reads data, never used', {
        ...strong,
        grants: [{ subject: principal, capability: 'read-data', scope: `${home}/mail` }],
        usage: [{ ...told, lastUsed: 'never' }],
      }),
    ],
    clear: [
      tenantWith('used 89 days ago', { ...strong, usage: [{ ...told, lastUsed: '2025-10-04T00:00:00.000Z' }] }),
      tenantWith('made last month, its use not told', {
        ...strong,
        identities: [{ ...identities[0], id: principal, createdAt: '2025-12-01T00:00:00.000Z' }],
      }),
    ],
    undetermined: [
      tenantWith('use not told', { ...strong, usage: [{ ...told, lastUsed: 'unknown' }] }),
      tenantWith('no record of use', strong),
      tenantWith('not seen in a look-back of a month', { ...strong, usage: [{ ...told, lookBackDays: 30, lastUsed: 'never' }] }),
    ],
  },
});

function isAsked({ kind, boundary, providerManaged, deletedAt }: Identity): boolean {
  return acting.has(kind) && boundary !== null && !providerManaged && deletedAt === undefined;
}
