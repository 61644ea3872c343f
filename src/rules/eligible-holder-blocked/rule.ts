import { defineRule } from '../../contract/rule.ts';
import { admins, ann, daysAgo, directory, eligible, people } from '../activation-examples.ts';
import { blockedQuestions, inDoubt, keptAs, latent } from '../blocked.ts';
import { controls } from '../controls.ts';
import { clear, noSettings } from '../shared.ts';
import { grantSources } from '../standing-answer.ts';

const disabled = people.map((each) => (each.id === ann ? { ...each, enabled: false } : each));
const deleted = people.map((each) => (each.id === ann ? { ...each, deletedAt: daysAgo(3) } : each));

export const rule = defineRule({
  id: 'eligible-holder-blocked',
  revision: 1,
  family: 'residual',
  title: 'Eligible, and its holder is disabled or deleted',
  why: 'An eligibility that outlives its holder’s access was forgotten when that ended. Once the account is enabled or restored, it can be switched on again. Asked of each identity that is disabled or in the recycle bin; where it keeps more than what it may switch on, disabled-with-privilege and deleted-restorable say so.',
  remedy: 'Remove the eligibility.',
  verify: 'The next complete read no longer lists the eligibility.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-8.2.5'),
  settings: noSettings,
  needs: grantSources,
  questions: (view) => blockedQuestions(view, 'disabled', 'deleted'),
  answer(view, { subject }) {
    const deletedAt = view.identity(subject.id)?.deletedAt;
    if (keptAs(view, subject.id, 'active') !== undefined) return clear;
    const state = deletedAt === undefined ? 'disabled' : `in the recycle bin since ${deletedAt}`;
    const kept = keptAs(view, subject.id, 'eligible');
    if (kept !== undefined) {
      return latent(kept, `${state}, and may still switch on`, 'one act gives back the account, and with it the eligibility');
    }
    const open = keptAs(view, subject.id, 'open');
    return open === undefined ? clear : inDoubt(view, open);
  },
  examples: {
    fires: [
      directory('a disabled user is eligible to administer', {}, { identities: disabled }),
      directory('a deleted user is', {}, { identities: deleted }),
      directory(
        'an eligible member of a group that administers is disabled',
        {},
        {
          identities: disabled,
          grants: [eligible(admins, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none' })],
          links: [{ from: ann, to: admins, how: 'member-of', bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' }],
        },
      ),
    ],
    clear: [
      directory('a disabled user who holds nothing', {}, { identities: disabled, grants: [] }),
      directory(
        'a disabled standing administrator, whom another rule finds',
        {},
        {
          identities: disabled,
          grants: [eligible(ann, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none' })],
        },
      ),
    ],
    undetermined: [
      directory('memberships were refused', {}, { identities: disabled, grants: [], unread: [{ kind: 'membership' }] }),
      directory(
        'whether it is eligible only could not be read',
        {},
        {
          identities: disabled,
          grants: [eligible(ann, { bounds: { lo: 'session', hi: 'standing' }, because: ['instances were not read'] })],
        },
      ),
    ],
  },
});
