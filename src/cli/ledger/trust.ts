import { readFile } from 'node:fs/promises';
import { LogError } from '../../evidence/log/errors.ts';
import { parseVkey, type Vkey } from '../../evidence/log/vkey.ts';
import type { LedgerSettings } from '../../run/ledger-settings.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';

/** A key as it is published: `NAME+ID+KEY`. `what`: where it stands, for messages. */
export function vkeyGiven(text: string, what: string): Vkey {
  try {
    return parseVkey(text.trim());
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    throw new UsageError(`cannot use the key of ${what}: ${cause.message}`, { cause, hint: 'a key reads NAME+ID+KEY, all on one line' });
  }
}

/** The ledger's key of `--key`: the key itself, or a file that holds it. */
export async function ledgerKeyGiven(terminal: Terminal, given: string): Promise<Vkey> {
  if (given.includes('+') || given.includes('\n')) return vkeyGiven(given, 'the ledger (--key)');
  return vkeyGiven((await fileOf(terminal, given, 'the key of the ledger')).toString(), `the ledger in ${given}`);
}

/** A file that an option names. `what` it is read for, for messages. */
export async function fileOf(terminal: Terminal, file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(userPath(terminal, file));
  } catch (cause) {
    throw new UsageError(`cannot read ${what} in ${file}: ${whyUnread(cause)}`, { cause });
  }
}

/** PEM of the authorities that the configuration names; `null`: it names none. */
export async function authoritiesIn(terminal: Terminal, { timestamp }: Pick<LedgerSettings, 'timestamp'>): Promise<string | null> {
  if (timestamp === null || timestamp.caFile === null) return null;
  return (await fileOf(terminal, timestamp.caFile, 'the authorities of ledger.timestamp.caFile')).toString();
}
