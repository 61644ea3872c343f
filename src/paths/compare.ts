import { groupBy } from '../base/group.ts';
import { byKeys } from '../base/order.ts';
import { dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Gap } from '../model/gap.ts';
import type { EntityId, ScopeId } from '../model/ids.ts';
import { classRank } from '../model/persistence.ts';
import type { View } from '../model/view.ts';
import { queryPaths } from './query.ts';
import type { PathEntry, PathQuery } from './query.ts';

/**
 * What became of one identity × capability × scope. `gone`: no way is left, and every source that could tell of another was read to its end.
 * `undetermined`: none is left among what was read, and `missing` could still hold one. `lowered`: the right is held as before, and what it
 * leads to is no tier 0 any more. `weaker`, `stronger`: held in a lower or higher class, less or more certainly, or for a shorter or longer
 * time. `raised`: held as before, and now it leads to tier 0. `new`: nothing that gave as much was held before.
 */
export const compareOutcomes = ['gone', 'undetermined', 'lowered', 'weaker', 'unchanged', 'stronger', 'raised', 'new'] as const;
export type CompareOutcome = (typeof compareOutcomes)[number];
const gains: ReadonlySet<CompareOutcome> = new Set(['stronger', 'raised', 'new']);

export interface ComparedReach {
  readonly identity: EntityId;
  /** Of a way to a crown jewel its name; left out: another was asked for. */
  readonly jewel?: string;
  readonly capability: Capability;
  readonly scope: ScopeId;
  readonly outcome: CompareOutcome;
  /** Held through whatever gives as much: its own capability and scope are in `via`. */
  readonly before: PathEntry | null;
  readonly after: PathEntry | null;
  /** The way that was shown before is closed, and `after` shows one that was hidden behind it. */
  readonly another: boolean;
  /** What was not read and could give it still, or give more of it; empty = nothing. Told of `gone`, `undetermined`, `lowered` and `weaker`. */
  readonly missing: readonly Gap[];
}

/**
 * What an identity as a whole keeps of what was asked for. `loses`: everything, for certain. `undetermined`: everything that was found, and
 * something unread could still give it some. `weaker`: all that it keeps is held in a weaker way. `keeps`: some of it as before.
 */
export type IdentityOutcome = 'loses' | 'undetermined' | 'weaker' | 'keeps';

export interface Comparison {
  /** Sorted by identity, capability and scope. */
  readonly reaches: readonly ComparedReach[];
  /** Of all who held some of it before; sorted by id. */
  readonly identities: readonly { readonly identity: EntityId; readonly outcome: IdentityOutcome }[];
  /** Who holds something new, or something in a stronger way; sorted. */
  readonly gaining: readonly EntityId[];
}

/** What was not read and could give an identity this right by a way that was not found; empty = nothing. */
export type Missing = (after: View, before: PathEntry) => readonly Gap[];

/**
 * Two views of one estate, before and after something was taken away, in what was asked for. What is held through more than what was
 * asked for (`administer` on the account gives all on it) counts as held, on both sides.
 */
export function comparePaths(before: View, after: View, query: PathQuery, missing: Missing): Comparison {
  const { class: only, ...rest } = query;
  const had = byRight(queryPaths(before, rest));
  const has = byRight(queryPaths(after, rest));
  const [ofBefore, ofAfter] = [had, has].map((all) => groupBy(all.values(), (each) => each.identity)) as [Entries, Entries];
  const isTierZero = (view: View, all: Entries, right: PathEntry): boolean =>
    query.to !== 'tier0' || (all.get(right.identity) ?? []).some((each) => gives(view, each, right));
  const reaches: ComparedReach[] = [];
  for (const [identity, own] of ofBefore) {
    const same = isSame(own, ofAfter.get(identity) ?? []);
    for (const one of own) {
      if (same) reaches.push({ ...rightOf(one), outcome: 'unchanged', before: one, after: one, another: false, missing: [] });
      else reaches.push(compared(before, after, one, (two) => isTierZero(after, ofAfter, two), missing));
    }
  }
  for (const [key, two] of has) {
    if (had.has(key)) continue;
    const one = heldAs(before, two);
    const outcome =
      one === undefined ? 'new' : isStronger(one, two) ? 'stronger' : isTierZero(before, ofBefore, two) ? undefined : 'raised';
    if (outcome !== undefined) reaches.push({ ...rightOf(two), outcome, before: one ?? null, after: two, another: false, missing: [] });
  }
  const chosen = reaches.filter((each) => only === undefined || each.before?.persistence === only || each.after?.persistence === only);
  return { reaches: chosen.sort(inOrder), identities: identitiesOf(chosen), gaining: gainingOf(chosen) };
}

const inOrder = byKeys<ComparedReach>(
  (each) => each.identity,
  (each) => each.capability,
  (each) => each.scope,
);

type Entries = ReadonlyMap<EntityId, readonly PathEntry[]>;

function byRight(entries: readonly PathEntry[]): ReadonlyMap<string, PathEntry> {
  // whatever is held on a jewel, it is one jewel
  return new Map(
    entries.map((each) => [
      JSON.stringify(each.jewel === undefined ? [each.identity, each.capability, each.scope] : [each.identity, each.jewel]),
      each,
    ]),
  );
}

