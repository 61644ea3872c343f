import type { ConditionNote } from '../../../src/model/grant.ts';
import type { Presence } from '../../../src/model/persistence.ts';
import { weakerPresence } from '../../../src/model/persistence.ts';
import type { Windows } from '../../../src/model/window.ts';
import { always, complement, intersect, isAlways } from '../../../src/model/window.ts';
import type { AppliedStatement } from './documents.ts';
import { covers, meets } from '../policy/glob.ts';
import type { ResourceSet } from './resources.ts';
import { allResources, intersectResources, subtractResources } from './resources.ts';

/** What remains of one Allow statement for one action, after limits and denies. */
export interface Right {
  readonly resources: ResourceSet;
  readonly windows: Windows;
  readonly presence: Presence;
  /** The statement was not wholly understood, so neither is how long it lasts. */
  readonly unread: boolean;
  /** The statement, and every limit it passed, speaks of every action by pattern. */
  readonly everyAction: boolean;
  readonly conditions: readonly ConditionNote[];
  readonly because: readonly string[];
  readonly caveats: readonly string[];
}

/** A right without any limit, for what needs no identity policy. */
export const plainRight: Right = {
  resources: allResources,
  windows: always,
  presence: 'certain',
  unread: false,
  everyAction: false,
  conditions: [],
  because: [],
  caveats: [],
};

/** What limits a caller beside its own Allow statements. */
export interface Limits {
  readonly denies: readonly AppliedStatement[];
  /** Allow statements of the permissions boundary; `null` = it has none, or it could not be read (then a caveat says so). */
  readonly boundary: readonly AppliedStatement[] | null;
  readonly caveats: readonly string[];
}

export const noLimits: Limits = { denies: [], boundary: null, caveats: [] };

/** What an Allow statement gives by itself. `isWhole` tells whether a NotAction leaves everything that matters. */
export function rightOf(applied: AppliedStatement, isWhole: (applied: AppliedStatement) => boolean): Right {
  const { statement, settled, exact } = applied;
  const unread = statement.unknown !== null;
  const notes: ConditionNote[] = [...settled.notes];
  if (unread) notes.push({ text: `a statement that is not understood: ${statement.unknown ?? ''}`, settled: 'outside' });
  if (!exact)
    notes.push({ text: `a policy variable whose value is not known, in ${statement.resources.list.join(', ')}`, settled: 'outside' });
  return {
    resources: applied.resources,
    windows: intersect(settled.windows, settled.issued),
    presence: settled.outside || unread || !exact ? 'possible' : 'certain',
    unread,
    everyAction: isWhole(applied),
    conditions: notes,
    because: settled.olderSessions.map((text) => `it is for sessions of the past only: ${text}`),
    caveats: [],
  };
}

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
  if (limits === noLimits) return pieces(right);
  let rights = pieces(limits.caveats.length === 0 ? right : { ...right, caveats: merge(right.caveats, limits.caveats) });
  if (limits.boundary !== null) {
    const within = limits.boundary.filter((each) => each.statement.flags[action] === 1);
    rights = rights.flatMap((each) => within.flatMap((statement) => bounded(each, statement, isWhole).flatMap(pieces)));
  }
  for (const deny of limits.denies) {
    if (deny.statement.flags[action] !== 1 || !reaches(deny.resources, universe)) continue;
    rights = rights.flatMap((each) => denied(each, deny).flatMap(pieces));
  }
  return rights;
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

function bounded(right: Right, statement: AppliedStatement, isWhole: (applied: AppliedStatement) => boolean): readonly Right[] {
  // an unread limiter takes nothing away: it is a caveat
  if (statement.statement.unknown !== null) {
    return [
      { ...right, caveats: merge(right.caveats, ['unless a statement of its permissions boundary that is not understood leaves it out']) },
    ];
  }
  const both = combined(right, rightOf(statement, isWhole));
  return both.resources.include.length === 0 || both.windows.length === 0 ? [] : [both];
}

/** What needs both. */
export function combined(a: Right, b: Right): Right {
  return {
    resources: intersectResources(a.resources, b.resources),
    windows: intersect(a.windows, b.windows),
    presence: weakerPresence(a.presence, b.presence),
    unread: a.unread || b.unread,
    everyAction: a.everyAction && b.everyAction,
    conditions: mergeNotes(a.conditions, b.conditions),
    because: merge(a.because, b.because),
    caveats: merge(a.caveats, b.caveats),
  };
}

/** What a Deny leaves: certain where it surely does not apply, possible where it may, nothing where it surely does. */
export function denied(right: Right, deny: AppliedStatement): readonly Right[] {
  if (!overlap(right.resources, deny.resources)) return [right];
  const { statement, settled } = deny;
  if (statement.unknown !== null) {
    return [{ ...right, caveats: merge(right.caveats, [`unless a deny that is not understood applies: ${statement.unknown}`]) }];
  }
  if (settled.olderSessions.length > 0) {
    const why = settled.olderSessions.map((text) => `a deny ends older sessions only, a fresh one is not touched: ${text}`);
    return [{ ...right, because: merge(right.because, why) }];
  }
  if (settled.byHolder) return [{ ...right, conditions: mergeNotes(right.conditions, denyNotes(settled.notes)) }];
  const during = intersect(right.windows, settled.windows);
  if (during.length === 0) return [right];
  const rest = isAlways(settled.windows) ? [] : [{ ...right, windows: intersect(right.windows, complement(settled.windows)) }];
  const left = rest.filter((each) => each.windows.length > 0);
  const resources = subtractResources(right.resources, deny.resources);
  const everyAction = right.everyAction && resources.include.includes('*');
  const because = merge(right.because, [part(deny)]);
  if (settled.outside || !deny.exact) {
    const conditions = mergeNotes(right.conditions, denyNotes(settled.notes));
    const touched = resources.include.length === 0 ? right.resources : intersectResources(right.resources, deny.resources);
    return [
      ...left,
      // what the deny does not speak of surely remains
      ...(resources.include.length === 0 ? [] : [{ ...right, resources, everyAction, because }]),
      { ...right, resources: touched, windows: during, presence: 'possible', conditions },
    ];
  }
  return resources.include.length === 0 ? left : [...left, { ...right, windows: during, resources, everyAction, because }];
}

function part(deny: AppliedStatement): string {
  const { list, except } = deny.statement.resources;
  return `a deny takes part of it away: ${except ? 'all but ' : ''}${list.slice(0, 3).join(', ')}${list.length > 3 ? ' and more' : ''}`;
}

function denyNotes(notes: readonly ConditionNote[]): readonly ConditionNote[] {
  return notes.filter((note) => note.settled !== 'decided').map((note) => ({ text: `denied where ${note.text}`, settled: note.settled }));
}

function overlap(a: ResourceSet, b: ResourceSet): boolean {
  return a.include.some((x) => b.include.some((y) => meets(x, y)) && !b.exclude.some((out) => covers(out, x)));
}

export function merge(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...new Set([...a, ...b])];
}

function mergeNotes(a: readonly ConditionNote[], b: readonly ConditionNote[]): readonly ConditionNote[] {
  if (b.length === 0) return a;
  const seen = new Set(a.map((note) => `${note.settled} ${note.text}`));
  return [...a, ...b.filter((note) => !seen.has(`${note.settled} ${note.text}`))];
}
