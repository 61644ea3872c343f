import { counted, grouped } from '../../base/text/count.ts';
import { instantOf } from '../../base/instant.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { prose, type Sheet } from '../../base/text/sheet.ts';
import type { Checked } from '../../history/check.ts';
import type { Pruned } from '../../history/prune.ts';
import { historyPruned } from '../../run/ledger/acts.ts';
import { json, print } from '../history/format.ts';
import { placeOf, withEngine } from '../history/place.ts';
import { actLog } from '../ledger/logged.ts';
import { NOT_LOGGED } from '../ledger/tell.ts';
import { say, sayWrapped } from '../present.ts';
import { loadHistorySettings, userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeGiven, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

/** Brings the store to this version's form. */
export async function migrateCommand(terminal: Terminal, options: CommonOptions): Promise<number> {
  const place = placeOf(terminal, options, await loadHistorySettings(terminal, options));
  const { migrateHistory } = await import('../../history/open.ts');
  const { from, to } = await migrateHistory(place);
  const did =
    from === to ? `was in form ${to} already` : from === 0 ? `was made in form ${to}` : `was brought from form ${from} to form ${to}`;
  sayWrapped(terminal, options, `the store ${did}`);
  return 0;
}

/** Reads all of the store and holds it against itself. Exit 1 when something contradicts the rest. */
export async function checkCommand(
  terminal: Terminal,
  options: CommonOptions & { readonly format: string; readonly output?: string },
): Promise<number> {
  if (options.format !== 'table' && options.format !== 'json')
    throw new UsageError(`cannot print a check as ${JSON.stringify(options.format)}`, { hint: 'the formats are table, json' });
  const { checkHistory } = await import('../../history/check.ts');
  const checked = await withEngine(terminal, options, checkHistory);
  const sheet = sheetOf(terminal, options);
  await print(terminal, options, options.format === 'json' ? json(checked) : checkedTexts(checked).flatMap((text) => lines(sheet, text)));
  return checked.count === 0 ? 0 : 1;
}

function checkedTexts({ runs, intervals, open, entries, contradictions, count }: Checked): readonly string[] {
  const told = entries === 0 ? '' : `, ${counted(entries, 'record')} of what happened`;
  const read = `${counted(runs, 'run')}, ${counted(intervals, 'interval')}, ${grouped(open)} of them open${told}`;
  const more = count - contradictions.length;
  return [
    `${read}: ${count === 0 ? 'whole, and nothing contradicts the rest' : counted(count, 'contradiction')}`,
    ...contradictions.map(({ where, seen }) => `${where}: ${seen}`),
    ...(more > 0 ? [`and ${grouped(more)} more`] : []),
  ];
}

function lines(sheet: Sheet, text: string): readonly string[] {
  return prose(sheet, 0, text, 2).map((line) => `${line}\n`);
}

/** Applies the retention of the configuration, or says what it would remove. Exit 0, or 2 where it is done and could not be logged. */
export async function pruneCommand(
  terminal: Terminal,
  options: CommonOptions & { readonly dryRun?: boolean; readonly captures?: boolean },
): Promise<number> {
  const { pruneHistory } = await import('../../history/prune.ts');
  const dry = options.dryRun === true;
  const acts = await actLog(terminal, options);
  const pruned = await withEngine(terminal, options, (engine, { keepDays, usageMonths, holds }) =>
    pruneHistory(engine, { keepDays, usageMonths, holds }, instantOf(terminal.clock()), { dry }),
  );
  const removed = pruned.intervals + pruned.runs + pruned.usage + pruned.entries;
  let isLogged = dry || removed === 0 || (await acts.log((by) => [historyPruned(by, pruned.cutoff, removed, pruned.digest)]));
  const sheet = sheetOf(terminal, {});
  await writeAll(
    terminal.stdout,
    prunedTexts(pruned, dry).flatMap((text) => lines(sheet, text)),
  );
  if (options.captures === true) {
    const { pruneCaptures } = await import('../history/prune-captures.ts');
    isLogged = (await pruneCaptures(terminal, options, pruned, dry, acts)) && isLogged;
  }
  return isLogged ? 0 : NOT_LOGGED;
}

function prunedTexts(pruned: Pruned, dry: boolean): readonly string[] {
  const { cutoff, intervals, runs, usage, entries, usageHeldIn, held, needed, neededEntries } = pruned;
  const went = dry ? 'would be removed' : intervals + runs + usage + entries === 0 ? 'were removed' : 'removed, and that is recorded';
  return [
    cutoff === null
      ? 'history.keepDays is none: nothing that ended is removed'
      : `ended before ${minuteOf(cutoff)}: ${counted(intervals, 'interval')} and ${counted(runs, 'run')} ${went}`,
    ...(entries === 0 ? [] : [`happened before: ${counted(entries, 'record')} of logs and imports ${went}`]),
    `use: ${counted(usage, 'monthly record')} ${went}`,
    ...(usageHeldIn.length === 0 ? [] : [`held back: records of use in ${usageHeldIn.join(', ')}`]),
    ...held.map(({ reason, ...own }) => `held back: ${prunableText(own.intervals, own.entries)} (${reason})`),
    ...(needed + neededEntries === 0 ? [] : [`kept, for something that stays rests on it: ${prunableText(needed, neededEntries)}`]),
  ];
}

function prunableText(intervals: number, entries: number): string {
  const parts = [
    ...(intervals > 0 || entries === 0 ? [counted(intervals, 'interval')] : []),
    ...(entries > 0 ? [`${counted(entries, 'record')} of logs and imports`] : []),
  ];
  return parts.join(' and ');
}

/** Writes all of the store as lines of JSON, one at a time. */
export async function exportCommand(terminal: Terminal, options: CommonOptions & { readonly output?: string }): Promise<number> {
  const { exportHistory } = await import('../../history/export.ts');
  const lines = await withEngine(terminal, options, async (engine) => {
    if (options.output === undefined) return writeGiven(terminal.stdout, (write) => exportHistory(engine, write));
    const { writingWhole } = await import('../history/whole-file.ts');
    return writingWhole(userPath(terminal, options.output), (write) => exportHistory(engine, write));
  });
  if (lines !== undefined) say(terminal, options, `${grouped(lines)} lines${options.output === undefined ? '' : ` in ${options.output}`}`);
  return 0;
}
