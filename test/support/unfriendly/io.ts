import type { CollectIo } from '../../../src/collect/io.ts';
import { jitter } from './random.ts';

/** 2026-11-01T00:00:00Z. */
export const START = Date.UTC(2026, 10, 1);

export interface VirtualIo extends CollectIo {
  readonly controller: AbortController;
  /** Every wait asked for, in milliseconds. */
  readonly slept: number[];
}

/** `frozen`: the clock does not move, so that runs of different length stamp alike; else it moves by what is slept. */
export function virtualIo(clock: 'frozen' | 'moving' = 'frozen', seed = 1): VirtualIo {
  const controller = new AbortController();
  const slept: number[] = [];
  // Sleepers wake in the order of their deadlines, as under a real clock.
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  let now = START;
  function wakeNext(): void {
    sleepers.sort((a, b) => a.until - b.until);
    const next = sleepers.shift();
    if (next === undefined) return;
    if (clock === 'moving') now = Math.max(now, next.until);
    next.wake();
  }
  return {
    controller,
    slept,
    now: () => now,
    sleep(milliseconds, signal) {
      slept.push(milliseconds);
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        sleepers.push({
          until: now + milliseconds,
          wake: () => (signal.aborted ? reject(signal.reason as Error) : resolve()),
        });
        setImmediate(wakeNext);
      });
    },
    random: jitter(seed),
    signal: controller.signal,
    environment: {},
  };
}
