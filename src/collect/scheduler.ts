import type { RateLimit } from '../contract/connector.ts';
import type { CollectIo } from './io.ts';
import { Slots } from './slots.ts';

/** Calls in flight at once over all boundaries; a scan of a thousand accounts must not open thousands of sockets. */
export const MOST_AT_ONCE = 64;

/**
 * First calls of gates a second, once {@link MOST_AT_ONCE} gates were opened: the first call in an account asks for credentials, and all
 * are asked of one service (AWS STS: 600 requests a second for an account in a region, shared with all else that asks it).
 */
export const OPENED_PER_SECOND = 200;

interface Gate {
  readonly limit: RateLimit | null;
  readonly waiting: (() => Promise<void>)[];
  head: number;
  active: number;
  /** Jobs wait one behind the other, so that at most one of a gate waits for a place among the calls of all. */
  readonly line: Slots;
  /** Epoch milliseconds of the earliest next call. `null` = there was none yet. */
  nextAt: number | null;
}

/** A place in a gate: what a running job makes each of its calls through. */
export interface Pass {
  /**
   * Makes the call when the gate's rate allows one more and a place among the calls in flight is free; rejects when the signal aborts first.
   * `weight`: it counts as so many against the rate, and holds the gate as long.
   */
  through<T>(signal: AbortSignal, call: () => Promise<T>, weight?: number): Promise<T>;
  /** Nobody passes this gate for so long: the provider said slow down to one, and means all. */
  hold(milliseconds: number): void;
}

/**
 * Runs jobs under a limit of concurrency and rate for each gate (a boundary and service), first come first served. A gate's calls are
 * spaced evenly, without bursts, so that a declared rate is never exceeded in any second. Only a call in flight counts against what
 * all gates share: a job that waits for its turn, a poll or a page being written keeps no other gate waiting. Jobs must not reject.
 */
export class Scheduler {
  readonly #gates = new Map<string, Gate>();
  readonly #io: Pick<CollectIo, 'now' | 'sleep'>;
  readonly #inFlight = new Slots(MOST_AT_ONCE);
  #nextOpenAt = -Infinity;

  constructor(io: Pick<CollectIo, 'now' | 'sleep'>) {
    this.#io = io;
  }

  run(name: string, limit: RateLimit | null, job: (pass: Pass) => Promise<void>): void {
    let gate = this.#gates.get(name);
    if (gate === undefined) {
      gate = { limit, waiting: [], head: 0, active: 0, line: new Slots(1), nextAt: null };
      this.#gates.set(name, gate);
    }
    const through = gate;
    gate.waiting.push(() => job(this.#pass(through)));
    this.#pump(gate);
  }

  #pass(gate: Gate): Pass {
    return {
      through: async (signal, call, weight = 1) => {
        await gate.line.take(signal);
        try {
          await this.#turn(gate, signal, weight);
        } finally {
          gate.line.give();
        }
        try {
          return await call();
        } finally {
          this.#inFlight.give();
        }
      },
      hold: (milliseconds) => {
        gate.nextAt = Math.max(gate.nextAt ?? -Infinity, this.#io.now() + milliseconds);
      },
    };
  }

  /** Resolves at the gate's next moment, with a place among the calls in flight taken. */
  async #turn(gate: Gate, signal: AbortSignal, weight: number): Promise<void> {
    let now = this.#io.now();
    gate.nextAt ??= this.#opening(now);
    for (;;) {
      // A hold may have been set while this one slept or waited for a place.
      while (gate.nextAt > now) {
        const until = gate.nextAt;
        await this.#io.sleep(until - now, signal);
        now = until;
      }
      await this.#inFlight.take(signal);
      now = Math.max(now, this.#io.now());
      if (gate.nextAt <= now) break;
      this.#inFlight.give();
    }
    gate.nextAt = now + (gate.limit === null ? 0 : (1000 * weight) / gate.limit.perSecond);
  }

  #opening(now: number): number {
    const spacing = 1000 / OPENED_PER_SECOND;
    this.#nextOpenAt = Math.max(this.#nextOpenAt, now - MOST_AT_ONCE * spacing) + spacing;
    return this.#nextOpenAt;
  }

  #pump(gate: Gate): void {
    while (gate.head < gate.waiting.length && gate.active < (gate.limit?.concurrency ?? MOST_AT_ONCE)) {
      const job = gate.waiting[gate.head++];
      if (gate.head >= gate.waiting.length) gate.waiting.length = gate.head = 0;
      if (job !== undefined) this.#start(gate, job);
    }
  }

  #start(gate: Gate, job: () => Promise<void>): void {
    gate.active++;
    void job().finally(() => {
      gate.active--;
      this.#pump(gate);
    });
  }
}
