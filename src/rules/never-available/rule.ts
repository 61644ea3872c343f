import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import type { SmallGraph } from '../../contract/rule.ts';
import type { Observation } from '../../model/question.ts';
import { classRank } from '../../model/persistence.ts';
import type { Reach, View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { actors, namedRight, reachesTo, rightText, type NamedRight } from '../named-rights.ts';
import { clear } from '../shared.ts';
import { doubts, grantSources, weighed } from '../standing-answer.ts';

const ann = 'arn:aws:iam::111122223333:user/ann';
const trail = 'arn:aws:s3:::trail-archive';
const deleting: SmallGraph['settings'] = { rights: [{ capability: 'destroy', scope: trail }] };

export const rule = defineRule({
  id: 'never-available',
  revision: 1,
  family: 'standing',
  title: 'A right that nobody may have at hand',
  why: 'The configuration names rights that are to be there only for one decision at a time: a session that is decided on, or an eligible right that is switched on for it. Whoever has one at every hour, for a time, or switched on, breaks that, however good the reason was. Without `rights` in the settings nothing is asked.',
  remedy:
    'Take the right away, or make it eligible with an approval by another person; a way round it by a wider right counts as the right.',
  verify: 'the next analysis finds no path by which the identity holds the right other than in a session or as eligible',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2(6)', 'AC-3', 'AC-6', 'ZTA-3', 'CC6.1', 'CC6.3', 'A.5.15', 'A.8.2', 'A.8.3', 'PCI-7.2.2'),
  settings: v.strictObject({
    rights: v.optional(
      v.pipe(
        v.array(namedRight),
        v.readonly(),
        v.description(
          'Rights that nobody may have other than by a session or as eligible; without `scope`, on any whole boundary. Unit: list of {capability, scope}. Default: empty, and nothing is asked. Source: none, what they are is the organization’s own decision',
        ),
      ),
      [],
    ),
  }),
  needs: grantSources,
  *questions(view, { rights }) {
    if (rights.length === 0) return;
    for (const { id } of actors(view)) {
      for (const { capability, scope } of rights) {
        yield { subject: { type: 'identity', id }, capability, ...(scope === undefined ? {} : { scope }) };
      }
    }
  },
  answer(view, { subject, capability, scope }, { rights }) {
    const right = rights.find((each) => each.capability === capability && each.scope === scope);
    return right === undefined || subject.type !== 'identity' ? clear : answer(view, subject.id, right);
  },
  examples: {
    fires: [
      estate('a user may delete the archive of logs at any time', { grants: [{ subject: ann, capability: 'destroy', scope: trail }] }),
      estate('an administrator may do so too', { grants: [{ subject: ann, capability: 'administer', scope: trail }] }),
      estate('it is switched on now', {
        grants: [{ subject: ann, capability: 'destroy', scope: trail, bounds: { lo: 'activated', hi: 'activated' }, endsBy: 'provider' }],
      }),
    ],
    clear: [
      estate('another right on it', { grants: [{ subject: ann, capability: 'read-data', scope: trail }] }),
      estate('the right elsewhere', { grants: [{ subject: ann, capability: 'destroy', scope: 'arn:aws:s3:::other' }] }),
      estate('eligible, with an approval', {
        grants: [
          {
            subject: ann,
            capability: 'destroy',
            scope: trail,
            bounds: { lo: 'eligible', hi: 'eligible' },
            gate: 'approved',
            endsBy: 'provider',
          },
        ],
      }),
    ],
    undetermined: [
      estate('perhaps, by a condition nobody can decide', {
        grants: [{ subject: ann, capability: 'destroy', scope: trail, presence: 'possible' }],
      }),
      estate('policies were refused', { unread: [{ kind: 'policy' }] }),
    ],
  },
});

function estate(name: string, more: Partial<SmallGraph>): SmallGraph {
  return { name, settings: deleting ?? {}, identities: [{ id: ann, nature: 'human' }], ...more };
}

function answer(view: View, id: string, right: NamedRight): Observation {
  const identity = view.identity(id);
  if (identity === undefined) return clear;
  const reaches = reachesTo(view, id, right);
  const sure = reaches.find(({ presence, bounds }) => presence === 'certain' && isAtHand(bounds.lo));
  if (sure !== undefined) {
    const path = view.path(id, sure.capability, sure.scope);
    const by = sure.capability === right.capability && sure.scope === right.scope ? '' : ` by ${sure.capability} on ${sure.scope}`;
    return weighed(view, identity, sure, path, 'high', [
      `nobody may have ${rightText(right)} other than by a session or as eligible, and it has it${by}: ${sure.bounds.lo}`,
    ]);
  }
  const open = reaches.find(({ bounds }) => isAtHand(bounds.hi));
  if (open === undefined) return clear;
  return { says: 'undetermined', because: doubts(view, open, view.path(id, open.capability, open.scope), grantSources) };
}

function isAtHand(persistence: Reach['bounds']['lo']): boolean {
  return classRank(persistence) > classRank('eligible');
}
