import type { ResourceSet } from '../../rights/resources.ts';
import type { Demand, Right } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import type { Templates } from '../templates.ts';
import { doubted } from '../doubted.ts';
import type { Draft, Used } from './drafts.ts';
import type { Aims } from './joins.ts';
import { blank, extended, wholePiece } from './drafts.ts';
import type { Need, Sought } from './needs.ts';
import { methodsFor } from './needs.ts';
import type { Contribution } from './pieces.ts';
import { PieceShelf } from './pieces.ts';

const anywhere: Aims = new Map();

/** One choice of policies that together give all a method needs. */
export interface Way {
  /** What it comes to as a whole; its resources say nothing. */
  readonly right: Right;
  /** By what the permissions are on (`passed-role`, `user`, …) what they reach. */
  readonly aims: Aims;
  readonly used: readonly Used[];
  /** What the permissions ask for that neither the estate nor the clock decides. */
  readonly demands: readonly Demand[];
}

/** What is known of the principals of one account, of whom others can use nothing: a reading is of one account. */
interface Known {
  readonly account: string;
  readonly shelf: PieceShelf;
  /** By method and by what one policy gives of each of its permissions, in texts of their numbers. */
  readonly alone: Map<Sought, Map<string, readonly Way[]>>;
}

const known = new WeakMap<Templates, Known>();

/** Principals of one account are asked about in a row, and what the ones before them left goes. */
function knownOf(templates: Templates, { account }: Principal): Known {
  let here = known.get(templates);
  if (here?.account !== account) known.set(templates, (here = { account, shelf: new PieceShelf(templates), alone: new Map() }));
  return here;
}

/** The methods of which its policies can allow a principal something of every permission. */
export function methodsOf(principal: Principal, templates: Templates): readonly Sought[] {
  return methodsFor(knownOf(templates, principal).shelf.bitsOf(principal));
}

/** `aims`: what the permissions must reach, where the holder itself tells. */
export function waysOf(sought: Sought, principal: Principal, templates: Templates, aims: Aims = anywhere): readonly Way[] {
  const { shelf, alone } = knownOf(templates, principal);
  const all: (readonly Contribution[])[] = [];
  for (const need of sought.needs) {
    const found = shelf.of(need, principal);
    if (found.length === 0) return [];
    all.push(found);
  }
  const only = aims === anywhere ? onlyHolding(all) : undefined;
  if (only === undefined) return madeOf(sought, all, aims);
  let here = alone.get(sought);
  if (here === undefined) alone.set(sought, (here = new Map<string, readonly Way[]>()));
  let id = '';
  for (const [contribution] of all) id += `,${contribution?.pieces.id ?? ''}`;
  let ways = here.get(id);
  if (ways === undefined) here.set(id, (ways = madeOf(sought, all, aims)));
  return ways.map((way) => ({ ...way, used: way.used.map(({ action }) => ({ action, held: only })) }));
}

/** The one policy that gives all there is. */
function onlyHolding(all: readonly (readonly Contribution[])[]): PolicyHeld | undefined {
  const held = all[0]?.[0]?.held;
  for (const each of all) if (each.length !== 1 || each[0]?.held !== held) return undefined;
  return held;
}

function madeOf({ method, needs }: Sought, all: readonly (readonly Contribution[])[], aims: Aims): readonly Way[] {
  let drafts: readonly Draft[] = [blank(aims)];
  for (const [at, need] of needs.entries()) {
    drafts = extended(drafts, need, all[at] ?? [], method.passed);
    if (drafts.length === 0) return [];
  }
  return drafts.flatMap(({ whole, aims: reached, used, calls }) => {
    const demands = calls.flatMap(({ right }) => right.demands);
    return whole.windows.length === 0 ? [] : [{ right: doubted(whole, method.untold), aims: reached, used, demands }];
  });
}

/** What its policies reach by a permission that no other of a method is on the same thing as: the ways of the method reach no more of it. */
export function reachOf(need: Need, principal: Principal, templates: Templates): readonly ResourceSet[] {
  return knownOf(templates, principal)
    .shelf.of(need, principal)
    .flatMap(({ pieces }) => pieces.all)
    .flatMap(wholePiece)
    .map(({ resources }) => resources);
}

/** The patterns that tell what rights to a permission reach, and the denies that count for them. */
export function patternsOn(need: Need, principal: Principal, templates: Templates): readonly string[] {
  return knownOf(templates, principal)
    .shelf.of(need, principal)
    .flatMap(({ pieces }) => pieces.all)
    .flatMap(({ right: { resources, demands } }) => [
      ...resources.include,
      ...resources.exclude,
      ...demands.flatMap(({ deny }) => (deny === null ? [] : [...deny.resources.include, ...deny.resources.exclude])),
    ]);
}
