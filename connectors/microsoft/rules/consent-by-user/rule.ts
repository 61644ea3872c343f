import type { NonEmpty } from '../../../../src/base/json.ts';
import { groupBy } from '../../../../src/base/group.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { LifeCycleEvent } from '../../../../src/model/life-cycle.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { weightOfIdentity } from '../../../../src/rules/activation.ts';
import { owner, principal } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, counted, graver, mayBreak, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { consent, fromVendor, home, tenantWith } from '../examples.ts';
import { homeLink, tenantOf } from '../foreign.ts';
import { givenBy, weightOfGiven, witnessOf } from '../sources.ts';
import type { Given } from '../sources.ts';
import { answerWhole, isTenant, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const kind = 'consent-of-user';
const told: NonEmpty<Told> = [{ kind: 'attachment', surfaces: ['entra:delegated-grants'] }];
const scope = { scope: home, capability: 'grant-privilege' } as const;

export const rule = defineRule({
  id: 'consent-by-user',
  revision: 1,
  family: 'third-party',
  title: 'Users let an application act for them with powerful scopes',
  why: 'A page that looks like any other asks a user to accept an application, and from then on it reads and sends the user’s mail or acts with the user’s rights, without the password and past its change, until somebody removes the consent. That is how consent phishing takes accounts over. Asked once of each application that single users have consented to with powerful scopes, however many they are, and of each directory whether all consents were read.',
  remedy:
    'Find out what the application is and who runs it. Remove the consents and revoke the sessions of these users where it is not known; otherwise review it, consent as an administrator for those who need it, and allow users to consent to low-impact scopes of verified publishers only.',
  verify: 'The next complete read of the delegated grants no longer shows powerful scopes that single users consented to.',
  controls: controls('NHI3', 'NHI5', 'PR.AA-05', 'AC-3', 'AC-6', 'CC6.1', 'CC6.6', 'A.5.15', 'A.5.19', 'PCI-8.2.7', 'GDPR-32.1.b'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const id of byClient(view).keys()) yield { subject: { type: 'identity', id } };
    yield* wholeQuestions(view, told, isTenant);
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const all = (byClient(view).get(subject.id) ?? []).map((given) => ({ given, weight: weightOfGiven(view, given) }));
    const powerful = all.filter(({ weight }) => weight !== undefined);
    const main = powerful.find(({ weight }) => weight === 'tier-0') ?? powerful[0];
    if (main === undefined) return clear;
    const ofAdministrator = powerful.flatMap(({ given }) => given.elements).find((each) => isOfAdministrator(view, each));
    const grave = main.weight === 'tier-0' || ofAdministrator !== undefined;
    const usual = grave ? 'high' : 'medium';
    const from = homeLink(view, subject.id);
    const last = consentsOf(view, subject.id).at(-1);
    const breaks = mayBreak(view, subject.id);
    return {
      says: 'finding',
      severity: from === undefined ? usual : graver(usual),
      reasons: [
        `${counted(powerful.length, 'consent of a single user lets', 'consents of single users let')} ${nameOf(view, subject.id)} act for them, as ${main.given.name}`,
        ...(grave ? ['one of them leads to control of a whole boundary'] : []),
        ...(from === undefined ? [] : [`tenant ${tenantOf(from.from)} runs the application`]),
        ...(last === undefined
          ? []
          : [`the log tells of a consent on ${last.at}${last.actor === null ? '' : ` by ${nameOf(view, last.actor)}`}`]),
      ],
      witness: [
        ...witnessOf(main.given),
        ...powerful
          .filter((each) => each !== main)
          .slice(0, 9)
          .map(({ given }) => ({ type: given.first.type, id: given.first.key })),
        ...(last === undefined ? [] : [{ type: 'life-cycle-event' as const, id: last.id }]),
      ],
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      tenantWith('a user lets it read the mail', { grants: [consent(kind, 'Mail.Read')] }),
      tenantWith('an application of another tenant, as the log tells', {
        grants: [consent(kind, 'Mail.Read')],
        links: [fromVendor],
        lifeCycleEvents: [{ id: 'consent-1', type: 'consented', what: 'consent', subject: principal, actor: owner }],
      }),
      tenantWith('with scopes that only an administrator can use', {
        grants: [consent(kind, 'RoleManagement.ReadWrite.Directory', scope)],
      }),
    ],
    clear: [
      tenantWith('no user consented to anything powerful'),
      tenantWith('for everyone, which another rule asks', { grants: [consent('consent-for-everyone', 'Mail.Read')] }),
    ],
    undetermined: [tenantWith('delegated grants were refused', { unread: [{ kind: 'attachment' }] })],
  },
});

function isOfAdministrator(view: View, element: Given['first']): boolean {
  return element.type === 'link' && weightOfIdentity(view, element.to) === 'tier-0';
}

const clients = new WeakMap<View, ReadonlyMap<EntityId, readonly Given[]>>();

function byClient(view: View): ReadonlyMap<EntityId, readonly Given[]> {
  let known = clients.get(view);
  if (known === undefined) clients.set(view, (known = groupBy(givenBy(view, kind).values(), ({ holder }) => holder)));
  return known;
}

/** Consents to an application that the log tells of, the last one last. */
function consentsOf(view: View, client: EntityId): readonly LifeCycleEvent[] {
  return view.lifeCycleEvents(client).filter(({ type, succeeded }) => type === 'consented' && succeeded);
}
