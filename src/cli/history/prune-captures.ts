import { removableCaptures, removeCaptures } from '../../capture/remove.ts';
import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { instantOf } from '../../base/instant.ts';
import { prose } from '../../base/text/sheet.ts';
import type { Pruned } from '../../history/prune.ts';
import { RunError } from '../../run/errors.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, type Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

/**
 * Removes captures that were finished before the cutoff and that nothing kept speaks of: no run, and not the latest analysis. Lists them first.
 * While a hold is in force only captures of runs that were pruned go: which boundaries one that was never recorded holds is not known.
 */
export async function pruneCaptures(
  terminal: Terminal,
  options: CommonOptions,
  { cutoff, captures, isHeld }: Pruned,
  dry: boolean,
): Promise<void> {
  const state = userPath(terminal, options.state);
  const sheet = sheetOf(terminal, {});
  const tell = (text: string): Promise<void> =>
    writeAll(
      terminal.stdout,
      prose(sheet, 0, text, 2).map((line) => `${line}\n`),
    );
  if (cutoff === null) return tell('history.keepDays is none: no capture is removed');
  const latest = await latestCapture(state);
  const found = await removableCaptures(state, {
    before: Date.parse(cutoff),
    needed: new Set([...captures.kept, ...(latest === null ? [] : [latest])]),
    ...(isHeld ? { among: new Set(captures.free) } : {}),
  });
  for (const { name, modifiedMs, bytes } of found)
    await tell(`capture ${name.slice(0, 12)} of ${minuteOf(instantOf(modifiedMs))}: ${megabytes(bytes)}`);
  if (!dry)
    await removeCaptures(
      state,
      found.map(({ name }) => name),
    );
  const size = megabytes(found.reduce((sum, { bytes }) => sum + bytes, 0));
  await tell(`${counted(found.length, 'capture')}, ${size}, that nothing kept speaks of: ${dry ? 'would be removed' : 'removed'}`);
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
