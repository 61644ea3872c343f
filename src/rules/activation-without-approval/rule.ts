import { defineRule } from '../../contract/rule.ts';
import { answerSwitching, findingOnPolicy, switchingQuestions } from '../activation.ts';
import { directory, withoutPolicies, eligible, ann, tenant, unclear } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { clear, noSettings } from '../shared.ts';

const narrow = `${tenant}/mailboxes`;

export const rule = defineRule({
  id: 'activation-without-approval',
  revision: 2,
  family: 'jit-integrity',
  title: 'Privilege is switched on without anybody else deciding',
  why: 'A right that its holder alone switches on is off only as long as its holder wants: whoever takes over the account has it within minutes, and no second person looks at the request. Asked of each policy that a privileged right hangs on. A policy that tests live context (an authentication context) decides something, but asks nobody.',
  remedy: 'Require approval in the policy, and name at least two people who do not hold the right themselves as approvers.',
  verify: 'The next complete read of the policies shows that another person approves.',
  controls: controls('PR.AA-05', 'AC-2(6)', 'AC-5', 'AC-6(1)', 'ZTA-3', 'ZTA-4', 'CC6.1', 'CC6.3', 'A.5.3', 'A.8.2', 'PCI-7.2.2'),
  settings: noSettings,
  needs: listedNeeds,
  questions: switchingQuestions,
  answer: (view, question) =>
    answerSwitching(view, question, (policy, weight) => {
      if (policy.gate === 'approved') return clear;
      if (policy.gate === 'checked') {
        if (weight !== 'tier-0') return clear;
        const reason = `${policy.name} is switched on when a policy of the directory agrees; nobody else decides`;
        return findingOnPolicy(view, policy, weight, { 'tier-0': 'medium', other: 'low' }, reason);
      }
      return findingOnPolicy(view, policy, weight, { 'tier-0': 'high', other: 'low' }, `${policy.name} is switched on by its holder alone`);
    }),
  examples: {
    fires: [
      directory('a global administrator switches the role on alone', { gate: 'self', approvers: [] }),
      directory('only an authentication context is asked for', { gate: 'checked', approvers: [] }),
      directory(
        'a lesser right, switched on alone',
        { gate: 'self' },
        { grants: [eligible(ann, { capability: 'read-data', scope: narrow })] },
      ),
    ],
    clear: [
      directory('another person approves'),
      directory(
        'a lesser right behind an authentication context',
        { gate: 'checked' },
        {
          grants: [eligible(ann, { capability: 'read-data', scope: narrow })],
        },
      ),
    ],
    undetermined: [unclear('whether anything is switched on was not read', { gate: 'self' }), withoutPolicies('policies refused')],
  },
});
