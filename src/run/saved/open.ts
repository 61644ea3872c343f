import type { StoredCapture } from '../../capture/archive.ts';
import type { ExplainingCore, ExplainingCores } from '../../contract/explaining-core.ts';
import { wasCounted } from '../../model/open-questions.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { RunError } from '../errors.ts';
import type { FactSource } from '../explain.ts';
import { programVersion } from '../version.ts';
import type { ViewSettings } from '../view-of-graph.ts';
import { findAnalysis } from './find.ts';
import { readFindings, type SavedFindings } from './findings.ts';
import { readHead, readRest, type ReportHead } from './head.ts';
import { listWhenRead } from './list-when-read.ts';
import { readMentions } from './mentions.ts';
import { readAnalysis, type AnalysisFolder } from './read.ts';
import { readOpenCounts, readUndetermined } from './undetermined.ts';

/** An analysis kept for later questions. Each part is read when it is first asked for, and throws {@link RunError} where it cannot be trusted. */
export interface SavedAnalysis {
  readonly id: string;
  readonly head: ReportHead;
  /** Those of the view. */
  readonly settings: ViewSettings;
  readonly findings: SavedFindings;
  readonly excepted: Report['excepted'];
  /** The whole report. Findings are read as their list is gone through, each time again; open questions, all of them, when they are first looked at. */
  readonly report: Report;
  /** The same report with some of its findings, by row. */
  withFindings(rows: readonly number[]): Report;
  /** The view that the report was made of. Throws `other-version` when another version of the program made it. */
  view(): Promise<View>;
  /** What the capture says, read page by page as names are asked for. Throws as `view` does. */
  facts(capture: StoredCapture, connectors: readonly ExplainingCore[] | ExplainingCores): Promise<FactSource>;
}

/** Opens the latest analysis, or the one whose id starts with `id`. */
export async function openAnalysis(state: string, id?: string): Promise<SavedAnalysis> {
  const folder = await readAnalysis(state, await findAnalysis(state, id));
  const { report: head, settings } = readHead(folder);
  const rest = lazy(() => readRest(folder));
  const findings = lazy(() => readFindings(folder));
  const undetermined = listWhenRead(() => readUndetermined(folder));
  wasCounted(
    undetermined,
    lazy(() => readOpenCounts(folder)),
  );

  function withFindings(rows?: readonly number[]): Report {
    const { schema, run, coverage, totals, metrics, tests } = head;
    const { excepted, endings, assurance, history } = rest();
    return {
      ...{ schema, run, coverage, totals },
      findings: findings().list(rows),
      undetermined,
      ...{ excepted, endings, assurance, history, metrics, tests },
    };
  }

  return {
    id: folder.id,
    head,
    settings,
    get findings() {
      return findings();
    },
    get excepted() {
      return rest().excepted;
    },
    get report() {
      return withFindings();
    },
    withFindings,
    async view() {
      mustBeOurs(folder, head);
      // The graph and its searches are loaded by those who ask for them.
      const [{ readGraph, readMarks }, { viewOfGraph }] = await Promise.all([import('./graph.ts'), import('../view-of-graph.ts')]);
      const graph = readGraph(folder);
      const { asOf } = head.run;
      return viewOfGraph(
        graph,
        asOf,
        settings,
        lazy(() => readMarks(folder, graph.targets.length, asOf, settings)),
      );
    },
    async facts(capture, connectors) {
      mustBeOurs(folder, head);
      const { factSource } = await import('./fact-source.ts');
      return factSource(
        capture,
        connectors,
        lazy(() => readMentions(folder)),
      );
    },
  };
}

/** Names, graph and pages are those of one version of connectors and graph; a report is read by any that knows its schema. */
function mustBeOurs({ id }: AnalysisFolder, { run }: ReportHead): void {
  if (run.version === programVersion()) return;
  throw new RunError('other-version', `cannot ask more of analysis ${id}: version ${run.version} made it, this is ${programVersion()}`, {
    hint: `run \`vestige analyze ${run.capture.slice(0, 12)}\` again`,
  });
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
