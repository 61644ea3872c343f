import { byCodeUnit } from '../../base/order.ts';
import type { Lookup } from '../graph.ts';
import type { Sequence } from '../sequence.ts';

/** Names in order, and for each the JSON of what it names. */
export interface Table {
  readonly names: Sequence<string>;
  readonly values: Sequence<string>;
}

export function tableOf<T>(things: Iterable<readonly [string, T]>): Table {
  const sorted = [...things].sort(([a], [b]) => byCodeUnit(a, b));
  return { names: sorted.map(([name]) => name), values: sorted.map(([, value]) => JSON.stringify(value)) };
}

/** What is asked for is read then, and kept. */
export function lookupIn<T>({ names, values }: Table, read: (json: string) => T = (json) => JSON.parse(json) as T): Lookup<T> {
  const known: (T | undefined)[] = [];
  const valueAt = (place: number): T => (known[place] ??= read(values.at(place) as string));
  return {
    size: names.length,
    has: (name) => placeOf(names, name) !== undefined,
    get(name) {
      const place = placeOf(names, name);
      return place === undefined ? undefined : valueAt(place);
    },
    *[Symbol.iterator]() {
      for (let place = 0; place < names.length; place++) yield [names.at(place) as string, valueAt(place)] as const;
    },
  };
}

/** Where a text stands among sorted ones. */
export function placeOf(sorted: Sequence<string>, text: string): number | undefined {
  let from = 0;
  let until = sorted.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((sorted.at(middle) as string) < text) from = middle + 1;
    else until = middle;
  }
  return sorted.at(from) === text ? from : undefined;
}
