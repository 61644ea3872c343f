import { stripVTControlCharacters } from 'node:util';
import { VestigeError } from '../../base/errors.ts';
import type { NotLogged } from '../../run/ledger/logged-run.ts';
import { sayWrapped } from '../present.ts';
import type { Terminal } from '../streams.ts';

/** What was done is not in the ledger, or not whole: who accepts findings or gaps must not accept that with them. */
export const NOT_LOGGED = 2;

const lacking: Readonly<Record<NotLogged['what'], string>> = {
  intent: 'this run is not logged',
  end: 'that this run was begun is logged, how it ended is not',
  abort: 'that this run was begun is logged, that it was broken off is not',
};

/** Said even where nothing else is. Throws what is our own fault. */
export function tellNotLogged(terminal: Terminal, { what, error }: NotLogged): void {
  tellFailed(terminal, lacking[what], error);
}

export function tellFailed(terminal: Terminal, what: string, error: unknown): void {
  if (!(error instanceof VestigeError) || error.code === 'impossible') throw error;
  sayWrapped(terminal, {}, `ledger: ${what}: ${stripVTControlCharacters(error.message)} (exit ${NOT_LOGGED})`);
  terminal.stderr.write(`hint: ${error.hint ?? '`vestige ledger check` says what is wrong with it'}\n`);
}
