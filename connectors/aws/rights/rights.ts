import type { ConditionNote } from '../../../src/model/grant.ts';
import type { Presence } from '../../../src/model/persistence.ts';
import { weakerPresence } from '../../../src/model/persistence.ts';
import type { Windows } from '../../../src/model/window.ts';
import { always, intersect } from '../../../src/model/window.ts';
import type { AppliedStatement } from './documents.ts';
import type { Clause } from './settle.ts';
import type { ResourceSet } from './resources.ts';
import { allResources, hasVariable, intersectResources, isAmbiguous } from './resources.ts';

/** What remains of one Allow statement for one action, after limits and denies. */
export interface Right {
  readonly resources: ResourceSet;
  /** Where a variable leaves open what the statement speaks of: patterns as written, which `resources` never reach beyond. Else empty. */
  readonly asWritten: readonly string[];
  readonly windows: Windows;
  readonly presence: Presence;
  /** The statement was not wholly understood, so neither is how long it lasts. */
  readonly unread: boolean;
  /** The statement, and every limit it passed, speaks of every action by pattern. */
  readonly everyAction: boolean;
  readonly conditions: readonly ConditionNote[];
  readonly because: readonly string[];
  readonly caveats: readonly string[];
  /** What its holder must bring about together; each by itself is already counted, see together.ts. */
  readonly demands: readonly Demand[];
}

/** Conditions of a statement that allows, or of a deny that is to be escaped where it speaks of the resources. */
export interface Demand {
  readonly clause: Clause;
  readonly deny: AppliedStatement | null;
}

/** A right without any limit, for what needs no identity policy. */
export const plainRight: Right = {
  resources: allResources,
  asWritten: [],
  windows: always,
  presence: 'certain',
  unread: false,
  everyAction: false,
  conditions: [],
  because: [],
  caveats: [],
  demands: [],
};

/** Why what a statement speaks of is not exactly known. */
export function openReading({ resources, variables }: AppliedStatement['statement']): string {
  const named = resources.list.join(', ');
  return variables && resources.list.some(hasVariable)
    ? `a policy variable whose value is not known, in ${named}`
    : `whether a wildcard runs over colons is not documented, in ${named}`;
}

/** Patterns in which a variable is one, that say what a statement speaks of. */
export function patternsOf({ resources, variables }: AppliedStatement['statement']): readonly string[] {
  return variables && !resources.except ? resources.list : [];
}

/** What an Allow statement gives by itself. `isWhole` tells whether a NotAction leaves everything that matters. */
export function rightOf(applied: AppliedStatement, isWhole: (applied: AppliedStatement) => boolean): Right {
  const { statement, settled, exact } = applied;
  const unread = statement.unknown !== null;
  const notes: ConditionNote[] = [...settled.notes];
  if (unread) notes.push({ text: `a statement that is not understood: ${statement.unknown ?? ''}`, settled: 'outside' });
  if (!exact) notes.push({ text: openReading(statement), settled: 'outside' });
  return {
    resources: applied.resources,
    asWritten: exact ? [] : patternsOf(statement).filter((each) => hasVariable(each) || isAmbiguous(each)),
    windows: intersect(settled.windows, settled.issued),
    presence: settled.outside || unread || !exact ? 'possible' : 'certain',
    unread,
    everyAction: isWhole(applied),
    conditions: notes,
    because: settled.olderSessions.map((text) => `it is for sessions of the past only: ${text}`),
    caveats: [],
    demands: settled.clause === null ? [] : [{ clause: settled.clause, deny: null }],
  };
}

/** What needs both. */
export function combined(a: Right, b: Right): Right {
  return {
    resources: intersectResources(a.resources, b.resources),
    asWritten: a.asWritten.length > 0 ? a.asWritten : b.asWritten,
    windows: intersect(a.windows, b.windows),
    presence: weakerPresence(a.presence, b.presence),
    unread: a.unread || b.unread,
    everyAction: a.everyAction && b.everyAction,
    conditions: mergeNotes(a.conditions, b.conditions),
    because: merge(a.because, b.because),
    caveats: merge(a.caveats, b.caveats),
    demands: a.demands.length === 0 ? b.demands : b.demands.length === 0 ? a.demands : [...a.demands, ...b.demands],
  };
}

export function merge(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...new Set([...a, ...b])];
}

export function mergeNotes(a: readonly ConditionNote[], b: readonly ConditionNote[]): readonly ConditionNote[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const more = b.filter((note) => !a.some((each) => each.text === note.text && each.settled === note.settled));
  return more.length === 0 ? a : [...a, ...more];
}
