import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need } from '../contract/rule.ts';
import type { Identity, IdentityKind } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import type { Observation, Severity } from '../model/question.ts';
import type { Path, Reach, View } from '../model/view.ts';
import { longest } from '../model/window.ts';
import { doubtsOf, gapAbout, graver, mayBreak, milder } from './shared.ts';

/** Not asked: they act through others, or nobody can take the right away. `root` has rules of its own. */
export const neverAsked: ReadonlySet<IdentityKind> = new Set(['root', 'group', 'pool', 'service']);

export const grantSources: readonly [Need, ...Need[]] = [
  { kind: 'identity', where: 'reached' },
  { kind: 'policy', where: 'reached' },
  { kind: 'attachment', where: 'reached' },
  { kind: 'membership', where: 'reached' },
  { kind: 'trust', where: 'reached' },
];

/** Of a right that is standing, whether it has an end at all. */
export function lastingText(view: View, path: Path | undefined): string {
  const ends = path !== undefined && Number.isFinite(longest(path.windows, view.now));
  return ends ? 'with an end so late that it is as good as standing' : 'standing: the provider enforces no end';
}

/** The finding of who holds a right: graver and milder, with the reasons, by who that is and whether it can be entered. */
export function weighed(
  view: View,
  identity: Identity,
  reach: Reach,
  path: Path | undefined,
  of: Severity,
  what: NonEmpty<string>,
): Observation {
  let severity = of;
  const reasons: [string, ...string[]] = [...what];
  const escalations = path === undefined ? [] : [...path.links, path.grant].flatMap((each) => each.escalation ?? []);
  if (escalations.length > 0) reasons.push(`no single policy says so: permissions give it together, by ${escalations.join(', then ')}`);
  const opening = path?.links[0]?.openness;
  const entry = view.entry(identity.id);
  if (identity.boundary === null) {
    severity = graver(severity);
    reasons.push(
      opening === 'any' || opening === 'issuer'
        ? `held by a party that anyone can be (${identity.id})`
        : `held by a party outside everything that was read (${identity.id})`,
    );
  } else if (entry.state === 'live') {
    reasons.push(`it can be entered now: ${entry.ways.join('; ')}`);
  } else {
    severity = milder(severity);
    reasons.push(
      entry.state === 'unread'
        ? 'whether it can be entered now was not read'
        : 'no way in was seen; one act that opens one gives it all of this',
    );
    if (entry.ways.length > 0) reasons.push(`it has besides: ${entry.ways.join('; ')}`);
    if (entry.openers.length > 0) reasons.push(`one could be opened: ${entry.openers.join('; ')}`);
  }
  if (identity.enabled === false) {
    severity = milder(severity);
    reasons.push('it is disabled, and keeps the right: one act restores it');
  }
  const breaks = mayBreak(view, identity.id);
  return {
    says: 'finding',
    severity,
    reasons,
    witness: [{ type: 'path', identity: identity.id, capability: reach.capability, scope: reach.scope }],
    ...(breaks === undefined ? {} : { mayBreak: breaks }),
  };
}

/** Why a right may be standing and may not: what the path leaves open, then what was not read, then that the search says so. */
export function doubts(view: View, reach: Reach, path: Path | undefined, sources: readonly Need[]): NonEmpty<Gap> {
  const open: Gap[] = [];
  for (const link of path?.links ?? []) open.push(...(doubtsOf(view, link, 'trust', reach.identity) ?? []));
  if (path !== undefined) open.push(...(doubtsOf(view, path.grant, 'policy', reach.identity) ?? []));
  if (isNonEmpty(open)) return open;
  const boundary = path?.grant.boundary ?? view.identity(reach.identity)?.boundary ?? reach.scope;
  const unread = sources.flatMap((need) => view.gapsIn(need.kind, boundary, reach.identity));
  if (isNonEmpty(unread)) return unread;
  return [
    gapAbout(
      view,
      'policy',
      boundary,
      `another path to ${reach.capability} on ${reach.scope} may be standing and is not certain`,
      reach.identity,
    ),
  ];
}
