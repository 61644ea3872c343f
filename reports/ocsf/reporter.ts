import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import type { Reporter } from '../../src/contract/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { endingLine } from './ending.ts';
import { eventLine } from './event.ts';
import { findingLine, pastLine, undeterminedLine, type Said } from './finding.ts';

/**
 * Events of OCSF 1.8.0, one a line. First a Scan Activity (6007) with what was read and every total, then the findings, what could not be
 * determined, what is excepted, what is no more, and the endings. `unmapped` of each has the value of the report that it was made of.
 */
export const ocsfReporter: Reporter = {
  id: 'ocsf',
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  render: (report) => utf8Chunks(lines(report)),
};

function* lines(report: Report): Generator<string, void, undefined> {
  const said: Said = { at: report.run.asOf, version: report.run.version };
  yield scanLine(report, said);
  for (const finding of report.findings) yield findingLine(finding, null, said);
  for (const [index, each] of report.undetermined.entries()) yield undeterminedLine(each, index, said);
  for (const { finding, exception, owner, until } of report.excepted) {
    yield findingLine(finding, { exception, exception_owner: owner, exception_until: until }, said);
  }
  for (const past of report.history?.resolved ?? []) yield pastLine(past, true, said);
  for (const past of report.history?.unconfirmed ?? []) yield pastLine(past, false, said);
  for (const ending of report.endings) yield endingLine(ending, {}, said);
}

function scanLine(report: Report, { at, version }: Said): string {
  const { run, coverage, totals, findings, undetermined, excepted, endings, assurance, history, metrics, tests, schema } = report;
  const { complete, partial, unread } = totals.surfaces;
  const isWhole = partial === 0 && unread === 0 && complete > 0;
  const counts = {
    coverage: coverage.length,
    findings: findings.length,
    undetermined: undetermined.length,
    excepted: excepted.length,
    endings: endings.length,
  };
  return eventLine(
    {
      kind: 'scan',
      activity: 2,
      activityName: 'Completed',
      severity: 'informational',
      uid: run.capture,
      at,
      version,
      message: isWhole ? 'every surface was read' : `${complete} surfaces were read, ${partial} in part, ${unread} not at all`,
      status: isWhole ? [1, 'Success'] : [99, 'Partial'],
    },
    { scan: { uid: run.capture, name: 'standing privilege', type_id: 99, type: 'Other' }, num_detections: findings.length },
    {
      schema,
      run,
      coverage,
      totals,
      counts,
      tests,
      metrics,
      assurance,
      history: history === null ? null : { ...history, resolved: history.resolved.length, unconfirmed: history.unconfirmed.length },
    },
  );
}
