import type { Report } from '../../model/report.ts';
import type { ViewSettings } from '../analyze.ts';
import { files } from './layout.ts';
import type { AnalysisFolder } from './read.ts';
import type { AnalysisWriter } from './write.ts';

/** A report without the lists that grow with the estate. */
export type ReportHead = Pick<Report, 'schema' | 'run' | 'coverage' | 'totals' | 'metrics' | 'tests'>;
export type ReportRest = Pick<Report, 'excepted' | 'endings' | 'assurance' | 'history'>;

export interface Head {
  readonly settings: ViewSettings;
  readonly report: ReportHead;
}

export async function writeHead(writer: AnalysisWriter, report: Report, settings: ViewSettings): Promise<void> {
  const { schema, run, coverage, totals, metrics, tests, excepted, endings, assurance, history } = report;
  const head: Head = { settings, report: { schema, run, coverage, totals, metrics, tests } };
  await writer.write(files.head, [JSON.stringify(head)]);
  const rest: ReportRest = { excepted, endings, assurance, history };
  await writer.write(files.rest, [JSON.stringify(rest)]);
}

export function readHead(folder: AnalysisFolder): Head {
  return JSON.parse(folder.whole(files.head).toString('utf8')) as Head;
}

export function readRest(folder: AnalysisFolder): ReportRest {
  return JSON.parse(folder.whole(files.rest).toString('utf8')) as ReportRest;
}
