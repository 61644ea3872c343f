import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { Question, Witness } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { stateAt } from '../../model/window.ts';
import { ann, directory, eligible, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { isDirectory, isUnlisted } from '../directory.ts';
import { clear, counted, noSettings, undeterminedIfUnread } from '../shared.ts';

const gone = ann.replace('aaaaaaaa', 'eeeeeeee');
const left = eligible(gone, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' });

export const rule = defineRule({
  id: 'orphaned-assignment',
  revision: 1,
  family: 'residual',
  title: 'Right of somebody who is no longer there',
  why: 'An assignment that names an identity in no list of its directory was left behind when that was deleted. Nobody can use it as long as the id is not given out again, which directories do not do. It shows that offboarding stops at the identity, and hides the assignments that matter. Asked of each directory, and of each id that holds a right in one and that no list tells; unless users, groups and service principals of it were all read, it may be one that was not listed.',
  remedy: 'Remove the assignment.',
  verify: 'The next complete read no longer lists the assignment.',
  controls: controls('NHI1', 'PR.AA-01', 'ID.AM-08', 'AC-2', 'AC-3(8)', 'IA-4', 'CC6.2', 'A.5.16', 'A.5.18', 'PCI-8.2.4'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const { id } of view.boundaries) if (isDirectory(id)) yield { subject: { type: 'boundary', id } };
    for (const identity of view.identities()) {
      if (isUnlisted(view, identity) && heldBy(view, identity.id).length > 0) yield { subject: { type: 'identity', id: identity.id } };
    }
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return undeterminedIfUnread(view, 'identity', subject.id) ?? clear;
    const boundary = view.identity(subject.id)?.boundary ?? null;
    const held = heldBy(view, subject.id);
    const [first] = held;
    if (boundary === null || first === undefined) return clear;
    const gaps = view.gapsIn('identity', boundary, subject.id);
    if (isNonEmpty(gaps)) return { says: 'undetermined', because: gaps };
    const sources = new Map(held.map((each) => [each.source.id, each] as const));
    const [main, ...others] = [...sources.values()];
    const names = [...new Set(held.map((each) => each.source.name))].sort();
    return {
      says: 'finding',
      severity: 'low',
      reasons: [
        `${subject.id} is in no list of ${boundary}, and ${counted(sources.size, 'right names', 'rights name')} it: ${names.slice(0, 5).join(', ')}`,
      ],
      witness: [witnessOf(main ?? first), ...others.slice(0, 9).map(witnessOf), { type: 'identity', id: subject.id }],
    };
  },
  examples: {
    fires: [directory('a role assignment of a deleted user', {}, { grants: [left] })],
    clear: [
      directory('a role assignment of a user who is there', {}, { grants: [eligible(ann)] }),
      directory(
        'its time is over',
        {},
        {
          grants: [{ ...left, bounds: { lo: 'time-bound', hi: 'time-bound' }, windows: [{ from: null, until: Date.UTC(2025, 0, 1) }] }],
        },
      ),
    ],
    undetermined: [
      directory('users were read in part', {}, { grants: [left], unread: [{ kind: 'identity', boundary: tenant, status: 'partial' }] }),
    ],
  },
});

function heldBy(view: View, id: string): readonly (Grant | Link)[] {
  const held: readonly (Grant | Link)[] = [...view.grantsOf(id), ...view.linksFrom(id)];
  return held.filter((each) => each.presence !== 'refuted' && stateAt(each.windows, view.now) !== 'past');
}

function witnessOf({ type, key }: Grant | Link): Witness {
  return { type, id: key };
}
