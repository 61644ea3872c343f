import { defineRule } from '../../contract/rule.ts';
import { ann, daysAgo, directory, eligible, people } from '../activation-examples.ts';
import { blockedQuestions, inDoubt, keptAs, latent } from '../blocked.ts';
import { controls } from '../controls.ts';
import { clear, noSettings } from '../shared.ts';
import { grantSources } from '../standing-answer.ts';

const deleted = people.map((each) => (each.id === ann ? { ...each, deletedAt: daysAgo(3) } : each));
const active = eligible(ann, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' });

export const rule = defineRule({
  id: 'deleted-restorable',
  revision: 1,
  family: 'residual',
  title: 'Deleted identity comes back with its privilege',
  why: 'What lies in the recycle bin of a provider is not gone: one act restores it, with the rights that still name it. Until it is removed for good, or its rights are, access has not ended. Asked of each identity in a recycle bin; what it could only switch on is asked about by eligible-holder-blocked.',
  remedy: 'Take the rights away, or delete the identity for good once it is sure that nobody needs it back.',
  verify: 'The next complete read no longer lists the identity in the recycle bin, or shows no way from it to what it reached.',
  controls: controls('NHI1', 'PR.AA-01', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-8.2.5'),
  settings: noSettings,
  needs: grantSources,
  questions: (view) => blockedQuestions(view, 'deleted'),
  answer(view, { subject }) {
    const since = view.identity(subject.id)?.deletedAt ?? '';
    const active = keptAs(view, subject.id, 'active');
    if (active !== undefined) return latent(active, `in the recycle bin since ${since}, and keeps`, 'restoring it gives all of it back');
    const open = keptAs(view, subject.id, 'open');
    return open === undefined ? clear : inDoubt(view, open);
  },
  examples: {
    fires: [directory('a deleted user is still named by a standing administrator role', {}, { identities: deleted, grants: [active] })],
    clear: [
      directory('a deleted user who holds nothing', {}, { identities: deleted, grants: [] }),
      directory('only eligible, which another rule asks about', {}, { identities: deleted }),
    ],
    undetermined: [
      directory('memberships were refused', {}, { identities: deleted, grants: [], unread: [{ kind: 'membership' }] }),
      directory(
        'how lasting it is could not be read',
        {},
        {
          identities: deleted,
          grants: [{ ...active, bounds: { lo: 'session', hi: 'standing' }, because: ['instances were not read'] }],
        },
      ),
    ],
  },
});
