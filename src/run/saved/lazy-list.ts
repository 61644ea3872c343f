/**
 * An array whose elements are made whenever they are looked at and are not kept, so that a long list can be gone through without being
 * held. For whoever only reads: it cannot be changed, and two looks at one place give two equal things.
 */
export function lazyList<T>(length: number, at: (place: number) => T): readonly T[] {
  const places: T[] = [];
  places.length = length;
  const placeOf = (key: string | symbol): number => {
    if (typeof key !== 'string') return -1;
    const place = Number(key);
    return Number.isInteger(place) && place >= 0 && place < length && String(place) === key ? place : -1;
  };
  return new Proxy(places, {
    get(target, key, receiver) {
      const place = placeOf(key);
      return place < 0 ? (Reflect.get(target, key, receiver) as unknown) : at(place);
    },
    has: (target, key) => placeOf(key) >= 0 || Reflect.has(target, key),
    ownKeys: (target) => [...Array.from({ length }, (_, place) => String(place)), ...Reflect.ownKeys(target)],
    getOwnPropertyDescriptor(target, key) {
      const place = placeOf(key);
      if (place < 0) return Reflect.getOwnPropertyDescriptor(target, key);
      return { value: at(place), enumerable: true, configurable: true, writable: true };
    },
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
  });
}
