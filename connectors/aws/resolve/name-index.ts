import { byCodeUnit } from '../../../src/base/order.ts';
import type { ResourceSet } from '../rights/resources.ts';
import { fifthColon } from '../policy/match/resource.ts';
import { includes } from '../rights/resources.ts';

/** Names found by pattern. A pattern is compared only with names that begin as it does; what one set finds is one list, for ever. */
export class NameIndex {
  readonly names: readonly string[];
  readonly #found = new WeakMap<ResourceSet, readonly string[]>();
  readonly #byText = new Map<string, readonly string[]>();

  constructor(names: Iterable<string>) {
    this.names = [...names].sort(byCodeUnit);
  }

  in(resources: ResourceSet): readonly string[] {
    let names = this.#found.get(resources);
    if (names === undefined) {
      const text = `${resources.include.join('\n')}\n\n${resources.exclude.join('\n')}`;
      names = this.#byText.get(text) ?? this.#search(resources);
      this.#byText.set(text, names);
      this.#found.set(resources, names);
    }
    return names;
  }

  #search(resources: ResourceSet): readonly string[] {
    if (resources.exclude.length === 0 && resources.include.includes('*')) return this.names;
    const found = new Set<string>();
    for (const pattern of resources.include) {
      const wildcard = pattern.search(/[*?]/);
      const head = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
      const one = { include: [pattern], exclude: resources.exclude };
      if (resources.exclude.length === 0 && isPrefix(pattern, wildcard)) {
        for (const name of this.names.slice(this.#from(head), this.#from(`${head}\u{10ffff}`))) found.add(name);
        continue;
      }
      for (let at = this.#from(head); at < this.names.length; at++) {
        const name = this.names[at] ?? '';
        if (!name.startsWith(head)) break;
        if (includes(one, name)) found.add(name);
      }
    }
    return [...found];
  }

  /** Where names that are not before `head` begin. */
  #from(head: string): number {
    let [low, high] = [0, this.names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.names[middle] ?? '') < head) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether a pattern matches whatever begins as it does: its one wildcard is its end, and lies in the last segment of an ARN. */
function isPrefix(pattern: string, wildcard: number): boolean {
  return wildcard === pattern.length - 1 && pattern.endsWith('*') && fifthColon(pattern) >= 0;
}
