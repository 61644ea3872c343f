import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { answerSwitching, findingOnPolicy, switchingQuestions } from '../activation.ts';
import { directory, withoutPolicies, unclear } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { clear, count, counted } from '../shared.ts';

const HOUR_MS = 3_600_000;

export const rule = defineRule({
  id: 'activation-over-long',
  revision: 2,
  family: 'jit-integrity',
  title: 'Privilege stays on too long once switched on',
  why: 'The longer a right stays on, the less it differs from one that is always there: it outlasts the task, the working day and the attention of whoever asked for it. Asked of each policy that a privileged right hangs on.',
  remedy: 'Lower the longest time that the policy allows to what a task needs.',
  verify: 'The next complete read of the policies shows a longest time within the limit.',
  controls: controls('PR.AA-05', 'AC-2(2)', 'AC-2(6)', 'AC-6', 'ZTA-3', 'CC6.3', 'A.5.18', 'A.8.2'),
  settings: v.strictObject({
    longestHours: count(
      8,
      'Microsoft Entra Privileged Identity Management, whose settings begin with 8 hours for the longest activation and allow 24',
      'hours',
      'A policy that allows more is a finding',
    ),
  }),
  needs: listedNeeds,
  questions: switchingQuestions,
  answer: (view, question, { longestHours }) =>
    answerSwitching(view, question, (policy, weight) => {
      const { longestActivationMs: longest, name } = policy;
      if (longest !== null && longest <= longestHours * HOUR_MS) return clear;
      const allowed = longest === null ? 'without any limit' : `for up to ${counted(Math.floor((longest / HOUR_MS) * 10) / 10, 'hour')}`;
      const reason = `${name} stays on ${allowed}; the limit is ${counted(longestHours, 'hour')}`;
      return findingOnPolicy(view, policy, weight, { 'tier-0': 'medium', other: 'low' }, reason);
    }),
  examples: {
    fires: [
      directory('a whole day', { longestActivationMs: 24 * HOUR_MS }),
      directory('no limit', { longestActivationMs: null }),
      directory('half an hour more than allowed', { longestActivationMs: 8.5 * HOUR_MS }),
    ],
    clear: [directory('exactly eight hours'), directory('one hour', { longestActivationMs: HOUR_MS })],
    undetermined: [
      unclear('whether anything is switched on was not read', { longestActivationMs: null }),
      withoutPolicies('policies refused'),
    ],
  },
});
