import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { ActivationPolicy } from '../../model/activation-policy.ts';
import type { Gap } from '../../model/gap.ts';
import type { EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import { answerSwitching, findingOnPolicy, switchingQuestions } from '../activation.ts';
import { admins, ann, ben, directory, eligible, tenant, withoutPolicies } from '../activation-examples.ts';
import { approversOf, holdersOf, ownersOf } from '../approvers.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { boundaryOfQuestioned } from '../placed-policy.ts';
import { clear, gapAbout, nameOf, noSettings, undetermined } from '../shared.ts';

export const rule = defineRule({
  id: 'approver-is-holder',
  revision: 3,
  family: 'jit-integrity',
  title: 'Those who hold the right approve it for each other',
  why: 'Where everybody who can approve may have the right switched on as well, two of the same circle give it to each other and nobody from outside looks at the request. Whoever owns the approver group decides who approves, and may put in anybody.',
  remedy: 'Name approvers who do not hold the right, and let nobody who holds it own the approver group.',
  verify:
    'The next complete read of the policies and groups shows an approver who does not hold the right, and no holder who owns an approver group.',
  controls: controls('PR.AA-05', 'AC-5', 'AC-6(1)', 'CC6.3', 'A.5.3', 'A.8.2'),
  settings: noSettings,
  needs: listedNeeds,
  questions: switchingQuestions,
  answer: (view, question) =>
    answerSwitching(view, question, (policy, weight) => {
      if (policy.gate !== 'approved') return clear;
      const severity = { 'tier-0': 'high', other: 'low' } as const;
      const holders = holdersOf(view, policy);
      const holding = new Set([...holders.now, ...holders.later]);
      const owner = ownersOf(view, groupsAmong(view, policy.approvers)).find((link) => holding.has(link.from));
      if (owner !== undefined) {
        const reason = `${nameOf(view, owner.from)}, who may have ${policy.name} switched on, owns ${nameOf(view, owner.to)}, whose members approve it`;
        return findingOnPolicy(view, policy, weight, severity, reason, { type: 'link', id: owner.key });
      }
      const approvers = approversOf(view, policy);
      const able = [...approvers.now, ...approvers.later];
      // one who certainly does not hold it decides, whatever else was not read
      const isOutside = (id: EntityId): boolean => !holding.has(id) && !holders.perhaps.has(id);
      const outside = able.some(isOutside);
      const unseen = [...holders.unread, ...unlistedHolders(view, policy)];
      if (outside && unseen.length === 0) return clear;
      const unread = [...approvers.unread, ...unseen];
      if (isNonEmpty(unread)) return { says: 'undetermined', because: unread };
      const sure = able.filter((id) => holding.has(id));
      if (sure.length < able.length || (able.length > 0 && approvers.perhaps.size > 0)) {
        const detail = `whether somebody beside its holders approves ${policy.name} hangs on memberships that are not certain`;
        return undetermined(gapAbout(view, 'membership', boundaryOfQuestioned(view, policy), detail, policy.id));
      }
      if (able.length === 0) return clear;
      const names = able.map((id) => nameOf(view, id)).sort();
      const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
      return findingOnPolicy(
        view,
        policy,
        weight,
        severity,
        `everybody who can approve ${policy.name} may have it switched on as well: ${shown}`,
      );
    }),
  examples: {
    fires: [
      directory('two holders approve each other', { approvers: [ann, ben] }, { grants: [eligible(ann), eligible(ben)] }),
      directory(
        'the approver group is the group of the holders',
        { approvers: [admins] },
        {
          grants: [eligible(admins)],
          links: [
            { from: ann, to: admins, how: 'member-of' },
            { from: ben, to: admins, how: 'member-of' },
          ],
        },
      ),
      directory(
        'a holder owns the approver group',
        { approvers: [admins] },
        {
          links: [
            { from: ben, to: admins, how: 'member-of' },
            { from: ann, to: admins, how: 'owns' },
          ],
        },
      ),
    ],
    clear: [
      directory('somebody else approves'),
      directory('one of two approvers holds nothing', { approvers: [ann, ben] }),
      directory('no approval is demanded', { gate: 'self', approvers: [ann] }),
    ],
    undetermined: [
      directory(
        'members of the group that holds the right were refused',
        { approvers: [ben] },
        {
          grants: [eligible(admins)],
          unread: [{ kind: 'membership', boundary: tenant }],
        },
      ),
      directory('who else holds the right was refused', {}, { unread: [{ kind: 'attachment', boundary: tenant }] }),
      withoutPolicies('policies refused'),
    ],
  },
});

/** Why more may hold the right than those who are known to: who is outside of them is then not known either. */
function unlistedHolders(view: View, policy: ActivationPolicy): readonly Gap[] {
  const boundary = boundaryOfQuestioned(view, policy);
  const isOfGroup = view.identity(policy.governs)?.kind === 'group';
  return isOfGroup ? view.gapsIn('membership', boundary, policy.governs) : view.gapsIn('attachment', boundary);
}

function groupsAmong(view: View, ids: readonly EntityId[]): readonly EntityId[] {
  return ids.filter((id) => view.identity(id)?.kind === 'group');
}
