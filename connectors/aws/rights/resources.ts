import { byCodeUnit } from '../../../src/base/order.ts';
import type { Caller } from './caller.ts';
import { absent, lookupOf } from './caller.ts';
import type { Atom } from '../policy/condition.ts';
import { arnSegments, covers, matches, meets, shown } from '../policy/glob.ts';
import { fifthColon } from '../policy/match/resource.ts';
import type { KeyLookup } from '../policy/match/truth.ts';
import { substitute, templateOf } from '../policy/match/variables.ts';
import type { Statement } from '../policy/statement.ts';

/** What a pattern of `include` matches and none of `exclude` does. */
export interface ResourceSet {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export const allResources: ResourceSet = { include: ['*'], exclude: [] };

/** A statement's resources for one caller. `exact` is false where a variable's value or the reading of a pattern is open: then it is the widest. */
export interface StatementResources {
  readonly set: ResourceSet;
  readonly exact: boolean;
}

/**
 * Variables are put in for the caller: first what is surely spoken of, then what may be. A variable without a value matches nothing:
 * the entry vanishes, which narrows a `Resource` and widens a `NotResource`. A pattern that the documentation leaves open is unsure too.
 */
export function resourcesOf({ resources, variables, conditions }: Statement, caller: Caller): readonly StatementResources[] {
  const known: string[] = [];
  const unsure: string[] = [];
  const lookup = lookupWhere(conditions, caller);
  for (const each of resources.list) {
    const value = variables && hasVariable(each) ? filled(each, lookup) : each;
    if (value === undefined) unsure.push(widened(each));
    else if (value !== null) (isAmbiguous(value) ? unsure : known).push(value);
  }
  const set = (list: readonly string[]): ResourceSet =>
    resources.except ? { include: ['*'], exclude: tidy(list) } : { include: tidy(list), exclude: [] };
  if (unsure.length === 0) return [{ set: set(known), exact: true }];
  return resources.except
    ? [
        { set: set([...known, ...unsure]), exact: true },
        { set: set(known), exact: false },
      ]
    : [...(known.length === 0 ? [] : [{ set: set(known), exact: true }]), { set: set(unsure), exact: false }];
}

/**
 * A pattern of fewer than six segments with a `*` inside one of them (`arn:aws:s3*logs*`) reaches a resource only if that `*` runs over
 * colons, which the documentation leaves open (reference_policies_elements_resource.html).
 */
export function isAmbiguous(pattern: string): boolean {
  if (fifthColon(pattern) >= 0 || !pattern.includes('*')) return false;
  return pattern.split(':').some((segment) => /\*[^*]/.test(segment) && segment !== '*');
}

export function hasVariable(text: string): boolean {
  return text.includes('${');
}

/** What the caller tells where the conditions hold: a key that must not be there has no value to put in. */
function lookupWhere(conditions: readonly Atom[], caller: Caller): KeyLookup {
  const told = lookupOf(caller);
  const without = conditions.filter(demandsAbsence).map((each) => each.key);
  return without.length === 0 ? told : (key) => (without.includes(key) ? absent : told(key));
}

function demandsAbsence({ family, set, ifExists, values }: Atom): boolean {
  return family === 'null' && set === null && !ifExists && values.length > 0 && values.every((each) => each.toLowerCase() === 'true');
}

// before the fifth colon `${…}` is plain text (reference_policies_variables.html, "where you can use policy variables")
function filled(pattern: string, lookup: KeyLookup): string | null | undefined {
  const edge = fifthColon(pattern) + 1;
  const value = substitute(pattern.slice(edge), lookup);
  return typeof value === 'string' ? pattern.slice(0, edge) + value : value;
}

/** The pattern with every variable a `*`: the widest it may stand for. */
function widened(pattern: string): string {
  const edge = fifthColon(pattern) + 1;
  const parts = templateOf(pattern.slice(edge)) ?? [pattern.slice(edge)];
  return pattern.slice(0, edge) + parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
}

/** What is in both. */
export function intersectResources(a: ResourceSet, b: ResourceSet): ResourceSet {
  if (b === allResources) return a;
  if (a === allResources) return b;
  const include: string[] = [];
  for (const x of a.include) {
    for (const y of b.include) {
      if (covers(x, y) || covers(y, x) || meets(x, y)) include.push(common(x, y));
    }
  }
  return trimmed(include, joined(a.exclude, b.exclude));
}

function joined(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...a, ...b];
}

