import type { Actor, LeafBody } from '../../model/ledger.ts';
import { logActs, mustBeWritable } from '../../run/ledger/logbook.ts';
import { LoggedRun } from '../../run/ledger/logged-run.ts';
import { say, sayWrapped } from '../present.ts';
import { loadLedgerSettings, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { isLedgerWanted, ledgerFolder } from './place.ts';
import { logbookOf, type LedgerOptions } from './logbook.ts';
import { NOT_LOGGED, tellFailed, tellNotLogged } from './tell.ts';

/**
 * Runs something that is to be logged where there is a ledger. Answers its exit code, or 2 where it could not be logged, and says so. What it throws
 * is logged as the run's abort and thrown on.
 */
export async function logged(terminal: Terminal, options: LedgerOptions, run: (log: LoggedRun) => Promise<number>): Promise<number> {
  const settings = await loadLedgerSettings(terminal, options);
  const logbook = await logbookOf(terminal, options, settings);
  if (options.ledger === false && (await isLedgerWanted(ledgerFolder(terminal, options, settings), settings)))
    sayWrapped(terminal, options, 'ledger: this run is left out of it (--no-ledger)');
  const log = new LoggedRun(logbook, settings.required);
  let exit: number;
  try {
    exit = await run(log);
  } catch (error) {
    await log.abort(error);
    if (log.failure !== null) tellNotLogged(terminal, log.failure);
    throw error;
  }
  if (log.failure !== null) {
    tellNotLogged(terminal, log.failure);
    return NOT_LOGGED;
  }
  if (log.entries !== null && logbook !== null)
    say(terminal, options, `ledger: logged as entries ${log.entries.first} to ${log.entries.last} of ${logbook.place}`);
  return exit;
}

/** Things that are done to the store, each with an entry of its own after it was done. */
export interface ActLog {
  /** Answers whether they are logged; where not, that was said. Without a ledger nothing is to be logged. */
  log(bodies: (by: Actor) => readonly LeafBody[]): Promise<boolean>;
}

/** To be called before anything is done: throws where a ledger is required and cannot be written to. */
export async function actLog(terminal: Terminal, options: CommonOptions): Promise<ActLog> {
  const settings = await loadLedgerSettings(terminal, options);
  const logbook = await logbookOf(terminal, options, settings);
  if (logbook !== null && settings.required) await mustBeWritable(logbook);
  return {
    async log(bodies) {
      if (logbook === null) return true;
      const given = bodies(logbook.by);
      if (given.length === 0) return true;
      try {
        await logActs(logbook, given);
        return true;
      } catch (error) {
        tellFailed(terminal, 'this was done and is not logged', error);
        return false;
      }
    },
  };
}
