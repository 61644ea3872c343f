import type { NonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Question } from '../../../../src/model/question.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, graver, mayBreak, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { consent, fromVendor, home, tenantWith } from '../examples.ts';
import { homeLink, tenantOf } from '../foreign.ts';
import { givenBy, weightOfGiven, witnessOf } from '../sources.ts';
import { answerWhole, isTenant, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const kind = 'consent-for-everyone';
const told: NonEmpty<Told> = [{ kind: 'attachment', surfaces: ['entra:delegated-grants'] }];

export const rule = defineRule({
  id: kind,
  revision: 1,
  family: 'standing',
  title: 'Powerful consent for everyone',
  why: 'An administrator’s consent for the whole organization lets the application act in the name of every user who ever signs in to it, administrators among them, within the scopes named; nobody is asked again, and nothing ends it. Whoever runs the application, or takes it over, waits for the right user. Asked of each consent for everyone that names a scope which gives more than a look at the user’s own profile, and of each directory whether all were read.',
  remedy:
    'Take the powerful scopes out of the consent, or let only those who need it use the application: demand assignment, and consent for them alone. Remove the consent where nobody uses the application.',
  verify: 'The next complete read of the delegated grants no longer shows these scopes for everyone.',
  controls: controls('NHI5', 'NHI3', 'PR.AA-05', 'AC-3', 'AC-6', 'CC6.1', 'CC6.3', 'A.5.15', 'A.8.2', 'PCI-7.2.5', 'GDPR-32.1.b'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const { first } of givenBy(view, kind).values()) yield { subject: { type: first.type, id: first.key } };
    yield* wholeQuestions(view, told, isTenant);
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const given = givenBy(view, kind).get(subject.id);
    const weight = given === undefined ? undefined : weightOfGiven(view, given);
    if (given === undefined || weight === undefined) return clear;
    const usual = weight === 'tier-0' ? 'high' : 'medium';
    const from = homeLink(view, given.holder);
    const breaks = mayBreak(view, given.holder);
    return {
      says: 'finding',
      severity: from === undefined ? usual : graver(usual),
      reasons: [
        `${nameOf(view, given.holder)} has ${given.name}`,
        ...(weight === 'tier-0' ? ['in the name of an administrator these scopes lead to control of the whole directory'] : []),
        ...(from === undefined ? [] : [`tenant ${tenantOf(from.from)} runs the application`]),
      ],
      witness: witnessOf(given),
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      tenantWith('mail of everyone', { grants: [consent(kind, 'Mail.Read')] }),
      tenantWith('roles in the name of whoever may give them', {
        grants: [consent(kind, 'RoleManagement.ReadWrite.Directory', { capability: 'grant-privilege', scope: home })],
      }),
      tenantWith('to an application of another tenant', { grants: [consent(kind, 'Mail.Read')], links: [fromVendor] }),
    ],
    clear: [
      tenantWith('no consent to more than a profile'),
      tenantWith('one user consented, which another rule asks', { grants: [consent('consent-of-user', 'Mail.Read')] }),
    ],
    undetermined: [tenantWith('delegated grants were refused', { unread: [{ kind: 'attachment' }] })],
  },
});
