import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Link } from '../../model/grant.ts';
import type { Observation, Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { clear, gapAbout, mayBreak, nameOf, noSettings, reachesTierZero, undetermined } from '../shared.ts';

const ORIGINAL = 'entra/t/payments-admins';
const COPY = 'arn:aws:identitystore:::group/payments-admins';
const ANN = 'arn:aws:identitystore:::user/ann';
const identities = [
  { id: ORIGINAL, kind: 'group' as const, name: 'payments-admins' },
  { id: COPY, kind: 'group' as const, name: 'payments-admins' },
  { id: ANN, kind: 'user' as const, name: 'ann' },
];

export const rule = defineRule({
  id: 'provisioned-copy-left',
  revision: 1,
  family: 'residual',
  title: 'Copied membership outlives its original',
  why: 'Where one directory is provisioned from another, access ends in the one and works on in the other until the copy is taken away: provisioning may be paused, in quarantine, or slow. A right that was switched on for an hour is not gone when the hour is over, but when its copy is.',
  remedy:
    'Start the provisioning again and look at why it did not run, or take the member out of the copied group. Then end the sessions that were started through it.',
  verify: 'the next analysis, with both directories read, finds no copied membership without its original',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(3)', 'AC-3(8)', 'PS-4', 'CC6.2', 'CC6.3', 'A.5.18', 'PCI-7.2.5.1', 'PCI-8.2.5'),
  settings: noSettings,
  needs: [{ kind: 'membership', where: 'own' }],
  *questions(view): Iterable<Question> {
    for (const link of copiedMemberships(view)) yield { subject: { type: 'link', id: link.key } };
  },
  answer(view, { subject }): Observation {
    const link = subject.type === 'link' ? view.link(subject.id) : undefined;
    if (link === undefined) return clear;
    if (link.detail['originalUnread'] === true) {
      const detail = `whether the membership that ${link.from} has in ${link.to} a copy of is still there was not read`;
      return undetermined(gapAbout(view, 'membership', link.boundary, detail, link.from));
    }
    if (link.detail['originalGone'] !== true) return clear;
    const grave = reachesTierZero(view, link.to);
    const reason = `${nameOf(view, link.from)} is still a member of ${nameOf(view, link.to)}, and ${link.because.at(-1) ?? 'the original is gone'}`;
    const breaks = mayBreak(view, link.from);
    return {
      says: 'finding',
      severity: grave ? 'critical' : 'high',
      reasons: grave ? [reason, 'it leads to control of a whole boundary'] : [reason],
      witness: [{ type: 'link', id: link.key }],
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      copied('the original is gone', { originalGone: true }),
      copied('the original is gone, and the group administers an account', { originalGone: true }, true),
    ],
    clear: [
      copied('the original is there', { followsOriginal: true }),
      copied('the original is there, and the group administers an account', { followsOriginal: true }, true),
    ],
    undetermined: [
      copied('the original was not read', { originalUnread: true }),
      { ...copied('memberships were not read whole', { followsOriginal: true }), unread: [{ kind: 'membership', status: 'partial' }] },
    ],
  },
});

/** Members of groups that another directory provisions. */
function* copiedMemberships(view: View): Iterable<Link> {
  const seen = new Set<string>();
  for (const { to } of view.links({ sourceKind: 'provisioned-group' })) {
    if (seen.has(to)) continue;
    seen.add(to);
    for (const link of view.linksTo(to, { among: new Set(['member-of']), written: true })) {
      if (link.source.kind !== 'provisioned-group') yield link;
    }
  }
}

function membership(detail: Link['detail']) {
  return { from: ANN, to: COPY, how: 'member-of' as const, because: ['it is a copy, and the original is gone'], detail };
}

function copied(name: string, detail: Link['detail'], administers = false): SmallGraph {
  const source = { id: 'provisioned', kind: 'provisioned-group', name: 'provisioned', boundary: 'aws:111122223333' };
  return {
    name,
    identities,
    links: [membership(detail), { from: ORIGINAL, to: COPY, how: 'member-of', source }],
    ...(administers ? { grants: [{ subject: COPY, capability: 'administer' as const }] } : {}),
  };
}
