import type { ResourceSet } from '../rights/resources.ts';
import { fifthColon } from '../policy/match/resource.ts';
import { includes } from '../rights/resources.ts';

interface Found {
  readonly places: readonly number[];
  /** Made when they are asked for. */
  names: readonly string[] | undefined;
}

/** Names found by pattern. A pattern is compared only with names that begin as it does; what one set finds is one list, for ever. */
export class NameIndex {
  readonly names: readonly string[];
  readonly #found = new WeakMap<ResourceSet, Found>();
  readonly #byText = new Map<string, Found>();

  constructor(names: Iterable<string>) {
    this.names = [...names].sort();
  }

  in(resources: ResourceSet): readonly string[] {
    const found = this.#finding(resources);
    return (found.names ??= found.places.map((place) => this.names[place] ?? ''));
  }

  /** Where they are in the list of names; of one pattern rising. */
  placesIn(resources: ResourceSet): readonly number[] {
    return this.#finding(resources).places;
  }

  /** Where a name is; -1: it is not there. */
  placeOf(name: string): number {
    const place = this.#from(name);
    return this.names[place] === name ? place : -1;
  }

  #finding(resources: ResourceSet): Found {
    let found = this.#found.get(resources);
    if (found === undefined) {
      const text = `${resources.include.join('\n')}\n\n${resources.exclude.join('\n')}`;
      found = this.#byText.get(text);
      if (found === undefined) this.#byText.set(text, (found = this.#search(resources)));
      this.#found.set(resources, found);
    }
    return found;
  }

  #search(resources: ResourceSet): Found {
    if (resources.exclude.length === 0 && resources.include.includes('*'))
      return { places: this.names.map((_name, place) => place), names: this.names };
    const found = resources.include.length > 1 ? new Set<number>() : undefined;
    const places: number[] = [];
    const add = (place: number): void => {
      if (found?.has(place) === true) return;
      found?.add(place);
      places.push(place);
    };
    for (const pattern of resources.include) {
      const wildcard = pattern.search(/[*?]/);
      const head = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
      const one = { include: [pattern], exclude: resources.exclude };
      if (resources.exclude.length === 0 && isPrefix(pattern, wildcard)) {
        const end = this.#from(`${head}\u{10ffff}`);
        for (let place = this.#from(head); place < end; place++) add(place);
        continue;
      }
      for (let at = this.#from(head); at < this.names.length; at++) {
        const name = this.names[at] ?? '';
        if (!name.startsWith(head)) break;
        if (includes(one, name)) add(at);
      }
    }
    return { places, names: undefined };
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
