import { defineRule } from '../../contract/rule.ts';
import { answerPolicy, findingOnPolicy, policyQuestions } from '../activation.ts';
import { ann, ben, directory, eligible, withoutPolicies } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { clear, noSettings } from '../shared.ts';

export const rule = defineRule({
  id: 'permanent-assignment-allowed',
  revision: 1,
  family: 'jit-integrity',
  title: 'Policy lets privilege be given for good',
  why: 'Where a policy lets the right itself be given without an end, beside being switched on for a task, the next hurried administrator does so, and it is standing from then on. Asked of each policy that a privileged right hangs on, whether or not somebody holds it for good now.',
  remedy: 'Demand an end of active assignments in the policy. Keep break-glass accounts as exceptions with owner, end and test.',
  verify: 'The next complete read of the policies shows that active assignments must end.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2(2)', 'AC-2(6)', 'AC-6(5)', 'ZTA-3', 'CC6.3', 'A.5.18', 'A.8.2'),
  settings: noSettings,
  needs: listedNeeds,
  questions: policyQuestions,
  answer: (view, question) =>
    answerPolicy(view, question, (policy, weight) =>
      policy.allowsPermanentAssignment
        ? findingOnPolicy(
            view,
            policy,
            weight,
            { 'tier-0': 'high', other: 'low' },
            `${policy.name} may be given without an end, and without being switched on each time`,
          )
        : clear,
    ),
  examples: {
    fires: [
      directory('no end is demanded', { allowsPermanentAssignment: true, longestAssignmentMs: null }),
      directory(
        'somebody holds the role for good',
        { allowsPermanentAssignment: true, longestAssignmentMs: null },
        {
          grants: [eligible(ann), eligible(ben, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' })],
        },
      ),
    ],
    clear: [directory('assignments end')],
    undetermined: [withoutPolicies('policies refused')],
  },
});
