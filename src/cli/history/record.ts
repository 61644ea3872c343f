import { stripVTControlCharacters } from 'node:util';
import { VestigeError } from '../../base/errors.ts';
import { firstFew } from '../../base/text/sheet.ts';
import type { BoundarySpan } from '../../contract/connector.ts';
import type { HistoryStore } from '../../contract/store.ts';
import { spansIn } from '../../run/assure/journal.ts';
import type { RecordingOutcome } from '../../run/history/recording.ts';
import type { HistorySettings } from '../../run/history-settings.ts';
import { sayWrapped } from '../present.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { isToBeMade, openStore, placeOf } from './place.ts';
import { recordedText } from './words.ts';

export interface RecordOptions extends CommonOptions {
  /** `--no-record`: `false`. */
  readonly record?: boolean;
}

/**
 * Opens the store that a run is to be recorded in; `null`: it is not to be. Throws before anything is read or analysed where the store cannot be
 * opened, so that nobody waits for an hour to hear it.
 */
export async function storeToRecord(terminal: Terminal, options: RecordOptions, settings: HistorySettings): Promise<HistoryStore | null> {
  if (options.record === false || !settings.record) return null;
  try {
    return await openStore(placeOf(terminal, options, settings));
  } catch (cause) {
    if (!(cause instanceof VestigeError) || cause.code === 'impossible') throw cause;
    const hint = cause.hint === undefined ? '' : `${cause.hint}; or `;
    throw new UsageError(cause.message, { cause, hint: `${hint}leave this run out of the history with --no-record` });
  }
}

/**
 * Throws as {@link storeToRecord} does, leaves nothing open and makes nothing where there is nothing yet. Answers what logs were told of whole by
 * the runs in it: a reading that is recorded beside them goes on from there.
 */
export async function mustBeAbleToRecord(
  terminal: Terminal,
  options: RecordOptions,
  settings: HistorySettings,
): Promise<readonly BoundarySpan[]> {
  if (await isToBeMade(placeOf(terminal, options, settings))) return [];
  const store = await storeToRecord(terminal, options, settings);
  if (store === null) return [];
  try {
    return await spansIn(store);
  } finally {
    await store.close();
  }
}

/**
 * Says what became of recording a run. A failure is said even where nothing else is. Answers whether the run is as it was asked for: recorded,
 * or with no time that it could be recorded by.
 */
export async function tellRecording(
  terminal: Terminal,
  options: RecordOptions,
  store: HistoryStore,
  outcome: RecordingOutcome,
): Promise<boolean> {
  switch (outcome.how) {
    case 'recorded': {
      const runs = await store.runs();
      sayWrapped(terminal, options, recordedText(outcome, runs.find(({ id }) => id === outcome.run)?.number ?? runs.length));
      if (outcome.untimed.length > 0) {
        const named = firstFew([...new Set(outcome.untimed.map(({ surface }) => surface))], 3);
        sayWrapped(terminal, options, `history: without ${named}, which does not tell when it was read; ${SAY_WHEN}`);
      }
      return true;
    }
    case 'untimed':
      sayWrapped(terminal, options, `history: not recorded, for the files do not tell when they were made; ${SAY_WHEN}`);
      return true;
    case 'failed':
      tellFailure(terminal, outcome);
      return false;
  }
}

const SAY_WHEN = 'say it with --read-at';

function tellFailure(terminal: Terminal, { error, facts }: Extract<RecordingOutcome, { readonly how: 'failed' }>): void {
  if (!(error instanceof VestigeError) || error.code === 'impossible') throw error;
  const what = facts === null ? 'this run was not recorded' : 'what was read is recorded, what was concluded from it is not';
  sayWrapped(terminal, {}, `history: ${what}: ${stripVTControlCharacters(error.message)} (exit 2)`);
  const again = '`vestige analyze` with the id of its capture records it later';
  terminal.stderr.write(`hint: ${error.hint === undefined ? again : `${error.hint}; ${again}`}\n`);
}