/** The same right in another view, whatever gives it. */
function heldAs(view: View, { identity, jewel, capability, scope }: PathEntry): PathEntry | undefined {
  const query: PathQuery = jewel === undefined ? { to: capability, from: identity, scope } : { to: `jewel:${jewel}`, from: identity };
  return queryPaths(view, query)[0];
}

function gives(view: View, one: PathEntry, other: PathEntry): boolean {
  return dominates(one.capability, other.capability) && view.scopes.contains(one.scope, other.scope);
}

function compared(before: View, after: View, one: PathEntry, isTierZero: (right: PathEntry) => boolean, missing: Missing): ComparedReach {
  // what the same right comes to through whatever gives it, other and greater rights among them, is what has to be compared
  const [whole, now] = [heldAs(before, one) ?? one, heldAs(after, one)];
  const right = { ...rightOf(one), before: one, after: now ?? null };
  if (now === undefined) {
    const gaps = missing(after, one);
    return { ...right, outcome: gaps.length === 0 ? 'gone' : 'undetermined', another: false, missing: gaps };
  }
  const another = !isIntact(before, after, one);
  if (!isTierZero(one)) return { ...right, outcome: 'lowered', another, missing: missing(after, one) };
  if (isStronger(now, whole)) return { ...right, outcome: 'weaker', another, missing: missing(after, one) };
  return { ...right, outcome: isStronger(whole, now) ? 'stronger' : 'unchanged', another, missing: [] };
}

type Right = Pick<ComparedReach, 'identity' | 'jewel' | 'capability' | 'scope'>;

function rightOf({ identity, jewel, capability, scope }: PathEntry): Right {
  return { identity, ...(jewel === undefined ? {} : { jewel }), capability, scope };
}

/** Whether both lists tell the same of the same rights, by the same ways. */
function isSame(before: readonly PathEntry[], after: readonly PathEntry[]): boolean {
  return before.length === after.length && before.every((one, at) => JSON.stringify(told(one)) === JSON.stringify(told(after[at])));
}

function told(entry: PathEntry | undefined): unknown {
  if (entry === undefined) return undefined;
  const { capability, scope, bounds, presence, windows, links, via } = entry;
  return [capability, scope, bounds, presence, windows, links, via];
}

/** Whether the second is held in a stronger way: more certainly, else in a more lasting class, else for longer. */
function isStronger(one: PathEntry, two: PathEntry): boolean {
  const steps: readonly (readonly [number, number])[] = [
    [Number(one.presence === 'certain'), Number(two.presence === 'certain')],
    [classRank(one.bounds.lo), classRank(two.bounds.lo)],
    [classRank(one.bounds.hi), classRank(two.bounds.hi)],
    [endOf(one), endOf(two)],
  ];
  for (const [a, b] of steps) if (a !== b) return b > a;
  return false;
}

function endOf({ windows }: PathEntry): number {
  const last = windows.at(-1);
  return last === undefined ? -Infinity : last.until === null ? Infinity : Date.parse(last.until);
}

/** Whether every step of the way that was shown is still there. */
function isIntact(before: View, after: View, { identity, via }: PathEntry): boolean {
  const path = before.path(identity, via.capability, via.scope);
  if (path === undefined) return false;
  return path.links.every((each) => after.link(each.key) !== undefined) && after.grant(path.grant.key) !== undefined;
}

function identitiesOf(reaches: readonly ComparedReach[]): Comparison['identities'] {
  const had = groupBy(
    reaches.filter((each) => each.before !== null && each.outcome !== 'raised'),
    (each) => each.identity,
  );
  return [...had].map(([identity, own]) => ({ identity, outcome: outcomeOf(own) })).sort(byKeys((each) => each.identity));
}

function outcomeOf(own: readonly ComparedReach[]): IdentityOutcome {
  const has = (...outcomes: readonly CompareOutcome[]): boolean => own.some((each) => outcomes.includes(each.outcome));
  if (has('unchanged', 'stronger')) return 'keeps';
  if (has('weaker')) return 'weaker';
  // what is held as before may lead to tier 0 through what was not read
  return has('undetermined') || own.some((each) => each.outcome === 'lowered' && each.missing.length > 0) ? 'undetermined' : 'loses';
}

function gainingOf(reaches: readonly ComparedReach[]): readonly EntityId[] {
  return [...new Set(reaches.filter((each) => gains.has(each.outcome)).map((each) => each.identity))];
}

/** How many identities come out how, for a summary. */
export interface CompareTally {
  /** Who held some of what was asked for. */
  readonly held: number;
  readonly loses: number;
  readonly undetermined: number;
  readonly weaker: number;
  readonly keeps: number;
  readonly gains: number;
}

export function tallyOf({ identities, gaining }: Comparison): CompareTally {
  const count = (outcome: IdentityOutcome): number => identities.filter((each) => each.outcome === outcome).length;
  return {
    held: identities.length,
    loses: count('loses'),
    undetermined: count('undetermined'),
    weaker: count('weaker'),
    keeps: count('keeps'),
    gains: gaining.length,
  };
}
