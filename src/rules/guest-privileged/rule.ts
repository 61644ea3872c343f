import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Capability } from '../../model/capability.ts';
import type { Identity } from '../../model/entity.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { ann, directory, eligible, people, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { isOfForeignDirectory } from '../directory.ts';
import { mostLastingHeld } from '../lasting.ts';
import { privileged } from '../privileged.ts';
import { clear, mayBreak, noSettings } from '../shared.ts';
import { doubts, grantSources, lastingText } from '../standing-answer.ts';

const guest = people.map((each) => (each.id === ann ? { ...each, kind: 'guest' as const } : each));
const visitor = ann.replace('aaaaaaaa', 'eeeeeeee');
const partner = 'entra/99999999-0000-4000-8000-000000000009/ffffffff-0000-4000-8000-000000000006';

export const rule = defineRule({
  id: 'guest-privileged',
  revision: 2,
  family: 'third-party',
  title: 'Guest or another organization holds privilege',
  why: 'A guest signs in at home: another organization decides how the account is protected, who can reset it, and whether it is closed when its person leaves. Whoever controls the home directory controls what the guest reaches here. Control of a whole boundary weighs most; below it everything counts but reading and writing data, which guests are mostly invited for. Asked of each guest, and of each party of a directory that is not this estate’s; eligible rights count too, since the guest’s own account switches them on.',
  remedy:
    'Take the right away and give the person an account of your own for it, or have the partner’s access end and reviewed in a contract of delegated administration.',
  verify: 'The next complete read shows no way from the guest to privilege.',
  controls: controls('NHI3', 'PR.AA-05', 'AC-2(7)', 'AC-6(5)', 'CC6.1', 'CC6.6', 'A.5.19', 'A.8.2', 'PCI-7.2.4', 'PCI-8.2.7'),
  settings: noSettings,
  needs: grantSources,
  *questions(view): Iterable<Question> {
    for (const identity of view.identities()) if (isAsked(view, identity)) yield { subject: { type: 'identity', id: identity.id } };
  },
  answer(view, { subject }) {
    const top = mostLastingHeld(view, subject.id, privileged, { tierZero: true });
    const reach = top ?? mostLastingHeld(view, subject.id, beyondData, { tierZero: false });
    if (reach === undefined) {
      const control = view.foremost(subject.id, privileged, 'any');
      const open = control?.tierZero === true ? control : view.foremost(subject.id, beyondData, 'any');
      if (open === undefined) return clear;
      const because = doubts(view, open, view.path(subject.id, open.capability, open.scope), grantSources);
      return isNonEmpty(because) ? { says: 'undetermined', because } : clear;
    }
    const { capability, scope, lo } = reach;
    const isStanding = lo === 'standing';
    const who = view.identity(subject.id)?.kind === 'guest' ? 'a guest' : 'a party of another directory';
    const lasting = isStanding ? lastingText(view, view.path(subject.id, capability, scope)) : lo;
    const breaks = mayBreak(view, subject.id);
    return {
      says: 'finding',
      severity: top === undefined ? (isStanding ? 'medium' : 'low') : isStanding ? 'high' : 'medium',
      reasons: [`${who} reaches ${capability} on ${scope}, ${lasting}`, 'another organization decides how the account is protected'],
      witness: [{ type: 'path', identity: subject.id, capability, scope }],
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      directory(
        'a guest may read secrets of one vault',
        {},
        { identities: guest, grants: [eligible(ann, { capability: 'read-secrets', scope: `${tenant}/vault` })] },
      ),
      directory('a guest is eligible to administer', {}, { identities: guest }),
      directory(
        'a guest administers for good',
        {},
        {
          identities: guest,
          grants: [eligible(ann, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' })],
        },
      ),
      directory(
        'a partner’s user administers',
        {},
        {
          grants: [eligible(partner, { boundary: tenant, bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' })],
        },
      ),
    ],
    clear: [
      directory(
        'a guest who may read some data',
        {},
        {
          identities: guest,
          grants: [eligible(ann, { capability: 'read-data', scope: `${tenant}/mailboxes` })],
        },
      ),
      directory(
        'a member administers, and a guest holds nothing',
        {},
        {
          identities: [...people, { id: visitor, kind: 'guest', name: 'visitor' }],
        },
      ),
    ],
    undetermined: [
      directory('memberships were refused', {}, { identities: guest, grants: [], unread: [{ kind: 'membership' }] }),
      directory(
        'how lasting it is could not be read',
        {},
        {
          identities: guest,
          grants: [eligible(ann, { bounds: { lo: 'session', hi: 'standing' }, because: ['instances were not read'] })],
        },
      ),
    ],
  },
});

/** What guests are not invited for. */
const beyondData: ReadonlySet<Capability> = new Set([...privileged].filter((each) => each !== 'read-data' && each !== 'write-data'));

function isAsked(view: View, identity: Identity): boolean {
  return identity.kind === 'guest' || isOfForeignDirectory(view, identity);
}
