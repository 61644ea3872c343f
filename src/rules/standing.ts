import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need, Rule } from '../contract/rule.ts';
import { capabilities, dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity, IdentityKind } from '../model/entity.ts';
import type { ControlRef } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { EntityId, ScopeId } from '../model/ids.ts';
import type { Observation, Question, Severity } from '../model/question.ts';
import type { Path, Reach, View } from '../model/view.ts';
import { longest } from '../model/window.ts';
import { clear, doubtsOf, gapAbout, graver, mayBreak, milder, noSettings } from './shared.ts';
import { standingExamples } from './standing-examples.ts';

/** What differs between the rules that ask who holds a capability standing. */
export interface StandingRule {
  readonly id: string;
  readonly capability: Capability;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly controls: readonly ControlRef[];
  /** Severity of a party of the boundary that holds it over a whole boundary and can be entered now. */
  readonly severity: Severity;
  /** What the holder can do with it, after `can`: `hand out any permission`. */
  readonly can: string;
  /** Sources of grants beside policies, memberships and trusts. */
  readonly also?: readonly Need[];
}

/** Not asked: they act through others, or nobody can take the right away. `root` has rules of its own. */
const neverAsked: ReadonlySet<IdentityKind> = new Set(['root', 'group', 'pool', 'service']);

const grantSources: readonly [Need, ...Need[]] = [
  { kind: 'identity', where: 'reached' },
  { kind: 'policy', where: 'reached' },
  { kind: 'attachment', where: 'reached' },
  { kind: 'membership', where: 'reached' },
  { kind: 'trust', where: 'reached' },
];

/**
 * A rule of the standing family: one question for each identity and scope at which it may hold the capability, and one without a
 * scope for an identity that reaches it nowhere. A right that the same identity already holds standing as part of a greater one is
 * not asked about again.
 */
export function standingRule(spec: StandingRule): Rule<object> {
  const { id, capability, title, why, remedy, controls } = spec;
  const among = new Set(capabilities.filter((each) => dominates(each, capability)));
  return {
    id,
    revision: 1,
    family: 'standing',
    title,
    why:
      capability === 'administer'
        ? why
        : `${why} It is asked of the identities that standing-administrator asks, save those that are standing administrators of the whole boundary.`,
    remedy,
    verify: `the next analysis finds no path by which the identity holds ${capability} standing; sources of grants must be read for that to count`,
    controls,
    settings: noSettings,
    needs: [...grantSources, ...(spec.also ?? [])],
    *questions(view) {
      for (const identity of view.identities()) {
        if (neverAsked.has(identity.kind) || identity.providerManaged) continue;
        yield* questionsOn(view, identity.id, capability, among);
      }
    },
    answer(view, question) {
      const identity = view.identity(question.subject.id);
      if (identity === undefined) return clear;
      const gives = view.reachesOf(identity.id, { among }).filter((reach) => givesIt(view, reach, capability, question.scope));
      const sure = gives.find((reach) => reach.capability === capability && holdsForGood(reach));
      if (sure !== undefined) return finding(view, spec, identity, sure, view.path(identity.id, sure.capability, sure.scope));
      const open = gives.find((reach) => reach.bounds.hi === 'standing' && !holdsForGood(reach));
      if (open !== undefined) return { says: 'undetermined', because: doubts(view, spec, open) };
      return clear;
    },
    examples: standingExamples(capability),
  };
}

function* questionsOn(view: View, identity: EntityId, capability: Capability, among: ReadonlySet<Capability>): Iterable<Question> {
  const reaches = view.reachesOf(identity, { among });
  const held = reaches.filter((reach) => reach.capability === capability);
  const asked = held.filter((reach) => !reaches.some((other) => swallows(view, other, reach)));
  const subject = { type: 'identity', id: identity } as const;
  for (const reach of asked) yield { subject, capability, scope: reach.scope };
  if (held.length === 0 && !reaches.some((other) => swallowsCapability(view, other, capability))) yield { subject, capability };
}

/** Whether a reach gives the capability at this scope, itself or as part of a greater one; without a scope, anywhere. */
function givesIt(view: View, reach: Reach, capability: Capability, scope: ScopeId | undefined): boolean {
  if (!dominates(reach.capability, capability)) return false;
  if (scope === undefined || reach.scope === scope) return true;
  const asked = view.reach(reach.identity, capability, scope);
  return asked !== undefined && reach.capability !== capability && reach.scope === boundaryOf(view, asked);
}

/** Whether `other` certainly gives, standing, all that `reach` may give. */
function swallows(view: View, other: Reach, reach: Reach): boolean {
  if (other === reach || !dominates(other.capability, reach.capability) || !holdsForGood(other)) return false;
  if (other.scope === reach.scope) return other.capability !== reach.capability;
  return other.scope === boundaryOf(view, reach);
}

/** For an identity without any reach to the capability: a greater right on its own whole boundary leaves nothing to ask. */
function swallowsCapability(view: View, other: Reach, capability: Capability): boolean {
  const own = view.identity(other.identity)?.boundary;
  return other.scope === own && dominates(other.capability, capability) && holdsForGood(other);
}

function boundaryOf(view: View, reach: Reach): string | undefined {
  return isBoundary(view, reach.scope) ? reach.scope : view.path(reach.identity, reach.capability, reach.scope)?.grant.boundary;
}

function isBoundary(view: View, scope: string): boolean {
  return view.boundaries.some((boundary) => boundary.id === scope);
}

/** Windows that end too late are already `standing` in a reach's bounds. */
function holdsForGood(reach: Reach): boolean {
  return reach.presence === 'certain' && reach.bounds.lo === 'standing';
}

function finding(view: View, spec: StandingRule, identity: Identity, reach: Reach, path: Path | undefined): Observation {
  const ends = path !== undefined && Number.isFinite(longest(path.windows, view.now));
  const lasting = ends ? 'with an end so late that it is as good as standing' : 'standing: the provider enforces no end';
  const reasons: [string, ...string[]] = [`can ${spec.can} on ${reach.scope}, ${lasting}`];
  let severity = spec.severity;
  if (!isBoundary(view, reach.scope) && !reach.tierZero) {
    severity = milder(severity);
    reasons.push('on a part of the boundary that does not lead to control of all of it');
  }
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
function doubts(view: View, spec: StandingRule, reach: Reach): NonEmpty<Gap> {
  const path = view.path(reach.identity, reach.capability, reach.scope);
  const elements = path === undefined ? [] : [...path.links, path.grant];
  const open = elements.flatMap((each) => doubtsOf(view, each, each.type === 'link' ? 'trust' : 'policy', reach.identity) ?? []);
  if (isNonEmpty(open)) return open;
  const boundary = path?.grant.boundary ?? view.identity(reach.identity)?.boundary ?? reach.scope;
  const unread = [...grantSources, ...(spec.also ?? [])].flatMap((need) => view.gapsIn(need.kind, boundary, reach.identity));
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
