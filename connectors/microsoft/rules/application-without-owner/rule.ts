import { isNonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { NonEmpty } from '../../../../src/base/json.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { app, owner, principal, registration } from '../../../../src/rules/application-examples.ts';
import { registrationOf, withPrincipals } from '../../../../src/rules/application.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { gravestSure, isSurelyPrivileged } from '../../../../src/rules/privileged.ts';
import { clear, doubtsOf, isLiveLink, noSettings } from '../../../../src/rules/shared.ts';
import { home, objects, tenantWith } from '../examples.ts';
import { answerWhole, isTenant, missing, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const told: NonEmpty<Told> = [{ kind: 'trust', surfaces: ['entra:app-owners', 'entra:applications', 'entra:service-principals'] }];
const owned = { among: new Set(['owns' as const]) };
const strong = [{ subject: principal, capability: 'grant-privilege' as const, scope: home }];
const owns = { from: owner, to: app, how: 'owns' as const };

export const rule = defineRule({
  id: 'application-without-owner',
  revision: 1,
  family: 'ownership',
  title: 'Privileged application without an owner',
  why: 'Nobody is told when its secret ends, nobody can say whether it is still needed, and nobody answers for what it does: an application without an owner keeps what it was given for ever. Owners of the registration and of its service principal count alike. Asked of each application that holds more than what is ordinary; Microsoft’s own and managed identities, which follow their resource, are not asked about.',
  remedy:
    'Find who uses it by its sign-ins and by who consented to it, and make somebody owner who administers anyway; take the privilege away, then delete it, where nobody answers for it.',
  verify: 'The next complete read of the owners lists one, or shows that it holds privilege no more.',
  controls: controls('NHI1', 'ID.AM-08', 'AC-2', 'IA-4', 'CC6.2', 'A.5.9', 'A.5.16', 'PCI-7.2.5', 'GOVERN-1.6'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const identity of view.identities()) {
      if (isAsked(view, identity) && isSurelyPrivileged(view, identity.id)) yield { subject: { type: 'identity', id: identity.id } };
    }
    yield* wholeQuestions(view, told, isTenant);
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const reach = gravestSure(view, subject.id);
    const identity = view.identity(subject.id);
    if (reach === undefined || identity === undefined) return clear;
    const all = withPrincipals(view, subject.id);
    const links = all.flatMap((each) => view.linksTo(each, owned)).filter((each) => isLiveLink(view, each));
    const gaps = all.flatMap((each) => missing(view, told, identity.boundary ?? '', each));
    if (links.some(({ presence }) => presence === 'certain')) return clear;
    const doubts = links.flatMap((each) => doubtsOf(view, each, 'trust', subject.id) ?? []);
    if (isNonEmpty(gaps)) return { says: 'undetermined', because: gaps };
    if (isNonEmpty(doubts)) return { says: 'undetermined', because: doubts };
    const { capability, scope, tierZero } = reach;
    return {
      says: 'finding',
      severity: tierZero ? 'medium' : 'low',
      reasons: [
        `${identity.name} has no owner, and holds ${capability} on ${scope}`,
        ...(tierZero ? ['it leads to control of a whole boundary'] : []),
      ],
      witness: [
        { type: 'identity', id: subject.id },
        { type: 'path', identity: subject.id, capability, scope },
      ],
    };
  },
  examples: {
    fires: [
      tenantWith('an application that may give any role', { grants: strong }),
      tenantWith('one that reads all mail', { grants: [{ subject: principal, capability: 'read-data', scope: `${objects}/mail` }] }),
    ],
    clear: [
      tenantWith('a user owns the registration', { grants: strong, links: [registration, owns] }),
      tenantWith('a user owns the service principal', { grants: strong, links: [registration, { ...owns, to: principal }] }),
      tenantWith('it may do nothing'),
    ],
    undetermined: [
      tenantWith('owners were refused', { grants: strong, unread: [{ kind: 'trust' }] }),
      tenantWith('owners were read in part', { grants: strong, unread: [{ kind: 'trust', status: 'partial' }] }),
    ],
  },
});

function isAsked(view: View, { id, kind, boundary, providerManaged, deletedAt }: Identity): boolean {
  if (boundary === null || !isTenant(boundary) || providerManaged || deletedAt !== undefined) return false;
  return kind === 'app' || (kind === 'service-principal' && registrationOf(view, id) === id);
}
