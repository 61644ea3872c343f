import { randomBytes } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';
import { VestigeError } from '../../base/errors.ts';
import { counted } from '../../base/text/count.ts';
import { prose } from '../../base/text/sheet.ts';
import type { OutsideAnchor } from '../../model/ledger.ts';
import { anchorByTimestamp, anchorByWitness, type AnchorIo } from '../../run/ledger/anchors.ts';
import { print } from '../history/format.ts';
import type { LedgerOptions } from '../ledger/logbook.ts';
import { holdLedger, type HeldFolder } from '../ledger/open.ts';
import { withPost } from '../ledger/post.ts';
import { ledgerHere } from '../ledger/reader.ts';
import { anchorText } from '../ledger/status-text.ts';
import { authoritiesIn, vkeyGiven } from '../ledger/trust.ts';
import { sayWrapped } from '../present.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

export interface LedgerAnchorOptions extends LedgerOptions {
  readonly url?: string;
}

/** Has a time-stamping authority mark the ledger. Exit 0, or 2 where it would not. */
export async function ledgerTimestampCommand(terminal: Terminal, options: LedgerAnchorOptions): Promise<number> {
  const { settings, folder } = await ledgerHere(terminal, options);
  const url = options.url ?? settings.timestamp?.url;
  if (url === undefined) {
    throw new UsageError('cannot get a time stamp: no authority is named', {
      hint: 'name one with --url, or set ledger.timestamp.url in the configuration',
    });
  }
  // What the configuration trusts is what it names: another authority is not held to it.
  const authorities = options.url === undefined || options.url === settings.timestamp?.url ? await authoritiesIn(terminal, settings) : null;
  const anchor = await marking(terminal, folder, options, (io, { ledger }) => anchorByTimestamp(ledger, io, url, authorities));
  await tell(terminal, anchor);
  if (authorities === null)
    sayWrapped(terminal, options, 'whose stamp it is was not checked: name its authority in ledger.timestamp.caFile');
  return 0;
}

/** Has the witnesses of the configuration mark the ledger. Exit 0: all of them did; 2: one would not, after all were asked. */
export async function ledgerWitnessCommand(terminal: Terminal, options: LedgerAnchorOptions): Promise<number> {
  const { settings, folder } = await ledgerHere(terminal, options);
  const asked = settings.witnesses.filter(({ url }) => options.url === undefined || url === options.url);
  if (asked.length === 0) {
    const which = options.url === undefined ? 'none is configured' : `none is configured at ${options.url}`;
    throw new UsageError(`cannot ask a witness: ${which}`, {
      hint: 'set ledger.witnesses in the configuration, each with name, url and vkey',
    });
  }
  const witnesses = asked.map(({ name, url, vkey }) => ({ name, url, witness: vkeyGiven(vkey, `the witness ${name}`) }));
  let failed = 0;
  for (const { name, url, witness } of witnesses) {
    try {
      await tell(terminal, await marking(terminal, folder, options, (io, { ledger }) => anchorByWitness(ledger, io, { url, witness })));
    } catch (error) {
      if (!(error instanceof VestigeError) || error.code === 'impossible') throw error;
      failed++;
      sayWrapped(terminal, {}, `witness ${name}: ${stripVTControlCharacters(error.message)}`);
      if (error.hint !== undefined) terminal.stderr.write(`hint: ${error.hint}\n`);
    }
  }
  if (failed === 0) return 0;
  sayWrapped(terminal, {}, `${counted(failed, 'witness', 'witnesses')} of ${witnesses.length} did not cosign (exit 2)`);
  return 2;
}

async function marking(
  terminal: Terminal,
  folder: string,
  options: LedgerOptions,
  mark: (io: AnchorIo, held: HeldFolder) => Promise<OutsideAnchor>,
): Promise<OutsideAnchor> {
  const held = await holdLedger(terminal, folder, options);
  try {
    return await withPost(terminal, (post) => mark({ post, now: terminal.clock, random: randomBytes }, held));
  } finally {
    await held.close();
  }
}

function tell(terminal: Terminal, anchor: OutsideAnchor): Promise<void> {
  const text = `marked: ${anchorText(anchor, anchor.size, terminal.clock())}`;
  return print(
    terminal,
    {},
    prose(sheetOf(terminal, {}), 0, text, 2).map((line) => `${line}\n`),
  );
}
