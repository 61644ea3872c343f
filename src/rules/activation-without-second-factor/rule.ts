import { defineRule } from '../../contract/rule.ts';
import { answerSwitching, findingOnPolicy, switchingQuestions } from '../activation.ts';
import { directory, withoutPolicies, eligible, ann, tenant, unclear } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { boundaryOfQuestioned } from '../placed-policy.ts';
import { clear, gapAbout, noSettings, undetermined } from '../shared.ts';

export const rule = defineRule({
  id: 'activation-without-second-factor',
  revision: 2,
  family: 'jit-integrity',
  title: 'Privilege is switched on without a second factor',
  why: 'Where switching a right on asks for no second factor, a session that was signed in long ago, or a stolen token, is enough for it. Asked of each policy that a privileged right hangs on. What an authentication context demands is up to the conditional access policies that name it: where such a context is asked for and no second factor beside it, the answer is not known, whoever approves.',
  remedy:
    'Require multifactor authentication, or an authentication context whose conditional access policy demands it, to switch the right on.',
  verify: 'The next complete read of the policies shows the demand.',
  controls: controls('PR.AA-03', 'IA-2(1)', 'AC-6(5)', 'ZTA-6', 'CC6.1', 'A.8.2', 'A.8.5', 'PCI-8.4.2'),
  settings: noSettings,
  needs: listedNeeds,
  questions: switchingQuestions,
  answer: (view, question) =>
    answerSwitching(view, question, (policy, weight) => {
      if (policy.secondFactor) return clear;
      if (policy.context) {
        const detail = `${policy.name} is switched on under an authentication context, and whether that asks for a second factor was not read`;
        return undetermined(gapAbout(view, 'activation-policy', boundaryOfQuestioned(view, policy), detail, policy.id));
      }
      const reason = `${policy.name} is switched on without a second factor`;
      return policy.gate === 'approved'
        ? findingOnPolicy(view, policy, weight, { 'tier-0': 'medium', other: 'low' }, `${reason}; another person approves`)
        : findingOnPolicy(view, policy, weight, { 'tier-0': 'high', other: 'medium' }, reason);
    }),
  examples: {
    fires: [
      directory('nothing but the holder’s own act', { gate: 'self', secondFactor: false }),
      directory('approval, and no second factor', { secondFactor: false }),
      directory(
        'a lesser right',
        { gate: 'self', secondFactor: false },
        {
          grants: [eligible(ann, { capability: 'read-data', scope: `${tenant}/mailboxes` })],
        },
      ),
    ],
    clear: [directory('a second factor'), directory('a second factor, and the holder decides alone', { gate: 'self' })],
    undetermined: [
      directory('an authentication context, of which nothing more is told', { gate: 'checked', secondFactor: false, context: true }),
      directory('approval beside an authentication context', { secondFactor: false, context: true }),
      unclear('whether anything is switched on was not read', { gate: 'self', secondFactor: false }),
      withoutPolicies('policies refused'),
    ],
  },
});
