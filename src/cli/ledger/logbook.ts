import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '../../model/ledger.ts';
import { RunLedgerError } from '../../run/ledger/errors.ts';
import type { Logbook } from '../../run/ledger/logbook.ts';
import type { LedgerSettings } from '../../run/ledger-settings.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { isLedgerWanted, ledgerFolder, ledgerName } from './place.ts';

export interface LedgerOptions extends CommonOptions {
  /** `--no-ledger`: `false`. */
  readonly ledger?: boolean;
  readonly passphraseFile?: string;
}

/**
 * How entries get into the ledger that is there or named; `null`: there is none, or this run is left out. Opens nothing. Throws
 * {@link RunLedgerError} where one is required and there is none, or a run may not be left out.
 */
export async function logbookOf(terminal: Terminal, options: LedgerOptions, settings: LedgerSettings): Promise<Logbook | null> {
  const folder = ledgerFolder(terminal, options, settings);
  const name = ledgerName(options, settings);
  if (options.ledger === false) {
    if (!settings.required) return null;
    throw new RunLedgerError('refused', 'cannot leave the run out of the ledger: the configuration requires it (ledger.required)', {
      hint: 'run without --no-ledger',
    });
  }
  if (!(await isLedgerWanted(folder, settings))) {
    if (!settings.required) return null;
    throw new RunLedgerError('no-ledger', `cannot begin without a ledger: the configuration requires one, and there is none in ${name}`, {
      hint: 'make one with `vestige ledger init`',
    });
  }
  return logbookIn(terminal, options, settings);
}

/** The same of a ledger that has to be there. */
export function logbookIn(terminal: Terminal, options: LedgerOptions, settings: LedgerSettings): Logbook {
  const folder = ledgerFolder(terminal, options, settings);
  return {
    place: ledgerName(options, settings),
    by: operatorOf(settings),
    now: terminal.clock,
    random: randomBytes,
    sleep: (milliseconds) => {
      const signal = new AbortController().signal;
      return terminal.sleep === undefined ? pause(milliseconds) : terminal.sleep(milliseconds, signal);
    },
    async open() {
      // Loaded where there is a ledger and by nobody else.
      const { holdLedger } = await import('./open.ts');
      return holdLedger(terminal, folder, options);
    },
  };
}

/** Who runs this: as the configuration says, else the account of the operating system. */
export function operatorOf({ operator }: Pick<LedgerSettings, 'operator'>): Actor {
  return operator === null ? { name: accountName(), from: 'system' } : { name: operator, from: 'configuration' };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no account has.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