/** What two patterns that meet have in common. ARNs by segment, as each may be narrower than the other somewhere. */
function common(x: string, y: string): string {
  if (covers(x, y)) return y;
  if (covers(y, x)) return x;
  const [a, b] = [arnSegments(x), arnSegments(y)];
  if (a.length === 6 && b.length === 6) return a.map((each, at) => narrower(each, b[at] ?? '')).join(':');
  return narrower(x, y);
}

// of two texts that only overlap the common part is no pattern, and the longer one is nearer to it
function narrower(x: string, y: string): string {
  if (covers(x, y)) return y;
  return covers(y, x) || x.length >= y.length ? x : y;
}

/** What of `a` remains without `b`. */
export function subtractResources(a: ResourceSet, b: ResourceSet): ResourceSet {
  const outside = trimmed(a.include, joined(a.exclude, b.include));
  if (b.exclude.length === 0) return outside;
  const kept = intersectResources(a, { include: b.exclude, exclude: [] });
  // what both pieces say of exclusions differs; keep the common ones, which errs to the wider set
  return trimmed([...outside.include, ...kept.include], outside.include.length === 0 ? kept.exclude : a.exclude);
}

function trimmed(include: readonly string[], exclude: readonly string[]): ResourceSet {
  const out = tidy(exclude);
  if (out.length === 0) return { include: tidy(include), exclude: out };
  return { include: tidy(include.filter((each) => !out.some((other) => covers(other, each)))), exclude: out };
}

const none: readonly string[] = [];

function tidy(patterns: readonly string[]): readonly string[] {
  const [only] = patterns;
  if (only === undefined) return none;
  if (patterns.length === 1 && !only.includes('**')) return patterns;
  // `**` says no more than `*`; two spellings of one pattern would drop each other below
  const unique = [...new Set(patterns.map((each) => (each.includes('**') ? each.replace(/\*{2,}/g, '*') : each)))].sort(byCodeUnit);
  if (unique.length < 2) return unique;
  return unique.filter((each) => !unique.some((other) => other !== each && covers(other, each)));
}

/** Whether a named resource is in the set. */
export function includes(set: ResourceSet, resource: string): boolean {
  return set.include.some((each) => matches(each, resource)) && !set.exclude.some((each) => matches(each, resource));
}

/** How a set reaches into a universe: all the things of one kind in one account. */
export interface Reached {
  /** Every thing of that kind, but for `exclude`. */
  readonly whole: boolean;
  /** The patterns that reach into it, as written; empty when none does. `['*']` when whole. */
  readonly patterns: readonly string[];
}

/**
 * `universe` is a pattern (`arn:aws:iam::111122223333:user/*`), or `*` for actions that take no resource: only a pattern that is
 * `*` reaches those, and no specific pattern excludes them. `never` lists parts of the universe that cannot be acted on at all.
 */
export function reach(set: ResourceSet, universe: string, never: readonly string[] = []): Reached {
  if (universe === '*') {
    const all = set.include.includes('*') && !set.exclude.includes('*');
    return { whole: all, patterns: all ? ['*'] : [] };
  }
  if (set.exclude.some((each) => covers(each, universe))) return nothing;
  if (set.include.some((each) => covers(each, universe))) return { whole: true, patterns: ['*'] };
  const patterns = set.include.filter(
    (each) =>
      beginsAlike(each, universe) &&
      meets(each, universe) &&
      !set.exclude.some((other) => covers(other, each) || covers(other, common(each, universe))) &&
      !never.some((other) => covers(other, each)),
  );
  return patterns.length === 0 ? nothing : { whole: false, patterns: patterns.map(shown) };
}

/** Whether two patterns are the same up to the first wildcard of either: most that have nothing in common differ there. */
function beginsAlike(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a[at], b[at]];
    if (x === '*' || x === '?' || y === '*' || y === '?') return true;
    if (x !== y) return false;
  }
  return true;
}

const nothing: Reached = { whole: false, patterns: [] };
