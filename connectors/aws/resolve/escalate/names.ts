import type { ResourceSet } from '../../rights/resources.ts';
import { NameIndex } from '../name-index.ts';
import type { Span } from './partition.ts';

/** Names that a right reaches, told by its patterns. One object for one set of patterns that find any. */
export interface Reached extends Span {
  /** By the patterns that tell it. */
  readonly id: string;
  /** Whether it is all there are. */
  readonly isAll: boolean;
}

/** Names of things that rights are on, found by pattern: a pattern is looked for once, whatever the number of rights that have it. */
export class Names {
  /** In order. */
  readonly all: readonly string[];
  /** By pattern, the places of what it finds, rising. */
  readonly found: (readonly number[])[] = [];
  readonly #index: NameIndex;
  readonly #numbers = new Map<string, number>();
  readonly #bySet = new WeakMap<ResourceSet, Map<number, Reached | null>>();
  readonly #byId = new Map<string, Reached>();

  constructor(names: Iterable<string>) {
    this.#index = new NameIndex(names);
    this.all = this.#index.names;
  }

  has(name: string): boolean {
    return this.#index.placeOf(name) >= 0;
  }

  /** A list of names that can be left out of what is reached. */
  list(name: string, names: Iterable<string>): number {
    const id = `list ${name}`;
    let number = this.#numbers.get(id);
    if (number === undefined) {
      const places: number[] = [];
      for (const each of names) {
        const place = this.#index.placeOf(each);
        if (place >= 0) places.push(place);
      }
      number = this.found.push(places.sort((a, b) => a - b)) - 1;
      this.#numbers.set(id, number);
    }
    return number;
  }

  /** What a right reaches, less a list; `null`: no name. */
  reached(resources: ResourceSet, less = -1): Reached | null {
    let here = this.#bySet.get(resources);
    if (here === undefined) this.#bySet.set(resources, (here = new Map<number, Reached | null>()));
    let known = here.get(less);
    if (known === undefined) here.set(less, (known = this.#read(resources, less)));
    return known;
  }

  /** Whether the first surely has all that the second has. */
  covers(a: Reached, b: Reached): boolean {
    if (a === b || a.isAll) return true;
    return b.include.every((each) => a.include.includes(each)) && a.exclude.every((each) => b.exclude.includes(each));
  }

  /** The places of what is reached; `undefined`: more than `most`. */
  few({ include, exclude }: Reached, most: number): readonly number[] | undefined {
    const places = new Set<number>();
    for (const pattern of include) {
      for (const place of this.found[pattern] ?? []) {
        if (exclude.some((each) => this.#finds(each, place))) continue;
        places.add(place);
        if (places.size > most) return undefined;
      }
    }
    return [...places].sort((a, b) => a - b);
  }

  #read({ include, exclude }: ResourceSet, less: number): Reached | null {
    const [within, without] = [this.#finding(include), this.#finding(exclude)];
    if (less >= 0 && (this.found[less]?.length ?? 0) > 0) without.push(less);
    const id = `${within.join()}!${without.join()}`;
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const isAll = without.length === 0 && within.some((each) => this.found[each]?.length === this.all.length);
    const reached: Reached = { id, include: within, exclude: without, isAll };
    if (this.few(reached, 0)?.length === 0) return null;
    this.#byId.set(id, reached);
    return reached;
  }

  /** Numbers of the patterns that find any name, rising. */
  #finding(patterns: readonly string[]): number[] {
    const numbers = patterns.map((pattern) => this.#number(pattern));
    return [...new Set(numbers)].filter((each) => (this.found[each]?.length ?? 0) > 0).sort((a, b) => a - b);
  }

  #number(pattern: string): number {
    let number = this.#numbers.get(pattern);
    if (number === undefined) {
      number = this.found.push(this.#index.placesIn({ include: [pattern], exclude: [] })) - 1;
      this.#numbers.set(pattern, number);
    }
    return number;
  }

  /** Whether a pattern finds a name. */
  #finds(pattern: number, place: number): boolean {
    const found = this.found[pattern] ?? [];
    let [low, high] = [0, found.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return found[low] === place;
  }
}
