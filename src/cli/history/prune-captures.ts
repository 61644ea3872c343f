import { removableCaptures, removeCaptures } from '../../capture/remove.ts';
import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { instantOf } from '../../base/instant.ts';
import { prose } from '../../base/text/sheet.ts';
import type { Pruned } from '../../history/prune.ts';
import { RunError } from '../../run/errors.ts';
import { capturesPruned } from '../../run/ledger/acts.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import type { ActLog } from '../ledger/logged.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, type Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

/**
 * Removes captures that were finished before the cutoff and that nothing kept speaks of: no run, and not the latest analysis. Lists them first.
 * While a hold is in force only captures of runs that were pruned go: which boundaries one that was never recorded holds is not known.
 * What went is logged, where the removal stopped half-way too. Answers whether it is.
 */
export async function pruneCaptures(
  terminal: Terminal,
  options: CommonOptions,
  { cutoff, captures, isHeld }: Pruned,
  dry: boolean,
  acts: ActLog,
): Promise<boolean> {
  const state = userPath(terminal, options.state);
  const sheet = sheetOf(terminal, {});
  const tell = (text: string): Promise<void> =>
    writeAll(
      terminal.stdout,
      prose(sheet, 0, text, 2).map((line) => `${line}\n`),
    );
  if (cutoff === null) {
    await tell('history.keepDays is none: no capture is removed');
    return true;
  }
  const latest = await latestCapture(state);
  const found = await removableCaptures(state, {
    before: Date.parse(cutoff),
    needed: new Set([...captures.kept, ...(latest === null ? [] : [latest])]),
    ...(isHeld ? { among: new Set(captures.free) } : {}),
  });
  for (const { name, modifiedMs, bytes } of found)
    await tell(`capture ${name.slice(0, 12)} of ${minuteOf(instantOf(modifiedMs))}: ${megabytes(bytes)}`);
  const gone: string[] = [];
  let isLogged = true;
  try {
    for (const { name } of dry ? [] : found) {
      await removeCaptures(state, [name]);
      gone.push(name);
    }
  } finally {
    isLogged = await acts.log((by) => (gone.length === 0 ? [] : [capturesPruned(by, cutoff, gone)]));
  }
  const size = megabytes(found.reduce((sum, { bytes }) => sum + bytes, 0));
  await tell(`${counted(found.length, 'capture')}, ${size}, that nothing kept speaks of: ${dry ? 'would be removed' : 'removed'}`);
  return isLogged;
}

/** `null`: nothing was analysed here. */
async function latestCapture(state: string): Promise<string | null> {
  try {
    return (await openAnalysis(state)).head.run.capture;
  } catch (error) {
    // One that cannot be opened may need its capture: that is for the user to mend first.
    if (error instanceof RunError && error.code === 'no-analysis') return null;
    throw error;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
