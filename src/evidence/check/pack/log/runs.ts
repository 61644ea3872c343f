import type { LeafKind } from '../../../../model/ledger.ts';
import type { Pack, PackRun } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';
import { bodyAt, leavesOf, type ReadLog } from './read-log.ts';

/**
 * That the runs of the pack are those of the log: every run that was begun or ended in the period, and every one that was begun before its end and never
 * told how it ended. A run that the pack keeps back is found, for its intent was logged before it read anything. Answers how many have no end.
 */
export function checkRuns(problems: Problems, log: ReadLog, { runs, period, integrity, pseudonyms }: Pack): number {
  const size = Math.min(integrity.size ?? log.size, log.size);
  const ends = new Map<number, number>();
  for (const kind of ['run-end', 'run-abort'] as const) {
    for (const index of leavesOf(log, kind, size)) {
      const of = log.leaves[index]?.of ?? null;
      if (of !== null && (ends.get(of) ?? size) > index) ends.set(of, index);
    }
  }
  const within = (index: number | undefined): boolean => {
    const at = index === undefined ? '' : (log.leaves[index]?.at ?? '');
    return at >= period.from && at < period.to;
  };
  const told = new Map(runs.flatMap((run, place) => (run.intent === null ? [] : [[run.intent, { run, place }] as const])));
  let open = 0;
  for (const intent of leavesOf(log, 'run-intent', size)) {
    const end = ends.get(intent);
    const isWanted = within(intent) || ((log.leaves[intent]?.at ?? '') < period.to && (end === undefined || within(end)));
    const found = told.get(intent);
    told.delete(intent);
    if (isWanted && end === undefined) open++;
    if (found !== undefined) checkRun(problems, log, found.run, found.place, intent, end, pseudonyms !== null);
    else if (isWanted)
      problems.add(
        'withheld-run',
        PACK,
        '/runs',
        end === undefined
          ? `entry ${intent} of the log began a run that never told how it ended, and the pack does not list it`
          : `entry ${intent} of the log began a run of the period, and the pack does not list it`,
        { expected: `a run with the intent ${intent}` },
      );
  }
  for (const [intent, { place }] of told)
    problems.add('wrong-run', PACK, `/runs/${place}/intent`, `entry ${intent} of the log did not begin a run`, {
      seen: log.leaves[intent]?.kind ?? 'nothing',
    });
  return open;
}

const states: Readonly<Partial<Record<LeafKind, PackRun['state']>>> = { 'run-end': 'ended', 'run-abort': 'aborted' };

function checkRun(
  problems: Problems,
  log: ReadLog,
  run: PackRun,
  place: number,
  intent: number,
  end: number | undefined,
  pseudonymised: boolean,
): void {
  const differ = (member: keyof PackRun, expected: string | number | null): void => {
    const seen = run[member];
    if (seen !== expected)
      problems.add(
        'wrong-run',
        PACK,
        `/runs/${place}/${member}`,
        `the pack does not say of the run that entry ${intent} began what the log says`,
        { seen: seen ?? 'nothing', expected: expected ?? 'nothing' },
      );
  };
  const kind = end === undefined ? undefined : log.leaves[end]?.kind;
  differ('state', (kind === undefined ? undefined : states[kind]) ?? 'without-end');
  differ('end', end ?? null);
  differ('at', log.leaves[intent]?.at ?? null);
  const begun = bodyAt(log, intent, 'run-intent');
  const ended = end === undefined ? undefined : bodyAt(log, end, 'run-end');
  const abort = end === undefined ? undefined : bodyAt(log, end, 'run-abort');
  if (begun !== undefined) {
    differ('nonce', begun.nonce);
    differ('command', begun.command);
    if (!pseudonymised) differ('by', begun.by.name);
    if ((ended ?? abort) !== undefined && (ended ?? abort)?.nonce !== begun.nonce)
      problems.add(
        'wrong-leaf',
        'log/bodies.ndjson',
        `leaf ${end ?? ''}`,
        `entry ${end ?? ''} of the log ends another run than entry ${intent} began`,
      );
  }
  if (ended !== undefined) {
    differ('capture', ended.capture);
    differ('run', ended.run);
  }
}
