import { readFile } from 'node:fs/promises';
import { LogError } from '../../evidence/log/errors.ts';
import { parseVkey, type Vkey } from '../../evidence/log/vkey.ts';
import type { LedgerSettings } from '../../run/ledger-settings.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

/** A key as it is published: `NAME+ID+KEY`. `what`: where it stands, for messages. */
export function vkeyGiven(text: string, what: string): Vkey {
  try {
    return parseVkey(text.trim());
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    throw new UsageError(`cannot use the key of ${what}: ${cause.message}`, { cause, hint: 'a key reads NAME+ID+KEY, all on one line' });
  }
}

/** PEM of the authorities that the configuration names; `null`: it names none. */
export async function authoritiesIn(terminal: Terminal, { timestamp }: Pick<LedgerSettings, 'timestamp'>): Promise<string | null> {
  if (timestamp === null || timestamp.caFile === null) return null;
  try {
    return await readFile(userPath(terminal, timestamp.caFile), 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'it cannot be read';
    throw new UsageError(`cannot read the authorities in ${timestamp.caFile} (ledger.timestamp.caFile): ${why}`, { cause });
  }
}
