import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import type { Grant, Link } from '../model/grant.ts';
import { GraphError } from './errors.ts';

/** Grants and links apart, each in the order of their keys, and one of those that say the same. */
export interface Elements {
  readonly grants: readonly Grant[];
  readonly links: readonly Link[];
}

/** Throws {@link GraphError} `duplicate-key` where two different elements have one key. */
export function elementsOf(all: readonly (Grant | Link)[]): Elements {
  const grants: Grant[] = [];
  const links: Link[] = [];
  for (const each of all) {
    if (each.type === 'grant') grants.push(each);
    else links.push(each);
  }
  return {
    grants: inOrder(grants, [(each) => each.subject, (each) => each.source.id]),
    links: inOrder(links, [(each) => each.from, (each) => each.to]),
  };
}

type Part<T> = (element: T) => string;

function inOrder<T extends Grant | Link>(elements: readonly T[], parts: readonly Part<T>[]): readonly T[] {
  const order = new KeyOrder<T>();
  const sorted = order.sorted(elements, parts);
  return order.repeats ? distinct(sorted) : sorted;
}

/** Up to so many are sorted at once. */
const FEW = 16;

/**
 * Sorts by key. A key is made of what its element is made of, so elements that share a part of it mostly stand together: they are sorted
 * among themselves, then the groups by their first keys. Where groups turn out to overlap, the whole is sorted plainly; so the parts
 * save comparisons of long texts and decide nothing.
 */
class KeyOrder<T extends { readonly key: string }> {
  /** Whether two equal keys were met. Any two that end side by side were compared. */
  repeats = false;

  readonly #compare = (a: T, b: T): number => {
    if (a.key < b.key) return -1;
    if (a.key > b.key) return 1;
    this.repeats = true;
    return 0;
  };

  sorted(elements: readonly T[], [part, ...finer]: readonly Part<T>[]): readonly T[] {
    if (elements.length < 2) return elements;
    if (part === undefined || elements.length <= FEW) return elements.toSorted(this.#compare);
    const groups = grouped(elements, part);
    if (groups.length === 1) return this.sorted(elements, finer);
    const rows = groups.map((group) => this.sorted(group, finer)).sort((a, b) => this.#compare(a[0] as T, b[0] as T));
    const all: T[] = [];
    let overlap = false;
    for (const row of rows) {
      const last = all.at(-1);
      overlap ||= last !== undefined && this.#compare(last, row[0] as T) >= 0;
      for (const each of row) all.push(each);
    }
    return overlap ? all.sort(this.#compare) : all;
  }
}

/** By a part of theirs; those that come one after the other with the same part cost no look-up. */
function grouped<T>(elements: readonly T[], part: Part<T>): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  let name: string | undefined;
  let group: T[] = [];
  for (const each of elements) {
    const own = part(each);
    if (own !== name) {
      name = own;
      const known = groups.get(own);
      if (known === undefined) groups.set(own, (group = []));
      else group = known;
    }
    group.push(each);
  }
  return [...groups.values()];
}

function distinct<T extends Grant | Link>(sorted: readonly T[]): readonly T[] {
  const kept: T[] = [];
  for (const each of sorted) {
    const last = kept.at(-1);
    if (last?.key !== each.key) kept.push(each);
    else if (canonicalJson(last as unknown as Json) !== canonicalJson(each as unknown as Json)) {
      throw new GraphError(
        'duplicate-key',
        `cannot build the graph: two different ${each.type}s have the key '${each.key}'; the connector of ${each.boundary} must tell them apart`,
      );
    }
  }
  return kept;
}
