import type { AppliedStatement } from './documents.ts';
import { forAction } from './documents.ts';
import { meets } from '../policy/glob.ts';
import { denied } from './denied.ts';
import type { ResourceSet } from './resources.ts';
import type { Right } from './rights.ts';
import { combined, merge, rightOf } from './rights.ts';
import { together } from './together.ts';

/** What limits a caller beside its own Allow statements. */
export interface Limits {
  readonly denies: readonly AppliedStatement[];
  /** Allow statements of the permissions boundary; `null` = it has none, or it could not be read (then a caveat says so). */
  readonly boundary: readonly AppliedStatement[] | null;
  /** Layers of an organization, each of which must allow too. */
  readonly layers: readonly Layer[];
  readonly caveats: readonly string[];
}

/** Allow statements, at least one of which must allow. */
export interface Layer {
  readonly name: string;
  readonly statements: readonly AppliedStatement[];
}

export const noLimits: Limits = { denies: [], boundary: null, layers: [], caveats: [] };

/**
 * The right within the caller's limits, for one action of the list and all it can act on (`*` = it takes no resource): one piece
 * for each pattern, as a limit may take one away and leave another. Empty = nothing is left.
 */
export function limited(
  right: Right,
  { action, universe }: { readonly action: number; readonly universe: string },
  limits: Limits,
  isWhole: (applied: AppliedStatement) => boolean,
): readonly Right[] {
  return within(right, planOf(limits, action, universe, isWhole), isWhole);
}

/** What of the limits has a say in one action. */
export interface Plan {
  /** Without those that surely allow all of it. */
  readonly layers: readonly Layer[];
  readonly denies: readonly AppliedStatement[];
  /** Whether the layers left out speak of every action. */
  readonly everyAction: boolean;
  readonly caveats: readonly string[];
  /** Plans of one text limit alike. */
  readonly id: string;
}

/** The right within one plan. */
export function within(right: Right, plan: Plan, isWhole: (applied: AppliedStatement) => boolean): readonly Right[] {
  const { layers, denies, caveats } = plan;
  const first = plan.everyAction || !right.everyAction ? right : withoutEveryAction(right);
  if (layers.length === 0 && denies.length === 0 && caveats.length === 0) {
    return first.demands.length === 0 ? pieces(first) : pieces(first).flatMap(together);
  }
  let rights = pieces(caveats.length === 0 ? first : { ...first, caveats: merge(first.caveats, caveats) });
  for (const { name, statements } of layers) {
    rights = rights.flatMap((each) => statements.flatMap((statement) => bounded(each, statement, name, isWhole).flatMap(pieces)));
  }
  for (const deny of denies) rights = rights.flatMap((each) => denied(each, deny).flatMap(pieces));
  return rights.every((each) => each.demands.length === 0) ? rights : rights.flatMap(together);
}

const free: Plan = { layers: [], denies: [], everyAction: true, caveats: [], id: '' };
const plans = new WeakMap<Limits, Map<number, Plan>>();

/** What the limits say of one action of the list and all it can act on. */
export function planOf(limits: Limits, action: number, universe: string, isWhole: (applied: AppliedStatement) => boolean): Plan {
  if (limits === noLimits) return free;
  let known = plans.get(limits);
  if (known === undefined) plans.set(limits, (known = new Map<number, Plan>()));
  let plan = known.get(action);
  if (plan === undefined) known.set(action, (plan = planned(limits, action, universe, isWhole)));
  return plan;
}

/** Which statements of some limits speak of an action is all that matters where each speaks of whatever there is, whatever the action. */
interface Speaking {
  readonly statements: readonly AppliedStatement[];
  /** Of those that are not so, the bits. */
  readonly particular: number;
  readonly plans: Map<number, Plan>;
}

/** As many as there are bits that add up without a sign. */
const MOST_STATEMENTS = 30;

const speaking = new WeakMap<Limits, Speaking | null>();

