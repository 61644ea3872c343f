import { prepare, readerOf, type DueFile, type Prepared, type RowReader } from '../../due/import.ts';
import { importAct } from '../../run/ledger/acts.ts';
import { recordImport } from '../../run/history/record-import.ts';
import { counted } from '../../base/text/count.ts';
import { dueFile } from '../due/file.ts';
import { mappingOf, namedText } from '../due/mapping-file.ts';
import { dueFormat, extractOf, kindOf, type DueImportOptions } from '../due/options.ts';
import type { ImportOutcome } from '../due/outcome.ts';
import { outcomeText } from '../due/text.ts';
import { json, print } from '../history/format.ts';
import { openStore, placeOf } from '../history/place.ts';
import { actLog } from '../ledger/logged.ts';
import { NOT_LOGGED } from '../ledger/tell.ts';
import { sayWrapped } from '../present.ts';
import { loadHistorySettings } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

/** Rows that were not read: what they would have said is not known. */
const NOT_ALL_READ = 3;
const NOTHING_USABLE = 2;

/**
 * Reads files of life-cycle records and keeps their events. All of them are read through before anything is kept: a file that is refused stops it.
 * Exit 0: all is read; 3: some rows are not, and the rest is kept; 2: nothing can be used, or it is kept and could not be logged.
 */
export async function dueImportCommand(terminal: Terminal, paths: readonly string[], options: DueImportOptions): Promise<number> {
  const format = dueFormat(options.format);
  const extract = extractOf(options, paths.length);
  const readers = await readersOf(terminal, options);
  const prepared: Prepared[] = [];
  for (const path of paths) {
    const file = dueFile(terminal, path);
    prepared.push(prepare(file, await readers(file), extract, terminal.clock()));
  }
  const usable = prepared.some(({ manifest }) => manifest.events > 0 || manifest.badRows === 0);
  const { outcomes, isLogged } =
    usable && options.dryRun !== true ? await recorded(terminal, options, prepared) : { outcomes: prepared.map(tried), isLogged: true };
  const sheet = sheetOf(terminal, options);
  await print(
    terminal,
    options,
    format === 'json' ? json({ schema: 1, imports: outcomes }) : outcomes.flatMap((each) => [...outcomeText(sheet, each)]),
  );
  const bad = prepared.reduce((sum, { manifest }) => sum + manifest.badRows, 0);
  if (!usable) {
    sayWrapped(terminal, options, `nothing was imported: none of ${counted(bad, 'row')} could be read`);
    return NOTHING_USABLE;
  }
  if (bad > 0) sayWrapped(terminal, options, `${counted(bad, 'row')} could not be read; what they say is not known (exit ${NOT_ALL_READ})`);
  if (!isLogged) return NOT_LOGGED;
  return prepared.some(({ notWhole }) => notWhole.length > 0) ? NOT_ALL_READ : 0;
}

/** How each file is to be read: by one mapping, or by whom its tokens are signed. */
async function readersOf(terminal: Terminal, options: DueImportOptions): Promise<(file: DueFile) => RowReader | Promise<RowReader>> {
  const { as, mapping, jwks, system, zone, kind } = options;
  if ([as, mapping, jwks].filter((each) => each !== undefined).length !== 1) {
    throw new UsageError('cannot tell how to read the files: name one of --as PRESET, --mapping FILE and --jwks FILE', {
      hint: '`vestige due template` lists the presets; --jwks is for signed security event tokens',
    });
  }
  if (jwks !== undefined) {
    const [{ tokenTrust }, { tokenReader }] = await Promise.all([
      import('../../due/tokens/keys.ts'),
      import('../../due/tokens/token-rows.ts'),
    ]);
    const trust = tokenTrust(jwks, await namedText(terminal, jwks), options.issuer ?? [], options.audience ?? []);
    return (file) => tokenReader(file, system ?? 'signals', trust, terminal.clock());
  }
  const sourceKind = kindOf(kind);
  const read = await mappingOf(
    terminal,
    { ...(as === undefined ? {} : { as }), ...(mapping === undefined ? {} : { mapping }) },
    {
      ...(system === undefined ? {} : { system }),
      ...(zone === undefined ? {} : { zone }),
      ...(sourceKind === undefined ? {} : { sourceKind }),
    },
  );
  return (file) => readerOf(file.name, read);
}

/** Each file is logged as soon as the store has it: one that is refused after it takes nothing back. */
async function recorded(
  terminal: Terminal,
  options: DueImportOptions,
  prepared: readonly Prepared[],
): Promise<{ readonly outcomes: readonly ImportOutcome[]; readonly isLogged: boolean }> {
  const acts = await actLog(terminal, options);
  const store = await openStore(placeOf(terminal, options, await loadHistorySettings(terminal, options)));
  try {
    const outcomes: ImportOutcome[] = [];
    let isLogged = true;
    for (const each of prepared) {
      const { manifest, added, again, corrected, before } = await recordImport(store, each, terminal.clock());
      outcomes.push({ ...tried(each), manifest, recorded: true, events: { added, again, corrected }, before });
      isLogged = (await acts.log((by) => [importAct(by, manifest)])) && isLogged;
    }
    return { outcomes, isLogged };
  } finally {
    await store.close();
  }
}

function tried({ manifest, span, notWhole }: Prepared): ImportOutcome {
  return { manifest, recorded: false, events: null, before: null, speaksWhole: span !== null, notWhole };
}
