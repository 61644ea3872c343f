import { isNonEmpty } from '../base/json.ts';
import { groupBy } from '../base/group.ts';
import { byCodeUnit } from '../base/order.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import { tierZeroOnBoundary } from '../model/capability.ts';
import type { Gap } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId } from '../model/ids.ts';
import { classRank } from '../model/persistence.ts';
import type { Observation, Question, Severity, Witness } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { stateAt } from '../model/window.ts';
import { privileged } from './privileged.ts';
import { clear, doubtsOf, gapAbout } from './shared.ts';

/** What a right leads to: control of a whole boundary, or anything else that is more than `ordinary`. */
export type Weight = 'tier-0' | 'other';

/** Rights that must be switched on, or that a policy is named for, with what they lead to; those that lead to nothing are left out. */
export interface Gated {
  readonly element: Grant | Link;
  readonly weight: Weight;
}

interface Governed {
  readonly all: readonly Gated[];
  readonly byPolicy: ReadonlyMap<string, readonly Gated[]>;
}

// Several rules ask about the same; a view does not change.
const known = new WeakMap<View, Governed>();

export function gatedOf(view: View): readonly Gated[] {
  return governedOf(view).all;
}

/** The rights that this policy is named for. */
export function gatedBy(view: View, policy: string): readonly Gated[] {
  return governedOf(view).byPolicy.get(policy) ?? [];
}

function governedOf(view: View): Governed {
  let governed = known.get(view);
  if (governed === undefined) {
    const all: Gated[] = [];
    for (const elements of [view.grants({ gated: true }), view.links({ gated: true })]) {
      for (const element of elements) {
        const weight = isAlive(view, element) ? weightOf(view, element) : undefined;
        if (weight !== undefined) all.push({ element, weight });
      }
    }
    const named = all.filter(({ element }) => element.gatedBy !== undefined);
    governed = { all, byPolicy: groupBy(named, ({ element }) => element.gatedBy ?? '') };
    known.set(view, governed);
  }
  return governed;
}

function isAlive(view: View, { presence, windows }: Grant | Link): boolean {
  return presence !== 'refuted' && stateAt(windows, view.now) !== 'past';
}

/** What a right leads to for whoever has it, now or in a window still to come; `undefined`: nothing that is privileged. */
export function weightOf(view: View, element: Grant | Link): Weight | undefined {
  if (element.type === 'link') return weightOfIdentity(view, element.to);
  const { subject, capability, scope } = element;
  if (capability === 'ordinary') return undefined;
  // a window still to come is no reach yet
  const isByItself = tierZeroOnBoundary.has(capability) && view.scopes.isWhole(scope);
  return isByItself || view.reached(subject, capability, scope)?.tierZero === true ? 'tier-0' : 'other';
}

// Of one identity many rights may lead to it; of one pool too.
const weights = new WeakMap<View, Map<string, Weight | undefined>>();

/** What an identity reaches in any class, possible ways included; a pool stands for all that it leads to. */
export function weightOfIdentity(view: View, identity: string): Weight | undefined {
  let known = weights.get(view);
  if (known === undefined) weights.set(view, (known = new Map<string, Weight | undefined>()));
  if (!known.has(identity)) known.set(identity, weighed(view, identity));
  return known.get(identity);
}

function weighed(view: View, identity: string): Weight | undefined {
  if (view.identity(identity)?.kind === 'pool') return gravestBehind(view, identity);
  const foremost = view.foremost(identity, privileged, 'any');
  if (foremost === undefined) return undefined;
  return foremost.tierZero ? 'tier-0' : 'other';
}

function gravestBehind(view: View, pool: string): Weight | undefined {
  const seen = new Set([pool]);
  let most: Weight | undefined;
  for (const each of seen) {
    for (const link of view.linksFrom(each)) {
      if (!isAlive(view, link)) continue;
      if (view.identity(link.to)?.kind === 'pool') seen.add(link.to);
      else if (weightOfIdentity(view, link.to) === 'tier-0') return 'tier-0';
      else most ??= weightOfIdentity(view, link.to);
    }
  }
  return most;
}

/** What must be switched on each time, as far as is known: at most eligible. */
export function isEligible({ bounds }: Pick<Grant | Link, 'bounds'>): boolean {
  return classRank(bounds.hi) <= classRank('eligible');
}

/** The same for rules about how a right is switched on: a policy by which nobody switches anything on is not asked. */
export function* switchingQuestions(view: View): Iterable<Question> {
  yield* questionsOn(view, ({ element }) => isSwitchedOn(element));
}

/** Perhaps at least: what was not read may show that it is held without. */
function isSwitchedOn({ bounds }: Pick<Grant | Link, 'bounds'>): boolean {
  return bounds.lo === 'eligible' || bounds.lo === 'activated';
}

