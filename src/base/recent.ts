/** Answers again what was asked lately, of whole numbers from 0 on; as many answers as `slots`, a power of two, may be kept. */
export function recent<T>(make: (key: number) => T, slots: number): (key: number) => T {
  const keys = new Int32Array(slots).fill(-1);
  const made: T[] = [];
  return (key) => {
    const slot = key & (slots - 1);
    if (keys[slot] === key) return made[slot] as T;
    const thing = make(key);
    keys[slot] = key;
    made[slot] = thing;
    return thing;
  };
}

/** As many slots as these numbers need for each to have its own, and no more than `most`, a power of two. */
export function slotsFor(count: number, most: number): number {
  let slots = 1;
  while (slots < count && slots < most) slots *= 2;
  return slots;
}
