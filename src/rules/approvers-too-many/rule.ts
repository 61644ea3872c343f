import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import { answerSwitching, findingOnPolicy, switchingQuestions } from '../activation.ts';
import { admins, ben, cas, directory, people, tenant, withoutPolicies, unclear } from '../activation-examples.ts';
import { approversOf } from '../approvers.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { clear, count, counted, gapAbout, undetermined } from '../shared.ts';
import { boundaryOfQuestioned } from '../placed-policy.ts';

export const rule = defineRule({
  id: 'approvers-too-many',
  revision: 2,
  family: 'jit-integrity',
  title: 'Too many people can approve privilege',
  why: 'Approval says something only where whoever gives it knows the request. Where a large group may approve, somebody always will, and one account taken over among them is enough. Members of approver groups are counted one by one, those too that have to switch their membership on first.',
  remedy: 'Name the few people who answer for the system as approvers, and no general group.',
  verify: 'The next complete read of the policies and of the members of the approver groups counts no more than allowed.',
  controls: controls('PR.AA-05', 'AC-5', 'AC-6(1)', 'CC6.3', 'A.5.3', 'A.8.2'),
  settings: v.strictObject({
    most: count(
      10,
      'our own choice: no framework sets a figure, and a rota of one team is smaller',
      'people',
      'More than so many are a finding',
    ),
  }),
  needs: listedNeeds,
  questions: switchingQuestions,
  answer: (view, question, { most }) =>
    answerSwitching(view, question, (policy, weight) => {
      if (policy.gate !== 'approved') return clear;
      const { now, later, perhaps, unread } = approversOf(view, policy);
      const sure = now.size + later.size;
      if (sure > most) {
        const reason = `${counted(sure, 'person', 'people')} can approve ${policy.name}; the limit is ${most}`;
        return findingOnPolicy(view, policy, weight, { 'tier-0': 'medium', other: 'low' }, reason);
      }
      if (isNonEmpty(unread)) return { says: 'undetermined', because: unread };
      if (sure + perhaps.size <= most) return clear;
      const detail = `whether more than ${counted(most, 'person', 'people')} can approve ${policy.name} hangs on memberships that are not certain`;
      return undetermined(gapAbout(view, 'membership', boundaryOfQuestioned(view, policy), detail, policy.id));
    }),
  examples: {
    fires: [crowd('eleven members of the approver group', 11), crowd('ten members, and one by name', 10, [ben])],
    clear: [
      crowd('ten members of the approver group', 10),
      directory('one approver'),
      directory('no approval is demanded', { gate: 'self' }),
    ],
    undetermined: [
      { ...crowd('members of the approver group were refused', 3), unread: [{ kind: 'membership', boundary: tenant }] },
      { ...crowd('whether anything is switched on was not read', 11), grants: unclear('').grants ?? [] },
      withoutPolicies('policies refused'),
    ],
  },
});

function crowd(name: string, members: number, approvers: readonly string[] = []): SmallGraph {
  const ids = Array.from({ length: members }, (_, at) => cas.replace('cccccccc', `c000${String(at).padStart(4, '0')}`));
  return directory(
    name,
    { approvers: [admins, ...approvers] },
    {
      identities: [...people, ...ids.map((id) => ({ id, kind: 'user' as const, name: id.slice(-4) }))],
      links: ids.map((from) => ({ from, to: admins, how: 'member-of' as const })),
    },
  );
}
