import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Identity } from '../../model/entity.ts';
import type { Observation } from '../../model/question.ts';
import type { CrownJewel } from '../../model/jewel.ts';
import type { JewelReach, View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { holdsForGood, isOpen } from '../holdings.ts';
import { clear, noSettings } from '../shared.ts';
import { doubts, grantSources, lastingText, neverAsked, weighed } from '../standing-answer.ts';
import { examples } from './examples.ts';
import { elsewhere, unreadOf } from './unread.ts';

export const rule = defineRule<object>({
  id: 'standing-crown-jewel',
  revision: 1,
  family: 'standing',
  title: 'Standing way to a crown jewel',
  why: 'The configuration names what is worth most. Whoever holds a right on it at every hour, by any way and by any right that gives as much, can take, change or destroy it whenever its credentials are in the wrong hands; a right on the account or organization around it is such a way too. Without `crownJewels` in the configuration nothing is asked.',
  remedy:
    'Take the right away, or narrow it to leave the jewel out; where a task needs it, grant it on request for the length of that task. Keep the jewel in an account of its own, so that rights on the whole of an account reach it from there only.',
  verify:
    'the next analysis finds no path by which the identity holds one of the named capabilities on the jewel standing; sources of grants where the jewel lies must be read for that to count',
  controls: controls(
    'NHI5',
    'PR.AA-05',
    'AC-3',
    'AC-6',
    'AC-6(7)',
    'CC6.1',
    'CC6.3',
    'A.5.15',
    'A.8.2',
    'A.8.3',
    'PCI-7.2.2',
    'GDPR-32.1.b',
  ),
  settings: noSettings,
  needs: grantSources,
  *questions(view) {
    if (view.jewels.all.length === 0) return;
    const scopes = new Map(view.jewels.all.map((each) => [each.name, each.scope] as const));
    for (const identity of view.identities()) {
      if (neverAsked.has(identity.kind) || identity.providerManaged) continue;
      const subject = { type: 'identity', id: identity.id } as const;
      const reaches = view.jewels.reachesOf(identity.id);
      for (const { jewel } of reaches) yield { subject, scope: scopes.get(jewel) ?? jewel };
      if (reaches.length === 0) yield { subject };
    }
    // Where nothing is known of what lies around it, nobody may be there to be asked about.
    for (const { boundary, scope, name } of view.jewels.all)
      if (unreadOf(view, name).length > 0) yield { subject: { type: 'boundary', id: boundary ?? scope }, scope };
  },
  answer(view, { subject, scope }) {
    const asked = view.jewels.all.filter((each) => scope === undefined || each.scope === scope);
    const unread = asked.flatMap((each) => unreadOf(view, each.name));
    const identity = subject.type === 'identity' ? view.identity(subject.id) : undefined;
    const names = new Set(asked.map((each) => each.name));
    const reaches = identity === undefined ? [] : view.jewels.reachesOf(identity.id, names);
    const jewelOf = (reach: JewelReach): CrownJewel | undefined => asked.find((each) => each.name === reach.jewel);
    const sure = reaches.find(holdsForGood);
    const surely = sure === undefined ? undefined : jewelOf(sure);
    if (identity !== undefined && sure !== undefined && surely !== undefined) return finding(view, identity, sure, surely);
    const open = reaches.find(isOpen);
    if (open !== undefined) {
      const path = view.jewels.path(open.identity, open.jewel);
      const jewel = jewelOf(open);
      const beyond = jewel === undefined ? undefined : elsewhere(view, jewel, path);
      return { says: 'undetermined', because: beyond ?? (isNonEmpty(unread) ? unread : doubts(view, open, path, grantSources)) };
    }
    return isNonEmpty(unread) ? { says: 'undetermined', because: unread } : clear;
  },
  examples,
});

function finding(view: View, identity: Identity, reach: JewelReach, { name, scope, owner }: CrownJewel): Observation {
  const path = view.jewels.path(identity.id, reach.jewel);
  const by = path === undefined ? reach.capability : `${path.grant.capability} on ${path.grant.scope}`;
  const reasons: [string, ...string[]] = [`reaches crown jewel ${name} (${scope}) by ${by}, ${lastingText(view, path)}`];
  if (owner !== null) reasons.push(`${owner} answers for ${name}`);
  return weighed(view, identity, reach, path, 'high', reasons);
}
