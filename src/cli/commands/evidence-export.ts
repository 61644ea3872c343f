import { join } from 'node:path';
import type { Framework, Pack } from '../../model/pack.ts';
import { exportPack } from '../../run/evidence/export.ts';
import { periodOf } from '../../run/evidence/period.ts';
import { shelfOf } from '../../run/evidence/shelf.ts';
import { toldEndings } from '../../run/evidence/told-endings.ts';
import { pseudonymTable } from '../evidence/pseudonym-table.ts';
import { readPseudonymKey } from '../evidence/pseudonym-key.ts';
import { handOverLines, packLines } from '../evidence/text.ts';
import { withStore } from '../history/place.ts';
import { logbookOf, operatorOf } from '../ledger/logbook.ts';
import { reporterNamed, sayWrapped } from '../present.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';

export interface EvidenceExportOptions extends CommonOptions {
  readonly period: string;
  readonly framework: Framework;
  readonly population?: boolean;
  readonly sample?: string;
  readonly nonce?: string;
  readonly replace?: readonly string[];
  readonly pseudonymise?: string;
  readonly withCaptures?: boolean;
  readonly zip?: boolean;
  readonly passphraseFile?: string;
  readonly output?: string;
}

/** Makes a pack, and tells what an auditor will ask about it. Says, not judges: exits 0 where it was written. */
export async function evidenceExportCommand(terminal: Terminal, wiring: Wiring, options: EvidenceExportOptions): Promise<number> {
  const period = periodOf(options.period);
  const sample = sampleOf(options);
  const replaced = (options.replace ?? []).map(replacement);
  const keyFile = options.pseudonymise === undefined ? null : userPath(terminal, options.pseudonymise);
  const pseudonymKey = keyFile === null ? null : await readPseudonymKey(keyFile);
  const configuration = await loadConfiguration(terminal, wiring, options);
  const place = options.output ?? join('out', 'evidence', `${options.framework}-${options.period}`);
  const target = userPath(terminal, place);
  const state = userPath(terminal, options.state);
  const logbook = await logbookOf(terminal, options, configuration.ledger);
  const { packFormats } = await import('../../../reports/list.ts');
  const exported = await withStore(terminal, options, (store) =>
    exportPack({
      store,
      logbook,
      shelf: shelfOf(state),
      toldEndings: () => toldEndings(state),
      connectors: wiring.connectors,
      configuration,
      rules: wiring.rules,
      formats: packFormats,
      page: reporterNamed(wiring, 'html'),
      options: { framework: options.framework, period, sample, replaced, pseudonymKey },
      actor: operatorOf(configuration.ledger),
      withCaptures: options.withCaptures === true,
      target,
      zip: options.zip === true ? `${target}.zip` : null,
      now: terminal.clock,
    }),
  );
  const { pack, files, notes, pseudonyms } = exported;
  if (keyFile !== null && pseudonyms !== null) {
    const table = `${keyFile}.${pack.id.slice(0, 12)}.csv`;
    await writeFileWhole(table, pseudonymTable(pseudonyms));
    sayWrapped(terminal, options, `wrote which names the codes stand for to ${table}: keep it where the key is, and apart from the pack`);
  }
  const sheet = sheetOf(terminal, {});
  const handed = { pack, place, zip: options.zip === true ? `${place}.zip` : null, files: files.length };
  const told = [...packLines(sheet, pack), ...handOverLines(sheet, handed)];
  await writeAll(terminal.stdout, [`${told.join('\n')}\n`]);
  for (const note of notes) sayWrapped(terminal, options, note);
  const hint = integrityHint(pack);
  if (hint !== null) terminal.stderr.write(`hint: ${hint}\n`);
  return 0;
}

/** What would make the next pack prove more; `null`: nothing. */
function integrityHint({ integrity: { level } }: Pack): string | null {
  if (level === 'unsigned' || level === 'signed')
    return '`vestige ledger init` begins a ledger; runs from then on are logged before they read';
  return level === 'logged'
    ? '`vestige ledger timestamp` and `vestige ledger witness` have somebody outside mark it; then export again'
    : null;
}

function sampleOf({ population, sample, nonce }: EvidenceExportOptions): { readonly size: number; readonly nonce: string | null } | null {
  if (sample === undefined) {
    if (nonce === undefined) return null;
    throw new UsageError('cannot draw with a nonce: --nonce goes with --sample', { hint: 'say how many rows: --sample 25' });
  }
  if (population === true)
    throw new UsageError('cannot test the whole population and a sample of it: --population and --sample do not go together');
  if (!/^[1-9]\d{0,8}$/.test(sample))
    throw new UsageError(`cannot draw a sample of ${JSON.stringify(sample)} rows: it is no whole number from 1 on`);
  if (nonce !== undefined && nonce.trim() === '') throw new UsageError('cannot draw with the nonce: it is empty');
  return { size: Number(sample), nonce: nonce ?? null };
}

function replacement(text: string): { readonly row: string; readonly why: string } {
  const at = text.indexOf('=');
  const [row, why] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
  if (at > 0 && row !== '' && why !== '') return { row, why };
  throw new UsageError(`cannot replace ${JSON.stringify(text)}: it does not say which row and why`, {
    hint: "write --replace 'ID=why it could not be tested'",
  });
}
