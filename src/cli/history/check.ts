import { VestigeError } from '../../base/errors.ts';
import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import type { Check } from '../checks.ts';
import { loadHistorySettings, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { isToBeMade, openStore, placeOf } from './place.ts';

/** Whether runs can be recorded here, and what is recorded. Makes nothing. */
export async function historyCheck(terminal: Terminal, options: CommonOptions): Promise<Check> {
  try {
    const settings = await loadHistorySettings(terminal, options);
    if (!settings.record) return { state: 'note', text: 'history: off, by history.record of the configuration' };
    const place = placeOf(terminal, options, settings);
    if (await isToBeMade(place))
      return { state: 'note', text: 'history: no run is recorded yet; `scan` and `analyze` record what they read' };
    const store = await openStore(place);
    try {
      const runs = await store.runs();
      const [first] = runs;
      const since = first === undefined ? '' : ` since ${minuteOf(first.from)}`;
      return { state: 'ok', text: `history in ${store.place}: ${counted(runs.length, 'run')}${since}` };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof VestigeError) || error.code === 'impossible') throw error;
    return { state: 'fails', text: `history: ${error.message}`, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}
