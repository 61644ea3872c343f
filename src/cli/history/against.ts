import type { HistoryStore } from '../../contract/store.ts';
import type { Report } from '../../model/report.ts';
import { against, type Against } from '../../run/history/against.ts';
import { wholeMoment } from '../../run/history/moment.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { withStore } from './place.ts';

/** What a kept report says otherwise when it is compared with the run named. Throws as {@link against} does. */
export function compared(terminal: Terminal, options: CommonOptions, report: Report, asked: string): Promise<Against> {
  return withStore(terminal, options, (store) => against(store, report, asked));
}

/** Throws where a report that is yet to be made could not be compared with the run named, so that nobody waits for an hour to hear it. */
export async function mustBeComparable(store: HistoryStore | null, asked: string): Promise<void> {
  if (store === null) {
    throw new UsageError(`cannot compare with ${asked}: a run that is not recorded has no past`, { hint: 'leave out --no-record' });
  }
  if (asked === 'latest' || asked === 'previous') {
    throw new UsageError(`cannot compare with ${asked}: which that is changes with this very run`, {
      hint: 'name a run by the beginning of its id, or a time; without --against it is compared with the run before',
    });
  }
  await wholeMoment(store, await store.runs(), asked);
}