/**
 * The denominator of a rule about policies: one question for each policy that a privileged right is told to hang on, and one for each boundary
 * whose policies were not all read, or where a privileged right must be switched on and nothing tells by which policy.
 */
export function* policyQuestions(view: View): Iterable<Question> {
  yield* questionsOn(view, () => true);
}

function* questionsOn(view: View, asked: (gated: Gated) => boolean): Iterable<Question> {
  for (const { id } of view.activationPolicies()) {
    if (gatedBy(view, id).some(asked)) yield { subject: { type: 'activation-policy', id } };
  }
  for (const boundary of [...untoldOf(view).keys()].sort(byCodeUnit)) yield { subject: { type: 'boundary', id: boundary } };
}

/** Asks about the policy, with the gravest that hangs on it; a question about a boundary is one of what was not read. */
export function answerPolicy(view: View, question: Question, ask: (policy: ActivationPolicy, weight: Weight) => Observation): Observation {
  const { subject } = question;
  if (subject.type === 'boundary') {
    const gaps = untoldOf(view).get(subject.id) ?? [];
    return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
  }
  const policy = view.activationPolicy(subject.id);
  return policy === undefined ? clear : ask(policy, weightOfPolicy(view, policy.id));
}

/**
 * The same for rules about how a right is switched on. A finding stands only where something is certainly switched on by the policy: where all that
 * hangs on it may as well be held without, the question stays open.
 */
export function answerSwitching(
  view: View,
  question: Question,
  ask: (policy: ActivationPolicy, weight: Weight) => Observation,
): Observation {
  return answerPolicy(view, question, (policy, weight) => {
    const governed = gatedBy(view, policy.id);
    const sure = governed.filter(({ element }) => classRank(element.bounds.hi) <= classRank('activated'));
    const said = ask(policy, sure.length === 0 ? weight : weightAmong(sure));
    if (said.says !== 'finding' || sure.length > 0) return said;
    const unclear = governed.filter(({ element }) => isSwitchedOn(element)).slice(0, 9);
    const doubts = unclear.flatMap(({ element }) => {
      const [kind, holder] =
        element.type === 'grant' ? (['attachment', element.subject] as const) : (['membership', element.from] as const);
      return doubtsOf(view, element, kind, holder) ?? [];
    });
    return isNonEmpty(doubts) ? { says: 'undetermined', because: doubts } : said;
  });
}

function weightOfPolicy(view: View, policy: string): Weight {
  return weightAmong(gatedBy(view, policy));
}

function weightAmong(gated: readonly Gated[]): Weight {
  return gated.some(({ weight }) => weight === 'tier-0') ? 'tier-0' : 'other';
}

/** A finding about a policy, with up to nine of the rights that hang on it. */
export function findingOnPolicy(
  view: View,
  policy: ActivationPolicy,
  weight: Weight,
  severity: Readonly<Record<Weight, Severity>>,
  first: string,
  ...more: readonly Witness[]
): Observation {
  const governed = gatedBy(view, policy.id);
  const gravest = [...governed.filter((each) => each.weight === weight), ...governed.filter((each) => each.weight !== weight)];
  const leads = weight === 'tier-0' ? ['what is switched on leads to control of a whole boundary'] : [];
  return {
    says: 'finding',
    severity: severity[weight],
    reasons: [first, ...leads],
    witness: [
      { type: 'activation-policy', id: policy.id },
      ...more,
      ...gravest.slice(0, 9).map(({ element }): Witness => ({ type: element.type, id: element.key })),
    ],
  };
}

const untold = new WeakMap<View, ReadonlyMap<BoundaryId, readonly Gap[]>>();

function untoldOf(view: View): ReadonlyMap<BoundaryId, readonly Gap[]> {
  let missing = untold.get(view);
  if (missing === undefined) untold.set(view, (missing = madeUntold(view)));
  return missing;
}

function madeUntold(view: View): ReadonlyMap<BoundaryId, readonly Gap[]> {
  const missing = new Map<BoundaryId, Gap[]>();
  for (const { id } of view.boundaries) {
    // where nothing is switched on no surface tells how
    if (view.coverageOf('activation-policy', id).length === 0) continue;
    const gaps = view.gapsIn('activation-policy', id);
    if (gaps.length > 0) missing.set(id, [...gaps]);
  }
  for (const { element } of gatedOf(view)) {
    if (!isEligible(element) || isTold(view, element) || missing.has(element.boundary)) continue;
    const detail = `${element.source.name} must be switched on, and what that takes was not told`;
    missing.set(element.boundary, [gapAbout(view, 'activation-policy', element.boundary, detail)]);
  }
  return missing;
}

function isTold(view: View, { gatedBy: policy }: Grant | Link): boolean {
  return policy !== undefined && view.activationPolicy(policy) !== undefined;
}
