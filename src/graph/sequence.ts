/** Things by number, each made when it is asked for: nobody may rely on getting the same object twice. Asked for none that is not there. */
export interface Sequence<T> extends Iterable<T> {
  readonly length: number;
  /** `place` is not negative; `undefined` behind the end. */
  at(place: number): T | undefined;
}

/** A sequence of so many. */
export function sequenceOf<T>(length: number, make: (place: number) => T): Sequence<T> {
  return {
    length,
    at: (place) => (place < length ? make(place) : undefined),
    *[Symbol.iterator]() {
      for (let place = 0; place < length; place++) yield make(place);
    },
  };
}

const RECENT = 1 << 12;

/** A sequence that keeps a few thousand of those that were asked for last: whoever asks for one mostly asks for it again. */
export function recentSequence<T>(length: number, make: (place: number) => T): Sequence<T> {
  const places = new Int32Array(Math.min(RECENT, length)).fill(-1);
  const things: T[] = [];
  return sequenceOf(length, (place) => {
    const slot = place & (RECENT - 1);
    if (places[slot] === place) return things[slot] as T;
    const thing = make(place);
    places[slot] = place;
    things[slot] = thing;
    return thing;
  });
}
