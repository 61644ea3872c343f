import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { HistoryError } from './errors.ts';
import type { HeadTable, TableParts } from './head-table.ts';
import { digestOfText } from './stamp.ts';

/** Texts to be stamped, one behind the other, with where each ends, in code units. */
export interface Texts {
  readonly text: string;
  readonly ends: Uint32Array;
}

export interface LookupRequest extends Texts {
  readonly number: number;
}

export interface LookupAnswer {
  readonly number: number;
  readonly heads: Int32Array;
}

/** What a thread is given as it starts. */
export type LookupData = TableParts;

interface Waiting {
  readonly resolve: (heads: Int32Array) => void;
  readonly reject: (error: HistoryError) => void;
}

/** As many texts are looked up by the asking thread, before another one is worth its start. */
const ALONE = 16_384;

/** For each text the number of the head that has its stamp; -1: none has. */
export function lookUp({ text, ends }: Texts, table: HeadTable): Int32Array {
  const heads = new Int32Array(ends.length);
  let start = 0;
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i] as number;
    heads[i] = table.find(digestOfText(text.slice(start, end)));
    start = end;
  }
  return heads;
}

/**
 * Looks texts up by their stamps: once there are many, in a thread of their own, so that making the texts and stamping them go on at the same time.
 * The answers are the same.
 */
export class StampLookups {
  readonly #table: HeadTable;
  readonly #alone: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #failed: HistoryError | null = null;
  #asked = 0;
  #number = 0;

  /** `alone`: how many texts are looked up without another thread; where only one processor is there, all. */
  constructor(table: HeadTable, alone = availableParallelism() > 1 ? ALONE : Infinity) {
    this.#table = table;
    this.#alone = alone;
  }

  find(texts: Texts): Promise<Int32Array> {
    this.#asked += texts.ends.length;
    if (this.#worker === null) {
      if (this.#asked <= this.#alone) return Promise.resolve(lookUp(texts, this.#table));
      this.#worker = this.#start();
    }
    const number = ++this.#number;
    const heads = new Promise<Int32Array>((resolve, reject) => {
      if (this.#failed === null) this.#waiting.set(number, { resolve, reject });
      else reject(this.#failed);
    });
    // Whoever asked may have given up by then.
    heads.catch(() => undefined);
    this.#worker.postMessage({ number, ...texts } satisfies LookupRequest);
    return heads;
  }

  async close(): Promise<void> {
    this.#waiting.clear();
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const file = new URL(`./stamp-lookup-thread${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: this.#table.parts satisfies LookupData });
    worker.on('message', ({ number, heads }: LookupAnswer) => {
      // Nobody waits any more where whoever asked has given up.
      this.#waiting.get(number)?.resolve(heads);
      this.#waiting.delete(number);
    });
    worker.on('error', (cause) => this.#fail(cause));
    worker.on('exit', (code) => this.#fail(new Error(`it ended with ${code}`)));
    return worker;
  }

  #fail(cause: unknown): void {
    const error = new HistoryError('failed', 'looking up what a run tells: the thread that does it failed; nothing was recorded', {
      cause,
    });
    this.#failed ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
