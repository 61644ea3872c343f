import { instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import { RunError } from '../errors.ts';

/** A moment that somebody named, and the last run that speaks for none later. */
export interface Moment {
  /** As it was named. */
  readonly asked: string;
  readonly at: Instant;
  readonly run: RunLine;
}

/** A run is told by this many characters of its id. */
const LEAST = 4;

/**
 * What a time, `latest`, `previous` or the beginning of a run's id names, of runs in the order of the times they speak for. Throws
 * {@link RunError} `no-history`, `unknown-run`, `ambiguous-name`, `bad-time`.
 */
export function momentOf(runs: readonly RunLine[], asked: string): Moment {
  const latest = runs.at(-1);
  if (latest === undefined) {
    throw new RunError('no-history', `cannot look for ${JSON.stringify(asked)}: no run is recorded`, { hint: 'run `vestige scan` first' });
  }
  if (asked === 'latest') return { asked, at: latest.to, run: latest };
  if (asked === 'previous') {
    const previous = runs.at(-2);
    if (previous !== undefined) return { asked, at: previous.to, run: previous };
    throw new RunError('unknown-run', 'cannot look for the previous run: only one is recorded', { hint: 'scan a second time' });
  }
  const named = asked.length >= LEAST && /^[0-9a-f]+$/.test(asked) ? runs.filter(({ id }) => id.startsWith(asked)) : [];
  const [run, other] = named;
  if (other !== undefined) {
    throw new RunError('ambiguous-name', `cannot look for run ${asked}: ${named.length} runs begin so`, { hint: 'write more of its id' });
  }
  if (run !== undefined) return { asked, at: run.to, run };
  return timed(runs, asked, latest);
}

/**
 * The same of a store, of which nothing was pruned that was there at the moment. Throws as {@link momentOf} does, and `pruned`: what is left of
 * that time would look like all there was.
 */
export async function wholeMoment(store: HistoryStore, runs: readonly RunLine[], asked: string): Promise<Moment> {
  const moment = momentOf(runs, asked);
  const until = await store.prunedUntil();
  if (until === null || moment.at >= until) return moment;
  throw new RunError('pruned', `cannot say how things stood at ${moment.at}: what ended before ${until} was pruned`, {
    hint: 'name a later moment; the history of one name tells what is left of it',
  });
}

function timed(runs: readonly RunLine[], asked: string, latest: RunLine): Moment {
  const ms = parseInstant(asked);
  if (ms === undefined) {
    throw new RunError('bad-time', `cannot look for ${JSON.stringify(asked)}: it is no time, and no run's id begins so`, {
      hint: `write 2026-11-22, 2026-11-22T09:30:00Z, latest, previous, or at least ${LEAST} characters of a run's id`,
    });
  }
  const at = instantOf(ms);
  const run = runs.findLast((each) => each.from <= at);
  if (run !== undefined) return { asked, at, run };
  const first = runs[0] ?? latest;
  throw new RunError('unknown-run', `cannot say how things stood at ${at}: the first run recorded speaks for ${first.from}`, {
    hint: 'name a later moment',
  });
}
