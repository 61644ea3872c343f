import type { HistoryStore } from '../../contract/store.ts';
import { cameBack, isNew } from '../../model/past.ts';
import type { Report, ReportHistory } from '../../model/report.ts';
import { RunError } from '../errors.ts';
import { byFinding, historyInput, pastOf } from './annotate.ts';
import { wholeMoment } from './moment.ts';
import { runIdOf } from './record.ts';
import { byInput } from './recording.ts';

/** What a report says otherwise when it is compared with another run. */
export type Against = Pick<Report, 'run'> & { readonly history: ReportHistory };

/**
 * A report compared with an earlier run than the last before it: `asked` as `momentOf` takes it. New is what no run until that one saw, resolved
 * what was there then and was shown to be gone by the run of the report. What runs after the report's showed is left out. The store as it is
 * becomes an input of the report. Throws as {@link wholeMoment} does, `unknown-run` where the report's run or what was concluded of the other is
 * not recorded, and `bad-time` where the other is not earlier.
 */
export async function against(store: HistoryStore, report: Report, asked: string): Promise<Against> {
  const runs = await store.runs();
  const id = runIdOf(report.run.capture, report.run.connectors);
  const to = runs.findIndex((run) => run.id === id);
  const own = runs[to];
  if (own === undefined || report.history === null) {
    throw new RunError('unknown-run', `cannot compare with ${asked}: the analysis to compare was not recorded`, {
      hint: 'analyse its capture again without --no-record; files need --read-at',
    });
  }
  const { run: base } = await wholeMoment(store, runs, asked);
  const from = runs.indexOf(base);
  if (from >= to) {
    throw new RunError(
      'bad-time',
      `cannot compare with ${asked}: its run, of ${base.to}, is not before that of the analysis, of ${own.to}`,
      {
        hint: 'name an earlier run, or a later analysis with --analysis',
      },
    );
  }
  if (base.conclusions === null) {
    throw new RunError('unknown-run', `cannot compare with ${asked}: nothing was concluded of run ${base.id.slice(0, 12)}`, {
      hint: 'analyse its capture again',
    });
  }
  const ranks = new Map(runs.map((run, rank) => [run.id, rank] as const));
  const past = await pastOf(store, report, ranks, { from, to });
  const compared: ReportHistory = {
    ...report.history,
    previous: { run: base.id, to: base.to },
    resolved: past.resolved.toSorted(byFinding),
    unconfirmed: past.unconfirmed.toSorted(byFinding),
  };
  const history: ReportHistory = {
    ...compared,
    began: report.findings.filter((finding) => isNew(finding, compared)).length,
    reappeared: report.findings.filter((finding) => cameBack(finding, compared)).length,
  };
  const input = await historyInput(store, runs, id);
  const others = report.run.inputs.filter(({ kind }) => kind !== 'history');
  return { run: { ...report.run, inputs: input === null ? others : [...others, input].sort(byInput) }, history };
}
