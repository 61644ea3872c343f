import { impossible } from '../base/errors.ts';
import { isNonEmpty } from '../base/json.ts';
import type { Need, Rule } from '../contract/rule.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { ControlRef } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { ScopeId } from '../model/ids.ts';
import type { Observation, Question, Severity } from '../model/question.ts';
import type { Path, Reach, View } from '../model/view.ts';
import { holdings, holdsForGood, isOpen } from './holdings.ts';
import type { Held } from './holdings.ts';
import { boundariesOf, boundaryOf, isBoundary } from './reach-boundary.ts';
import { clear, milder, noSettings } from './shared.ts';
import { doubts, grantSources, lastingText, neverAsked, weighed } from './standing-answer.ts';
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

/**
 * A rule of the standing family: one question for each identity and scope at which it may hold the capability, and one without a
 * scope for an identity that reaches it nowhere. A right that the same identity already holds standing as part of a greater one is
 * not asked about again.
 */
export function standingRule(spec: StandingRule): Rule<object> {
  const { id, capability, title, why, remedy, controls } = spec;
  const held = holdings(capability);
  return {
    id,
    revision: 3,
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
      for (const identity of view.identities()) {
        if (neverAsked.has(identity.kind) || identity.providerManaged) continue;
        yield* questionsOn(view, identity, capability, held.forQuestions(view, identity));
      }
    },
    answer(view, question) {
      const identity = view.identity(question.subject.id);
      if (identity === undefined) return clear;
      const { scope } = question;
      const holds = held.forAnswer(view, identity, scope);
      const doubtful = scope === undefined ? doubtfulOf(view, holds, swallowerOf(view, holds, capability)) : [];
      if (doubtful.length > MANY) return opened(view, spec, doubtful.slice(0, MANY));
      const sure = scope === undefined ? [...holds.own.values()].find(holdsForGood) : holds.own.get(scope);
      if (sure !== undefined && holdsForGood(sure)) {
        return finding(view, spec, identity, sure, view.path(identity.id, sure.capability, sure.scope));
      }
      const open = scope === undefined ? holds.reaches.find(isOpen) : openAt(view, holds, capability, scope);
      return open === undefined ? clear : opened(view, spec, [open]);
    },
    examples: standingExamples(capability),
  };
}

/** Narrow scopes at which a right is in doubt are asked about one by one up to so many, and else all at once. */
const MANY = 20;

function* questionsOn(view: View, identity: Identity, capability: Capability, holds: Held): Iterable<Question> {
  const { reaches, own } = holds;
  const subject = { type: 'identity', id: identity.id } as const;
  if (own.size > 0) {
    const swallowed = swallowerOf(view, holds, capability);
    const doubtful = doubtfulOf(view, holds, swallowed);
    const together = new Set(doubtful.length > MANY ? doubtful.map((each) => each.scope) : []);
    for (const reach of own.values()) {
      if (!swallowed(reach) && !together.has(reach.scope)) yield { subject, capability, scope: reach.scope };
    }
    if (together.size > 0) yield { subject, capability };
    // A greater right on its own whole boundary leaves nothing to ask of an identity without any reach to the capability.
  } else if (!reaches.some((each) => each.scope === identity.boundary && holdsForGood(each))) yield { subject, capability };
}

/** Where it may hold the capability itself, on less than a whole boundary, and holds nothing greater for good. */
function doubtfulOf(view: View, { own }: Held, swallowed: (reach: Reach) => boolean): readonly Reach[] {
  return [...own.values()].filter((each) => isOpen(each) && !isBoundary(view, each.scope) && !swallowed(each));
}

/** Everything that leaves these open, once. */
function opened(view: View, spec: StandingRule, reaches: readonly Reach[]): Observation {
  const needs = [...grantSources, ...(spec.also ?? [])];
  const because = new Map<string, Gap>();
  for (const reach of reaches) {
    for (const gap of doubts(view, reach, view.path(reach.identity, reach.capability, reach.scope), needs)) because.set(gapText(gap), gap);
  }
  const all = [...because.values()];
  return isNonEmpty(all) ? { says: 'undetermined', because: all } : impossible('a right in doubt has no doubt');
}

function gapText({ boundary, surface, subject, cause, detail }: Gap): string {
  return JSON.stringify([boundary, surface, subject, cause, detail]);
}

/** Whether another of what it holds, which certainly gives the capability standing, gives all that a reach to it may give. */
function swallowerOf(view: View, { reaches }: Held, capability: Capability): (reach: Reach) => boolean {
  const good = reaches.filter(holdsForGood);
  const greater = new Set(good.flatMap((each) => (each.capability === capability ? [] : [each.scope])));
  const { spokenOf, ofGrants } = boundariesOf(view);
  const wholes = new Set(good.map((each) => each.scope).filter((scope) => ofGrants.has(scope)));
  return (reach) => {
    if (greater.has(reach.scope)) return true;
    if (wholes.size === 0 || spokenOf.has(reach.scope)) return false;
    const boundary = boundaryOf(view, reach);
    return boundary !== undefined && boundary !== reach.scope && wholes.has(boundary);
  };
}

/** The first reach that may be standing and is not certainly so, among those that give the capability at this scope. */
function openAt(view: View, { own, openGreater }: Held, capability: Capability, scope: ScopeId): Reach | undefined {
  const asked = own.get(scope);
  const itself = asked !== undefined && isOpen(asked) ? asked : undefined;
  if (openGreater.length === 0) return itself;
  const whole = asked === undefined ? undefined : boundaryOf(view, asked);
  const gives = openGreater.filter((each) => each.scope === scope || (whole !== undefined && each.scope === whole));
  return gives.find((each) => each.capability < capability) ?? itself ?? gives[0];
}

function finding(view: View, spec: StandingRule, identity: Identity, reach: Reach, path: Path | undefined): Observation {
  const reasons: [string, ...string[]] = [`can ${spec.can} on ${reach.scope}, ${lastingText(view, path)}`];
  let severity = spec.severity;
  if (!isBoundary(view, reach.scope) && !reach.tierZero) {
    severity = milder(severity);
    reasons.push('on a part of the boundary that does not lead to control of all of it');
  }
  return weighed(view, identity, reach, path, severity, reasons);
}
