import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Crowd } from '../approvers.ts';
import { answerSwitching, findingOnPolicy, switchingQuestions } from '../activation.ts';
import { admins, ann, ben, cas, directory, people, tenant, withoutPolicies, unclear } from '../activation-examples.ts';
import { approversOf } from '../approvers.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { boundaryOfQuestioned } from '../placed-policy.ts';
import { clear, counted, gapAbout, noSettings, undetermined } from '../shared.ts';

const eligibleMember = { from: ben, to: admins, how: 'member-of', bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' } as const;

export const rule = defineRule({
  id: 'approvers-missing',
  revision: 2,
  family: 'jit-integrity',
  title: 'Approval is demanded and nobody can give it',
  why: 'Where nobody can approve, nobody can switch the right on when it is needed: people then keep standing access beside it, or go round the broker. It happens when approvers leave or are disabled, and when the approver group has eligible members only, who would have to switch their membership on first. Asked of each policy that demands approval and that a privileged right hangs on; where the provider takes approvers of its own when none is named, there are some.',
  remedy: 'Name at least two active people, or a group with active members, who do not hold the right themselves.',
  verify: 'The next complete read of the policies and of the members of the approver groups shows somebody who can approve.',
  controls: controls('PR.AA-05', 'AC-2(6)', 'AC-5', 'CC6.3', 'A.5.3', 'A.8.2'),
  settings: noSettings,
  needs: listedNeeds,
  questions: switchingQuestions,
  answer: (view, question) =>
    answerSwitching(view, question, (policy, weight) => {
      if (policy.gate !== 'approved' || policy.approversByDefault) return clear;
      const crowd = approversOf(view, policy);
      if (crowd.now.size > 0) return clear;
      const doubts = crowd.unread;
      if (isNonEmpty(doubts)) return { says: 'undetermined', because: doubts };
      if (crowd.perhaps.size > 0) {
        const detail = `whether anybody can approve ${policy.name} hangs on memberships that are not certain`;
        return undetermined(gapAbout(view, 'membership', boundaryOfQuestioned(view, policy), detail, policy.id));
      }
      return findingOnPolicy(
        view,
        policy,
        weight,
        { 'tier-0': 'medium', other: 'low' },
        `${policy.name} demands approval, and ${why(crowd)}`,
      );
    }),
  examples: {
    fires: [
      directory('nobody is named', { approvers: [] }),
      directory(
        'the only approver is disabled',
        {},
        { identities: people.map((each) => (each.id === ben ? { ...each, enabled: false } : each)) },
      ),
      directory('the only approver was deleted', {}, { identities: people.filter((each) => each.id !== ben) }),
      directory('the approver group has an eligible member only', { approvers: [admins] }, { links: [eligibleMember] }),
      directory('the approver group is empty', { approvers: [admins] }),
    ],
    clear: [
      directory('an approver'),
      directory('nobody is named, and the provider takes its own', { approvers: [], approversByDefault: true }),
      directory(
        'one of the members of the approver group is active',
        { approvers: [admins] },
        {
          links: [eligibleMember, { from: cas, to: admins, how: 'member-of' }],
        },
      ),
      directory('no approval is demanded', { gate: 'self', approvers: [] }),
    ],
    undetermined: [
      directory(
        'members of the approver group were refused',
        { approvers: [admins] },
        { unread: [{ kind: 'membership', boundary: tenant }] },
      ),
      directory(
        'the approver is in none of the lists, which were read in part',
        { approvers: [ann.replace('aaaaaaaa', 'eeeeeeee')] },
        {
          unread: [{ kind: 'identity', status: 'partial' }],
        },
      ),
      unclear('whether anything is switched on was not read', { approvers: [] }),
      withoutPolicies('policies refused'),
    ],
  },
});

function why({ later, blocked }: Crowd): string {
  const reasons = [
    ...(later.size === 0 ? [] : [`${counted(later.size, 'person is', 'people are')} only eligible to be among the approvers`]),
    ...(blocked.size === 0 ? [] : [`${counted(blocked.size, 'approver is', 'approvers are')} disabled or gone`]),
  ];
  return reasons.length === 0 ? 'nobody is named who could give it' : `nobody can give it now: ${reasons.join(', ')}`;
}
