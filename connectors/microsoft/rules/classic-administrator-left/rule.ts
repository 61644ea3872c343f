import type { NonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Question } from '../../../../src/model/question.ts';
import { owner } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { home, tenantWith } from '../examples.ts';
import { givenBy, witnessOf } from '../sources.ts';
import { answerWhole, isAzure, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const kind = 'classic-administrator';
const told: NonEmpty<Told> = [{ kind: 'attachment', surfaces: ['azure:classic-administrators'] }];
const subscription = 'azure:22222222-0000-4000-8000-000000000002';
const boundaries = [
  { id: home, kind: 'tenant' },
  { id: subscription, kind: 'subscription' },
];

export const rule = defineRule({
  id: 'classic-administrator-left',
  revision: 1,
  family: 'residual',
  title: 'Classic administrator still listed',
  why: 'Microsoft retired classic administrators of subscriptions on 31 August 2024. One that is still listed was never moved to a role: no review of role assignments shows it, no activation or approval applies to it, and as long as the list holds it, it counts as the Owner that it was. Asked of each classic administrator, and of each subscription whether they were read.',
  remedy:
    'Give the person a role in the subscription where it is needed, eligible rather than active, and remove the classic administrator.',
  verify: 'The next complete read of the classic administrators no longer lists it.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(7)', 'AC-3(8)', 'AC-6(5)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const { first } of givenBy(view, kind).values()) yield { subject: { type: first.type, id: first.key } };
    yield* wholeQuestions(view, told, isAsked);
    function isAsked(id: string): boolean {
      return isAzure(id) && view.boundaries.some((each) => each.id === id && each.kind !== 'azure-tenant');
    }
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const given = givenBy(view, kind).get(subject.id);
    if (given === undefined) return clear;
    return {
      says: 'finding',
      severity: 'medium',
      reasons: [
        `${nameOf(view, given.holder)} is listed as ${given.name} of ${given.first.boundary}`,
        'classic administrators were retired on 31 August 2024: whatever still works by it was not meant to',
      ],
      witness: witnessOf(given),
    };
  },
  examples: {
    fires: [
      tenantWith('a co-administrator', {
        boundaries,
        grants: [
          {
            subject: owner,
            capability: 'administer',
            scope: subscription,
            boundary: subscription,
            source: { id: 'classic|olga', kind, name: 'CoAdministrator olga', boundary: subscription },
          },
        ],
      }),
    ],
    clear: [tenantWith('none is left', { boundaries })],
    undetermined: [tenantWith('they were refused', { boundaries, unread: [{ kind: 'attachment', boundary: subscription }] })],
  },
});
