import { VestigeError } from '../../base/errors.ts';
import { instantOf } from '../../base/instant.ts';
import type { Ledger } from '../../contract/ledger.ts';
import type { Actor, LeafBody } from '../../model/ledger.ts';
import { RunLedgerError } from './errors.ts';

/** A ledger that is held, and with it the place of its one writer. */
export interface HeldLedger {
  readonly ledger: Ledger;
  /** Lets go of it, and of what its signer holds. */
  close(): Promise<void>;
}

/** How entries get into a ledger. It is held for as long as one append takes and no longer: runs that last for hours go on side by side. */
export interface Logbook {
  /** Without a secret: `.vestige/ledger`. */
  readonly place: string;
  readonly by: Actor;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** So many random bytes that nobody can guess. */
  readonly random: (bytes: number) => Uint8Array;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Rejects with an error of code `busy` while another writer has it. */
  open(): Promise<HeldLedger>;
}

/** An append takes milliseconds, and a key service answers in less than this. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 25;

/** Holds the ledger for a piece of work. Waits while another writer has it; throws {@link RunLedgerError} `busy` after a minute of that. */
export async function withLedger<T>(logbook: Logbook, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const held = await hold(logbook);
  try {
    return await work(held.ledger);
  } finally {
    await held.close();
  }
}

async function hold(logbook: Logbook): Promise<HeldLedger> {
  const until = logbook.now() + PATIENCE_MS;
  for (let tries = 1; ; tries++) {
    try {
      return await logbook.open();
    } catch (error) {
      if (!(error instanceof VestigeError) || error.code !== 'busy') throw error;
      // A clock that stands still, or goes back, must not make this wait for ever.
      if (logbook.now() >= until || tries * PAUSE_MS >= PATIENCE_MS) {
        throw new RunLedgerError('busy', `cannot write to the ledger ${logbook.place}: another writer has it for a minute now`, {
          cause: error,
          ...(error.hint === undefined ? {} : { hint: error.hint }),
        });
      }
    }
    await logbook.sleep(PAUSE_MS);
  }
}

/** Appends entries that belong to no run, all or none. Answers their indexes. */
export function logActs(logbook: Logbook, bodies: readonly LeafBody[]): Promise<readonly number[]> {
  const at = instantOf(logbook.now());
  return withLedger(logbook, (ledger) => ledger.append(bodies.map((body) => ({ at, of: null, body }))));
}

/** Throws what stands in the way of writing to it: it is opened as for an append, and closed. */
export function mustBeWritable(logbook: Logbook): Promise<void> {
  return withLedger(logbook, () => Promise.resolve());
}
