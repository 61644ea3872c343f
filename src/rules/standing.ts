import { impossible } from '../base/errors.ts';
import { isNonEmpty } from '../base/json.ts';
import type { Need, Rule } from '../contract/rule.ts';
import { capabilities, dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { ControlRef } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { EntityId, ScopeId } from '../model/ids.ts';
import type { Observation, Severity } from '../model/question.ts';
import type { Held, View } from '../model/view.ts';
import { isLeftBehind } from './directory.ts';
import { holdings, holdsForGood, isOpen, MANY } from './holdings.ts';
import type { Holds } from './holdings.ts';
import { boundaryOf, isBoundary } from './reach-boundary.ts';
import { clear, milder, noSettings } from './shared.ts';
import { doubtsBeside, doubtTeller, FOR_GOOD, grantSources, lastingText, neverAsked, weighed } from './standing-answer.ts';
import { standingExamples } from './standing-examples.ts';
import { textsBy } from './texts.ts';

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

/**
 * A rule of the standing family: one question for each identity and scope at which it may hold the capability, and one without a
 * scope for an identity that reaches it nowhere. A right that the same identity already holds standing as part of a greater one is
 * not asked about again.
 */
export function standingRule(spec: StandingRule): Rule<object> {
  const { id, capability, title, why, remedy, controls } = spec;
  const held = holdings(capability);
  const says = textsBy<ScopeId>();
  return {
    id,
    revision: 4,
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
    // One list for all who need no more: what is missing of it is then worked out once.
    needs: spec.also === undefined ? grantSources : [...grantSources, ...spec.also],
    *questions(view) {
      for (const identity of askedIn(view)) {
        const subject = { type: 'identity', id: identity.id } as const;
        const { asked, atOnce } = held(view, identity);
        for (const { scope } of asked) yield { subject, capability, scope };
        if (atOnce) yield { subject, capability };
      }
    },
    answer(view, question) {
      const identity = view.identity(question.subject.id);
      if (identity === undefined) return clear;
      const { scope } = question;
      const holds = held(view, identity);
      if (scope === undefined && holds.doubtful.length > MANY) return opened(view, spec, identity, holds.doubtful.slice(0, MANY));
      const sure = scope === undefined ? holds.firstSure : holds.own.of(scope);
      if (sure !== undefined && holdsForGood(sure)) return finding(view, spec, identity, sure, says);
      const open = scope === undefined ? holds.firstOpen : openAt(view, identity, holds, capability, scope);
      return open === undefined ? clear : opened(view, spec, identity, [open]);
    },
    examples: standingExamples(capability),
  };
}

// Each rule of the family asks the same identities.
const asked = new WeakMap<View, readonly Identity[]>();

function askedIn(view: View): readonly Identity[] {
  let identities = asked.get(view);
  if (identities === undefined) {
    identities = [...view.identities()].filter(
      // a registration acts as its service principal, which is asked
      (each) => !neverAsked.has(each.kind) && each.kind !== 'app' && !each.providerManaged && !isLeftBehind(view, each),
    );
    asked.set(view, identities);
  }
  return identities;
}

/** Everything that leaves these open, once. */
function opened(view: View, spec: StandingRule, { id }: Identity, all: readonly Held[]): Observation {
  const [only] = all;
  const gaps = only !== undefined && all.length === 1 ? openedOne(view, spec, id, only) : onceEach(openedAll(view, spec, id, all));
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : impossible('a right in doubt has no doubt');
}

function openedAll(view: View, { also = [] }: StandingRule, id: EntityId, all: readonly Held[]): readonly Gap[] {
  const teller = doubtTeller(view, id);
  return all.flatMap(({ capability, scope }) => {
    const doubtful = view.doubts(id, capability, scope) ?? [];
    if (doubtful.length > 0) return teller(doubtful);
    return doubtsBeside(view, { identity: id, capability, scope }, view.heldIn(id, capability, scope), [...grantSources, ...also]);
  });
}

// A right that gives all others as well leaves each of them open for the same reason, and each has a rule that asks.
const whys = new WeakMap<View, Map<Held, Map<EntityId, readonly Gap[]>>>();

function openedOne(view: View, spec: StandingRule, id: EntityId, held: Held): readonly Gap[] {
  let known = whys.get(view);
  if (known === undefined) whys.set(view, (known = new Map<Held, Map<EntityId, readonly Gap[]>>()));
  let ofHeld = known.get(held);
  if (ofHeld === undefined) known.set(held, (ofHeld = new Map<EntityId, readonly Gap[]>()));
  const told = ofHeld.get(id);
  if (told !== undefined) return told;
  const doubtful = view.doubts(id, held.capability, held.scope) ?? [];
  // What was not read is asked by each rule for itself: they need different things.
  if (doubtful.length === 0) return onceEach(openedAll(view, spec, id, [held]));
  const gaps = onceEach(doubtTeller(view, id)(doubtful));
  if (isShared(held)) ofHeld.set(id, gaps);
  return gaps;
}

/** Whether it gives more than itself and what everything gives. */
function isShared({ capability }: Held): boolean {
  return capabilities.some((each) => each !== capability && each !== 'ordinary' && dominates(capability, each));
}

function onceEach(gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length < 2) return gaps;
  const alike = new Map<string, Gap[]>();
  return gaps.filter((gap) => {
    const others = alike.get(gap.detail);
    if (others === undefined) alike.set(gap.detail, [gap]);
    else if (others.some((each) => isSame(each, gap))) return false;
    else others.push(gap);
    return true;
  });
}

function isSame(a: Gap, b: Gap): boolean {
  return a.boundary === b.boundary && a.surface === b.surface && a.subject === b.subject && a.cause === b.cause;
}

/** The first right that may be standing and is not certainly so, among those that give the capability at this scope. */
function openAt(view: View, identity: Identity, holds: Holds, capability: Capability, scope: ScopeId): Held | undefined {
  const { own, openGreater } = holds;
  const asked = own.of(scope);
  const itself = asked !== undefined && isOpen(asked) ? asked : undefined;
  if (openGreater.length === 0) return itself;
  const whole = asked === undefined ? undefined : boundaryOf(view, asked, identity.id);
  const gives = openGreater.filter((each) => each.scope === scope || (whole !== undefined && each.scope === whole));
  return gives.find((each) => each.capability < capability) ?? itself ?? gives[0];
}

function finding(
  view: View,
  spec: StandingRule,
  identity: Identity,
  { capability, scope }: Held,
  says: ReturnType<typeof textsBy<ScopeId>>,
): Observation {
  const path = view.path(identity.id, capability, scope);
  const lasting = lastingText(view, path);
  const say = (at: ScopeId): string => `can ${spec.can} on ${at}, ${lasting}`;
  const reasons: [string, ...string[]] = [lasting === FOR_GOOD ? says(view, scope, say) : say(scope)];
  let severity = spec.severity;
  if (!isBoundary(view, scope) && view.reached(identity.id, capability, scope)?.tierZero !== true) {
    severity = milder(severity);
    reasons.push('on a part of the boundary that does not lead to control of all of it');
  }
  return weighed(view, identity, { capability, scope }, path, severity, reasons);
}
