import { VestigeError } from '../../base/errors.ts';
import { counted } from '../../base/text/count.ts';
import { formatVkey } from '../../evidence/log/vkey.ts';
import { verifies } from '../../evidence/envelope/public-key.ts';
import { readLedger, readLedgerSettings } from '../../evidence/ledger/open.ts';
import type { FolderReader } from '../../evidence/ledger/reader.ts';
import { vkeyOfSigner } from '../../evidence/ledger/sign.ts';
import { ledgerStatus, type LedgerStatus } from '../../run/ledger/status.ts';
import type { Check } from '../checks.ts';
import { loadLedgerSettings, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { isLedgerWanted, ledgerFolder, ledgerName, refuseHalfMade } from './place.ts';
import { openKey, readKeyPlace } from './signer.ts';
import { anchorText } from './status-text.ts';

/**
 * Whether runs are logged here, who outside has marked the ledger and how long ago, which runs have no end, and whether its key signs. Nothing is
 * appended, and nobody is contacted: a key service is not asked.
 */
export async function ledgerChecks(terminal: Terminal, options: CommonOptions): Promise<readonly Check[]> {
  try {
    const settings = await loadLedgerSettings(terminal, options);
    const folder = ledgerFolder(terminal, options, settings);
    const name = ledgerName(options, settings);
    if (!(await isLedgerWanted(folder, settings))) {
      const text = `ledger: there is none in ${name}`;
      const hint = '`vestige ledger init` begins one';
      return settings.required
        ? [{ state: 'fails', text: `${text}, and the configuration requires one (ledger.required): nothing can run`, hint }]
        : [{ state: 'note', text: `${text}: runs are not logged, and evidence of them rests on management`, hint }];
    }
    await refuseHalfMade(folder, name);
    const ledger = await readLedger(folder);
    const status = await ledgerStatus(ledger, name);
    return [
      { state: 'ok', text: `ledger ${name}: ${counted(status.size, 'entry', 'entries')} of ${status.origin}` },
      markCheck(status, terminal.clock()),
      ...openCheck(status),
      await signCheck(terminal, folder, ledger),
    ];
  } catch (error) {
    return [failing(error)];
  }
}

function markCheck({ anchor, size }: LedgerStatus, now: number): Check {
  if (anchor === null) {
    return {
      state: 'warn',
      text: 'ledger: nobody outside has marked it: integrity rests on management',
      hint: 'have it marked: `vestige ledger timestamp` or `vestige ledger witness`',
    };
  }
  // The entry that tells of a mark comes after it.
  const isNewest = size - anchor.size <= 1;
  return { state: isNewest ? 'ok' : 'note', text: `ledger: marked from outside: ${anchorText(anchor, size, now)}` };
}

function openCheck({ openRuns }: LedgerStatus): readonly Check[] {
  if (openRuns.length === 0) return [];
  return [
    {
      state: 'warn',
      text: `ledger: ${counted(openRuns.length, 'run')} without an end: under way, or cut off; every pack lists what has none`,
      hint: '`vestige ledger status` says which',
    },
  ];
}

/** Something that is no checkpoint and no statement, so that its signature is good for nothing else. */
const PROBE = Buffer.from('vestige doctor asks whether this key signs\n');

async function signCheck(terminal: Terminal, folder: string, { origin, keys }: FolderReader): Promise<Check> {
  try {
    const place = readKeyPlace(folder, (await readLedgerSettings(folder)).signer);
    if (place.kind !== 'file')
      return { state: 'note', text: `ledger: its key is in a key service, which is not asked here: ${place.kind} ${place.key}` };
    const signer = await openKey(terminal, folder, place, {});
    try {
      const [mine, now] = [formatVkey(vkeyOfSigner(origin, signer)), keys.at(-1)?.vkey];
      if (mine !== now) return { state: 'fails', text: `ledger: the key in ${signer.place} is ${mine}, and ${now ?? 'none'} signs` };
      const signature = await signer.sign(PROBE);
      if (verifies(signer.publicKey, PROBE, signature))
        return { state: 'ok', text: `ledger: ${signer.place} signs, as the ledger names it` };
      return { state: 'fails', text: `ledger: what ${signer.place} answers is no signature by its key` };
    } finally {
      await signer.close();
    }
  } catch (error) {
    return failing(error);
  }
}

function failing(error: unknown): Check {
  if (!(error instanceof VestigeError) || error.code === 'impossible') throw error;
  return { state: 'fails', text: `ledger: ${error.message}`, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}
