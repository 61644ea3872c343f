import { groupBy } from '../../../src/base/group.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../src/model/ids.ts';
import type { Witness } from '../../../src/model/question.ts';
import type { View } from '../../../src/model/view.ts';
import { stateAt } from '../../../src/model/window.ts';
import { weightOf } from '../../../src/rules/activation.ts';
import type { Weight } from '../../../src/rules/activation.ts';

/** What was given as one thing: an assignment or a consent comes to several grants and links. */
export interface Given {
  /** Of the source. */
  readonly id: string;
  readonly holder: EntityId;
  readonly name: string;
  readonly first: Grant | Link;
  /** Sorted by key. */
  readonly elements: readonly (Grant | Link)[];
}

const known = new WeakMap<View, Map<string, ReadonlyMap<string, Given>>>();

/** What was given by sources of this kind and is or will be in force, by the key of the first element, in the order of keys. */
export function givenBy(view: View, kind: string): ReadonlyMap<string, Given> {
  let ofView = known.get(view);
  if (ofView === undefined) known.set(view, (ofView = new Map<string, ReadonlyMap<string, Given>>()));
  let given = ofView.get(kind);
  if (given === undefined) ofView.set(kind, (given = madeGiven(view, kind)));
  return given;
}

/** Of these those with a grant on one of the scopes: what is given elsewhere is not looked at. */
export function givenOn(view: View, kind: string, scopes: ReadonlySet<ScopeId>): ReadonlyMap<string, Given> {
  const there = [...view.grants({ sourceKind: kind, scopes })].filter((each) => isAlive(view, each));
  const holders = new Set(there.map((each) => each.subject));
  const theirs = [...holders].flatMap((each) => [...view.grantsOf(each), ...view.linksFrom(each)]);
  const given = new Set(there.map(nameOfGiven));
  return together(theirs.filter((each) => each.source.kind === kind && given.has(nameOfGiven(each)) && isAlive(view, each)));
}

function isAlive(view: View, { presence, windows }: Grant | Link): boolean {
  return presence !== 'refuted' && stateAt(windows, view.now) !== 'past';
}

function nameOfGiven(element: Grant | Link): string {
  return JSON.stringify([holderOf(element), element.source.id]);
}

function madeGiven(view: View, kind: string): ReadonlyMap<string, Given> {
  const alive: (Grant | Link)[] = [];
  for (const elements of [view.grants({ sourceKind: kind }), view.links({ sourceKind: kind })]) {
    for (const each of elements) if (isAlive(view, each)) alive.push(each);
  }
  return together(alive);
}

function together(alive: readonly (Grant | Link)[]): ReadonlyMap<string, Given> {
  const all = [...groupBy(alive, nameOfGiven).values()].flatMap((elements): readonly Given[] => {
    const sorted = elements.toSorted((a, b) => byCodeUnit(a.key, b.key));
    const [first] = sorted;
    if (first === undefined) return [];
    return [{ id: first.source.id, holder: holderOf(first), name: first.source.name, first, elements: sorted }];
  });
  return new Map(all.map((each) => [each.first.key, each] as const).sort(([a], [b]) => byCodeUnit(a, b)));
}

function holderOf(element: Grant | Link): EntityId {
  return element.type === 'grant' ? element.subject : element.from;
}

/** What it leads to at most; `undefined`: nothing that is more than ordinary. */
export function weightOfGiven(view: View, { elements }: Pick<Given, 'elements'>): Weight | undefined {
  let most: Weight | undefined;
  for (const each of elements) {
    const weight = weightOf(view, each);
    if (weight === 'tier-0') return weight;
    most ??= weight;
  }
  return most;
}

/** The first ten elements. */
export function witnessOf({ first, elements }: Given): readonly [Witness, ...Witness[]] {
  const shown = (each: Grant | Link): Witness => ({ type: each.type, id: each.key });
  return [shown(first), ...elements.slice(1, 10).map(shown)];
}
