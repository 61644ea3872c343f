import { counted, grouped } from '../../base/text/count.ts';
import { instantOf } from '../../base/instant.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { prose } from '../../base/text/sheet.ts';
import type { Pruned } from '../../history/prune.ts';
import { placeOf, withEngine } from '../history/place.ts';
import { say, sayWrapped } from '../present.ts';
import { loadHistorySettings, userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeGiven, type Terminal } from '../streams.ts';
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

/** Applies the retention of the configuration, or says what it would remove. */
export async function pruneCommand(terminal: Terminal, options: CommonOptions & { readonly dryRun?: boolean }): Promise<number> {
  const { pruneHistory } = await import('../../history/prune.ts');
  const dry = options.dryRun === true;
  const pruned = await withEngine(terminal, options, (engine, { keepDays, usageMonths, holds }) =>
    pruneHistory(engine, { keepDays, usageMonths, holds }, instantOf(terminal.clock()), { dry }),
  );
  const sheet = sheetOf(terminal, {});
  await writeAll(
    terminal.stdout,
    prunedTexts(pruned, dry).flatMap((text) => prose(sheet, 0, text, 2).map((line) => `${line}\n`)),
  );
  return 0;
}

function prunedTexts({ cutoff, intervals, runs, usage, held, cited, captures }: Pruned, dry: boolean): readonly string[] {
  const went = dry ? 'would be removed' : intervals + runs + usage === 0 ? 'were removed' : 'removed, and that is recorded';
  return [
    cutoff === null
      ? 'history.keepDays is none: nothing that ended is removed'
      : `ended before ${minuteOf(cutoff)}: ${counted(intervals, 'interval')} and ${counted(runs, 'run')} ${went}`,
    `use: ${counted(usage, 'monthly record')} ${went}`,
    ...held.map(({ reason, intervals: own }) => `held back: ${counted(own, 'interval')} (${reason})`),
    ...(cited === 0 ? [] : [`kept, for something that is kept cites it: ${counted(cited, 'interval')}`]),
    ...(captures.free.length === 0
      ? []
      : [`captures that nothing kept speaks of any more: ${captures.free.map((id) => id.slice(0, 12)).join(', ')}`]),
  ];
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
