import { recent, slotsFor } from '../base/recent.ts';

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

const RECENT = 1 << 8;

/**
 * A sequence that keeps a few of those that were asked for last: whoever asks for one mostly asks for it again. Whoever walks through all
 * of it leaves nothing behind.
 */
export function recentSequence<T>(length: number, make: (place: number) => T): Sequence<T> {
  const known = recent(make, slotsFor(length, RECENT));
  return {
    length,
    [Symbol.iterator]: () => sequenceOf(length, make)[Symbol.iterator](),
    at: (place) => (place < length ? known(place) : undefined),
  };
}