function speakingIn(limits: Limits): Speaking | null {
  let known = speaking.get(limits);
  if (known === undefined) {
    const { boundary, layers, denies } = limits;
    const allowing = [...(boundary ?? []), ...layers.flatMap(({ statements }) => statements)];
    const statements = [...allowing, ...denies];
    let particular = 0;
    for (const [at, { byAction, resources }] of statements.entries()) {
      if (byAction !== null || (at >= allowing.length && !resources.include.includes('*'))) particular |= 1 << at;
    }
    speaking.set(limits, (known = statements.length > MOST_STATEMENTS ? null : { statements, particular, plans: new Map() }));
  }
  return known;
}

function planned(limits: Limits, action: number, universe: string, isWhole: (applied: AppliedStatement) => boolean): Plan {
  const all = speakingIn(limits);
  if (all === null) return readPlan(limits, action, universe, isWhole);
  let bits = 0;
  for (let at = 0; at < all.statements.length; at++) if (all.statements[at]?.statement.flags[action] === 1) bits |= 1 << at;
  if ((bits & all.particular) !== 0) return readPlan(limits, action, universe, isWhole);
  let plan = all.plans.get(bits);
  if (plan === undefined) all.plans.set(bits, (plan = readPlan(limits, action, universe, isWhole)));
  return plan;
}

function readPlan(limits: Limits, action: number, universe: string, isWhole: (applied: AppliedStatement) => boolean): Plan {
  let everyAction = true;
  const layers: Layer[] = [];
  const all =
    limits.boundary === null ? limits.layers : [{ name: 'its permissions boundary', statements: limits.boundary }, ...limits.layers];
  for (const { name, statements } of all) {
    const speaking = speakingOf(statements, action);
    const plain = speaking.filter(allowsAll);
    if (plain.length === 0) layers.push({ name, statements: speaking });
    else everyAction &&= plain.some(isWhole);
  }
  const denies = speakingOf(limits.denies, action).filter((deny) => reaches(deny.resources, universe));
  const { caveats } = limits;
  if (layers.length === 0 && denies.length === 0 && caveats.length === 0 && everyAction) return free;
  const id = JSON.stringify([
    layers.map(({ name, statements }) => [name, statements.map(numberOf)]),
    denies.map(numberOf),
    everyAction,
    caveats,
  ]);
  return { layers, denies, everyAction, caveats, id };
}

const numbers = new WeakMap<AppliedStatement, number>();
let count = 0;

function numberOf(applied: AppliedStatement): number {
  let number = numbers.get(applied);
  if (number === undefined) numbers.set(applied, (number = count++));
  return number;
}

function allowsAll({ statement, resources, exact, settled }: AppliedStatement): boolean {
  return (
    statement.unknown === null &&
    exact &&
    statement.conditions.length === 0 &&
    settled.applies &&
    resources.exclude.length === 0 &&
    resources.include.includes('*')
  );
}

const narrowed = new WeakMap<Right, Right>();

function withoutEveryAction(right: Right): Right {
  let known = narrowed.get(right);
  if (known === undefined) narrowed.set(right, (known = { ...right, everyAction: false }));
  return known;
}

function speakingOf(statements: readonly AppliedStatement[], action: number): readonly AppliedStatement[] {
  return statements.flatMap((each) => (each.statement.flags[action] === 1 ? (forAction(each, action) ?? []) : []));
}

// A deny of specific resources says nothing of an action that takes none.
function reaches(resources: ResourceSet, universe: string): boolean {
  return universe === '*' ? resources.include.includes('*') : resources.include.some((each) => meets(each, universe));
}

const cut = new WeakMap<Right, readonly Right[]>();

function pieces(right: Right): readonly Right[] {
  const { include, exclude } = right.resources;
  if (include.length === 1) return [right];
  let known = cut.get(right);
  if (known === undefined) {
    known = include.map((pattern) => ({ ...right, resources: { include: [pattern], exclude } }));
    cut.set(right, known);
  }
  return known;
}

function bounded(
  right: Right,
  statement: AppliedStatement,
  name: string,
  isWhole: (applied: AppliedStatement) => boolean,
): readonly Right[] {
  // an unread limiter takes nothing away: it is a caveat
  if (statement.statement.unknown !== null) {
    return [{ ...right, caveats: merge(right.caveats, [`unless a statement of ${name} that is not understood leaves it out`]) }];
  }
  const both = combined(right, rightOf(statement, isWhole));
  return both.resources.include.length === 0 || both.windows.length === 0 ? [] : [both];
}
