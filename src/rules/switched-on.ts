import { DAY_MS, parseInstant } from '../base/instant.ts';
import { isNonEmpty } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import { groupBy } from '../base/group.ts';
import type { Gap } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { Observation, Question } from '../model/question.ts';
import { isSameId } from '../model/same-id.ts';
import type { View } from '../model/view.ts';
import { gatedOf, isEligible } from './activation.ts';
import type { Gated, Weight } from './activation.ts';
import { clear, gapAbout, inDays } from './shared.ts';

/** The eligible rights that were given as one: several capabilities of one role are one assignment. */
interface Given {
  readonly first: Gated;
  readonly weight: Weight;
}

const given = new WeakMap<View, ReadonlyMap<string, Given>>();

/** Eligible rights now in force, one for each source and subject, by the key of the first; sorted by it. */
function givenIn(view: View): ReadonlyMap<string, Given> {
  let known = given.get(view);
  if (known !== undefined) return known;
  const eligible = gatedOf(view).filter(({ element }) => isEligible(element));
  const together = groupBy(eligible, ({ element }) => JSON.stringify([holderOf(element), element.source.id]));
  const firsts = [...together.values()].flatMap((all): readonly Given[] => {
    const [first] = all.toSorted((a, b) => byCodeUnit(a.element.key, b.element.key));
    return first === undefined ? [] : [{ first, weight: all.some((each) => each.weight === 'tier-0') ? 'tier-0' : 'other' }];
  });
  known = new Map(firsts.map((each) => [each.first.element.key, each] as const).sort(([a], [b]) => byCodeUnit(a, b)));
  given.set(view, known);
  return known;
}

export function holderOf(element: Grant | Link): EntityId {
  return element.type === 'grant' ? element.subject : element.from;
}

/** One question for each eligible right that leads to more than what is ordinary. */
export function* eligibleQuestions(view: View): Iterable<Question> {
  for (const { first } of givenIn(view).values()) yield { subject: { type: first.element.type, id: first.element.key } };
}

export function answerEligible(
  view: View,
  { subject }: Question,
  ask: (element: Grant | Link, weight: Weight) => Observation,
): Observation {
  const asked = givenIn(view).get(subject.id);
  return asked === undefined ? clear : ask(asked.first.element, asked.weight);
}

/**
 * What the log tells of this right being switched on, by whoever did it: the holder, or a member of the group that holds it. An entry that
 * does not tell what was switched on is of no right for certain: those are told apart.
 */
export function switchedOn(
  view: View,
  element: Grant | Link,
): { readonly sure: readonly LifeCycleEvent[]; readonly perhaps: readonly LifeCycleEvent[] } {
  const holder = holderOf(element);
  const people = view.identity(holder)?.kind === 'group' ? membersOf(view, holder) : [holder];
  const sure: LifeCycleEvent[] = [];
  const perhaps: LifeCycleEvent[] = [];
  for (const person of people) {
    for (const event of view.lifeCycleEvents(person)) {
      if (event.type !== 'activated' || !event.succeeded) continue;
      if (event.object === null) perhaps.push(event);
      else if (isAbout(view, event, element)) sure.push(event);
    }
  }
  return { sure, perhaps };
}

function membersOf(view: View, group: EntityId): readonly EntityId[] {
  const seen = new Set([group]);
  for (const each of seen) for (const link of view.linksTo(each, { among: new Set(['member-of' as const]) })) seen.add(link.from);
  return [group, ...[...seen].filter((each) => each !== group)];
}

/** Whether an entry is about the role, group or scope of this right: providers tell its id alone, or within a longer one. */
export function isAbout(view: View, { object, scope }: Pick<LifeCycleEvent, 'object' | 'scope'>, element: Grant | Link): boolean {
  if (object === null) return false;
  const governs = element.gatedBy === undefined ? undefined : view.activationPolicy(element.gatedBy)?.governs;
  const names = [...(governs === undefined ? [] : [governs]), ...element.key.split('|'), ...element.source.id.split('|')];
  const isNamed = [...names, element.type === 'link' ? element.to : element.scope].some((name) => isSameId(name, object));
  return isNamed && (element.type === 'link' || scope === null || isSamePlace(view, scope, element.scope));
}

function isSamePlace(view: View, a: string, b: string): boolean {
  return a === b || view.scopes.contains(a, b) || view.scopes.contains(b, a);
}

/** Why the log does not tell of so many days before the time of the audit; empty: it does. */
export function logLacks(view: View, boundary: BoundaryId, days: number): readonly Gap[] {
  const gaps = view.gapsIn('life-cycle-event', boundary);
  if (isNonEmpty(gaps)) return gaps;
  const begins = view.logBegins(boundary);
  const at = begins === undefined ? undefined : parseInstant(begins);
  if (at !== undefined && view.now - at >= days * DAY_MS) return [];
  const since = begins === undefined ? 'nothing in it' : `nothing in it before ${begins}`;
  return [gapAbout(view, 'life-cycle-event', boundary, `the log as it was read has ${since}, and ${inDays(days)} are asked about`)];
}
