import { instantOf, parseInstant } from '../../base/instant.ts';
import { rotateKey } from '../../evidence/ledger/rotate.ts';
import { json, print } from '../history/format.ts';
import { ledgerFormat } from '../ledger/format.ts';
import { keyLines } from '../ledger/key-text.ts';
import { operatorOf } from '../ledger/logbook.ts';
import { holdLedger } from '../ledger/open.ts';
import { ledgerHere } from '../ledger/reader.ts';
import { keyPath, keyPlaceOf, openKey } from '../ledger/signer.ts';
import { sayWrapped } from '../present.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import { makeKey, type LedgerInitOptions } from './ledger-init.ts';

export interface LedgerRotateOptions extends Omit<LedgerInitOptions, 'origin'> {
  readonly compromisedSince?: string;
}

/** Hands the ledger over to another key, which is made where none is named. Both sign the checkpoint that says so. */
export async function ledgerRotateCommand(terminal: Terminal, options: LedgerRotateOptions): Promise<number> {
  const format = ledgerFormat(options.format);
  const { settings, folder, name } = await ledgerHere(terminal, options);
  const now = instantOf(terminal.clock());
  const since = options.compromisedSince === undefined ? null : momentOf(options.compromisedSince, terminal.clock());
  const held = await holdLedger(terminal, folder, options);
  try {
    const place = keyPlaceOf(terminal, folder, options, `key-${held.ledger.size}.pem`);
    const isNew = place.kind === 'file' && (await makeKey(terminal, keyPath(folder, place.path), options));
    const signer = await openKey(terminal, folder, place, options);
    try {
      const { ledger } = held;
      const why = since === null ? 'rotation' : 'compromise';
      const index = await rotateKey(ledger, signer, { why, since, at: now, by: operatorOf(settings), signerSettings: { ...place } });
      const vkey = ledger.keys.at(-1)?.vkey ?? '';
      const told = { schema: 1, place: name, origin: ledger.origin, vkey, key: signer.place, entry: index };
      await print(
        terminal,
        {},
        format === 'json' ? json(told) : keyLines(sheetOf(terminal, {}), { ...told, isNew, isFile: place.kind === 'file' }),
      );
      sayWrapped(
        terminal,
        options,
        since === null
          ? `entry ${index} hands the ledger over; whoever knows the former key can follow it`
          : `entry ${index} says that the former key is not to be trusted since ${since}; what somebody outside marked before then stands. Tell everybody who holds the former key`,
      );
      return 0;
    } finally {
      await signer.close();
    }
  } finally {
    await held.close();
  }
}

function momentOf(text: string, now: number): string {
  const ms = parseInstant(text);
  if (ms !== undefined && ms <= now) return instantOf(ms);
  throw new UsageError(
    `cannot take the key to be compromised since ${JSON.stringify(text)}: ${ms === undefined ? 'it is no RFC 3339 time' : 'that is still to come'}`,
    {
      hint: 'write 2026-11-22, or 2026-11-22T09:30:00Z',
    },
  );
}
