import type { GraphInput } from '../../src/graph/input.ts';
import type { Grant, Link } from '../../src/model/grant.ts';
import type { Bounds, PersistenceClass, Presence } from '../../src/model/persistence.ts';
import { persistenceClasses } from '../../src/model/persistence.ts';
import type { Windows } from '../../src/model/window.ts';

/** What the definition says of one identity × capability × scope. */
export interface LiteralReach {
  readonly bounds: Bounds;
  readonly presence: Presence;
}

const rank = (each: PersistenceClass): number => persistenceClasses.indexOf(each);

/**
 * The definition of DESIGN.md section 3 word for word: every simple path is written down, and greatest and least are taken over the
 * list. Shares nothing with the search but the vocabulary. Keyed by `identity capability scope`.
 */
export function literalReaches(input: GraphInput, now: number, maxTimeBoundMs: number): ReadonlyMap<string, LiteralReach> {
  const links = input.elements.filter((each): each is Link => each.type === 'link' && isUsable(each, now));
  const grants = input.elements.filter((each): each is Grant => each.type === 'grant' && isUsable(each, now));
  const effective = (persistence: PersistenceClass, windows: Windows): PersistenceClass => {
    if (persistence !== 'time-bound' && persistence !== 'activated') return persistence;
    const lengths = windows.map((each) => (each.until === null ? Infinity : each.until - (each.from ?? now)));
    return lengths.some((length) => length > maxTimeBoundMs) ? 'standing' : persistence;
  };
  const names = new Set<string>(input.identities.map((each) => each.value.id));
  for (const each of input.elements) {
    if (each.type === 'grant') names.add(each.subject);
    else names.add(each.to).add(each.from);
  }
  const found = new Map<string, LiteralReach>();
  for (const from of names) {
    if (from.startsWith('pool:')) continue;
    const simple = pathsFrom(from, links);
    const isOpen = simple.some((path) => isUnreadAt(input, path.at(-1)?.to ?? from));
    const byTarget = new Map<string, (Grant | Link)[][]>();
    for (const path of simple) {
      const end = path.at(-1)?.to ?? from;
      for (const grant of grants.filter((each) => each.subject === end)) {
        const target = `${grant.capability} ${grant.scope}`;
        byTarget.set(target, [...(byTarget.get(target) ?? []), [...path, grant]]);
      }
    }
    for (const [target, paths] of byTarget) {
      const certain = paths.filter((path) => path.every((each) => each.presence === 'certain'));
      const lo = Math.max(0, ...certain.map((path) => Math.min(...path.map((each) => rank(effective(each.bounds.lo, each.windows))))));
      const hi = Math.max(0, ...paths.map((path) => Math.min(...path.map((each) => rank(effective(each.bounds.hi, each.windows))))));
      const holders = input.elements.filter((each) => each.type === 'grant' && `${each.capability} ${each.scope}` === target);
      const raised = isOpen || holders.some((each) => isUnreadBoundary(input, each.boundary));
      found.set(`${from} ${target}`, {
        bounds: { lo: persistenceClasses[lo] ?? 'session', hi: raised ? 'standing' : (persistenceClasses[hi] ?? 'session') },
        presence: certain.length > 0 ? 'certain' : 'possible',
      });
    }
  }
  return found;
}

function isUsable(element: Grant | Link, now: number): boolean {
  if (element.presence === 'refuted' || (element.type === 'link' && element.openness === 'none')) return false;
  return element.windows.some((each) => (each.from ?? -Infinity) <= now && now < (each.until ?? Infinity));
}

function pathsFrom(from: string, links: readonly Link[]): readonly (readonly Link[])[] {
  const found: (readonly Link[])[] = [];
  const walk = (path: readonly Link[], seen: readonly string[]): void => {
    found.push(path);
    const end = path.at(-1)?.to ?? from;
    for (const link of links) if (link.from === end && !seen.includes(link.to)) walk([...path, link], [...seen, link.to]);
  };
  walk([], [from]);
  return found;
}

/** A name nobody listed in an account that was read, or an identity or pool of an account whose sources of grants were not. */
function isUnreadAt(input: GraphInput, id: string): boolean {
  const pool = /^pool:(.+):[^:]+$/.exec(id)?.[1];
  if (pool !== undefined) return isUnreadBoundary(input, pool);
  const account = /^arn:aws:iam::(\d{12}):/.exec(id)?.[1];
  const boundary = `aws:${account ?? ''}`;
  if (!input.boundaries.some((each) => each.value.id === boundary)) return false;
  return isUnreadBoundary(input, boundary) || !input.identities.some((each) => each.value.id === id);
}

function isUnreadBoundary(input: GraphInput, boundary: string): boolean {
  const sources = ['aws:policy', 'aws:attachment', 'aws:membership', 'aws:trust'];
  return input.coverage.some((each) => each.boundary === boundary && each.status !== 'complete' && sources.includes(each.surface));
}
