import { defineRule } from '../../contract/rule.ts';
import { ann, directory, eligible, people } from '../activation-examples.ts';
import { blockedQuestions, inDoubt, keptAs, latent } from '../blocked.ts';
import { controls } from '../controls.ts';
import { clear, noSettings } from '../shared.ts';
import { grantSources } from '../standing-answer.ts';

const disabled = people.map((each) => (each.id === ann ? { ...each, enabled: false } : each));
const active = eligible(ann, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' });

export const rule = defineRule({
  id: 'disabled-with-privilege',
  revision: 1,
  family: 'residual',
  title: 'Disabled identity keeps privilege',
  why: 'Disabling closes the way in and takes nothing away: whoever may enable the account again, by mistake or on purpose, gives back everything at one stroke. Offboarding that ends there is not done. Asked of each disabled identity; what it may only switch on is asked about by eligible-holder-blocked, and what lies in the recycle bin by deleted-restorable.',
  remedy: 'Take the roles, memberships and permissions away from the disabled identity, or delete it.',
  verify: 'The next complete read shows no way from the disabled identity to what it reached.',
  controls: controls('NHI1', 'PR.AA-01', 'PR.AA-05', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-8.2.5'),
  settings: noSettings,
  needs: grantSources,
  questions: (view) => blockedQuestions(view, 'disabled'),
  answer(view, { subject }) {
    const active = keptAs(view, subject.id, 'active');
    if (active !== undefined) return latent(active, 'disabled, and keeps', 'enabling it again restores all of it');
    const open = keptAs(view, subject.id, 'open');
    return open === undefined ? clear : inDoubt(view, open);
  },
  examples: {
    fires: [
      directory('a disabled user is a standing administrator', {}, { identities: disabled, grants: [active] }),
      directory('a disabled user may read data', {}, { identities: disabled, grants: [{ ...active, capability: 'read-data' }] }),
    ],
    clear: [
      directory('a disabled user who holds nothing', {}, { identities: disabled, grants: [] }),
      directory('only eligible, which another rule asks about', {}, { identities: disabled }),
      directory('what is held is ordinary', {}, { identities: disabled, grants: [{ ...active, capability: 'ordinary' }] }),
    ],
    undetermined: [
      directory('memberships were refused', {}, { identities: disabled, grants: [], unread: [{ kind: 'membership' }] }),
      directory(
        'how lasting it is could not be read',
        {},
        {
          identities: disabled,
          grants: [{ ...active, bounds: { lo: 'session', hi: 'standing' }, because: ['instances were not read'] }],
        },
      ),
    ],
  },
});
