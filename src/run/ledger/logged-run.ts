import { VestigeError } from '../../base/errors.ts';
import type { Ended } from './ended.ts';
import { RunLedgerError } from './errors.ts';
import type { Logbook } from './logbook.ts';
import { logAbort, logEnd, logIntent, type Begun, type Opening } from './run-log.ts';

/** What of a run could not be logged, and why. */
export interface NotLogged {
  /** `intent`: nothing of it is in the ledger. `end`, `abort`: its intent stands there without an end. */
  readonly what: 'intent' | 'end' | 'abort';
  readonly error: Error;
}

/**
 * One run's way into a ledger: its intent before the first read, its end or abort after. No failure of the ledger is thrown, but where a ledger is
 * required one of the intent is: it is kept in `failure`, and whoever asked for the run has to say it. Without a logbook nothing happens.
 */
export class LoggedRun {
  readonly #logbook: Logbook | null;
  readonly #required: boolean;
  #begun: Begun | null = null;
  #failure: NotLogged | null = null;
  #entries: { readonly first: number; readonly last: number } | null = null;

  constructor(logbook: Logbook | null, required = false) {
    this.#logbook = logbook;
    this.#required = required;
  }

  get failure(): NotLogged | null {
    return this.#failure;
  }

  /** Indexes of its intent and its end, once both are in the ledger. Entries of other runs may lie between. */
  get entries(): { readonly first: number; readonly last: number } | null {
    return this.#entries;
  }

  /** Resolves once the intent is durable, or is known not to be. Throws {@link RunLedgerError} `refused` where it must be and is not. */
  async begin(opening: Opening): Promise<void> {
    if (this.#logbook === null) return;
    try {
      this.#begun = await logIntent(this.#logbook, opening);
    } catch (cause) {
      const error = asError(cause);
      if (this.#required) {
        throw new RunLedgerError('refused', `cannot begin the ${opening.command}: it could not be logged: ${error.message}`, {
          cause,
          hint: hintOf(error) ?? 'a run must be logged by ledger.required of the configuration; `vestige ledger check` says what is wrong',
        });
      }
      this.#failure = { what: 'intent', error };
    }
  }

  /** `ended` is asked for only where there is a ledger: it may cost to tell. */
  end(ended: () => Ended): Promise<void> {
    return this.#close('end', async (logbook, begun) => {
      const last = await logEnd(logbook, begun, ended());
      this.#entries = { first: begun.intent, last };
    });
  }

  abort(error: unknown): Promise<void> {
    return this.#close('abort', (logbook, begun) => logAbort(logbook, begun, error));
  }

  async #close(what: 'end' | 'abort', write: (logbook: Logbook, begun: Begun) => Promise<void>): Promise<void> {
    const begun = this.#begun;
    if (this.#logbook === null || begun === null) return;
    this.#begun = null;
    try {
      await write(this.#logbook, begun);
    } catch (cause) {
      this.#failure = { what, error: asError(cause) };
    }
  }
}

function hintOf(error: Error): string | undefined {
  return error instanceof VestigeError ? error.hint : undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
