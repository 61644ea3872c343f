import type { RateLimit } from '../contract/connector.ts';
import type { CollectIo } from './io.ts';

/** Tasks under way at once over all boundaries; a scan of a thousand accounts must not open thousands of sockets. */
export const MOST_AT_ONCE = 64;

interface Gate {
  readonly limit: RateLimit | null;
  readonly waiting: (() => Promise<void>)[];
  head: number;
  active: number;
  /** Epoch milliseconds of the earliest call not yet promised to a job. */
  nextAt: number;
  heldUntil: number;
}

/** A place in a gate: what a running job asks before each of its calls. */
export interface Pass {
  /** Resolves when the gate's rate allows one more call. */
  turn(signal: AbortSignal): Promise<void>;
  /** Nobody passes this gate for so long: the provider said slow down to one, and means all. */
  hold(milliseconds: number): void;
}

/**
 * Runs jobs under a limit of concurrency and rate for each gate (a boundary and service), first come first served. A gate's calls are
 * spaced evenly, without bursts, so that a declared rate is never exceeded in any second. Jobs must not reject.
 */
export class Scheduler {
  readonly #gates = new Map<string, Gate>();
  readonly #ready = new Set<Gate>();
  readonly #io: Pick<CollectIo, 'now' | 'sleep'>;
  #active = 0;

  constructor(io: Pick<CollectIo, 'now' | 'sleep'>) {
    this.#io = io;
  }

  run(name: string, limit: RateLimit | null, job: (pass: Pass) => Promise<void>): void {
    let gate = this.#gates.get(name);
    if (gate === undefined)
      this.#gates.set(name, (gate = { limit, waiting: [], head: 0, active: 0, nextAt: -Infinity, heldUntil: -Infinity }));
    const through = gate;
    gate.waiting.push(() => job(this.#pass(through)));
    this.#ready.add(gate);
    this.#pump();
  }

  #pass(gate: Gate): Pass {
    const io = this.#io;
    const spacing = gate.limit === null ? 0 : 1000 / gate.limit.perSecond;
    return {
      async turn(signal) {
        let waited = io.now();
        for (;;) {
          const at = Math.max(waited, gate.nextAt);
          gate.nextAt = at + spacing;
          if (at > waited) await io.sleep(at - waited, signal);
          waited = at;
          // A hold set while this one slept counts for it too.
          if (gate.heldUntil <= at) return;
        }
      },
      hold(milliseconds) {
        gate.heldUntil = Math.max(gate.heldUntil, io.now() + milliseconds);
        gate.nextAt = Math.max(gate.nextAt, gate.heldUntil);
      },
    };
  }

  #pump(): void {
    // Round the gates, so that one full queue does not keep the others waiting.
    for (let started = true; started && this.#active < MOST_AT_ONCE;) {
      started = false;
      for (const gate of this.#ready) {
        if (this.#active >= MOST_AT_ONCE) break;
        if (gate.limit !== null && gate.active >= gate.limit.concurrency) continue;
        const job = gate.waiting[gate.head++];
        if (gate.head >= gate.waiting.length) {
          gate.waiting.length = gate.head = 0;
          this.#ready.delete(gate);
        }
        if (job === undefined) continue;
        started = true;
        this.#start(gate, job);
      }
    }
  }

  #start(gate: Gate, job: () => Promise<void>): void {
    gate.active++;
    this.#active++;
    void job().finally(() => {
      gate.active--;
      this.#active--;
      this.#pump();
    });
  }
}
