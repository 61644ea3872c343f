import type { ConnectorCore, RemedyTarget } from '../contract/connector.ts';
import { judge } from '../judge/judge.ts';
import type { Metrics } from '../model/metrics.ts';
import type { Report, RunMeta } from '../model/report.ts';
import { reportAssurance } from './report-assurance.ts';
import type { View } from '../model/view.ts';
import type { Configuration } from './configuration.ts';
import { testsOf, totalsOf } from './totals.ts';

/** Judges a view and tells all that came of it. `run` is what it was made from. */
export function reportOf(
  view: View,
  used: readonly ConnectorCore<unknown>[],
  { rules }: Configuration,
  run: RunMeta,
  metrics: Metrics | null = null,
): Report {
  const judged = judge({ view, rules, remedy: remedyOf(used, view) });
  return {
    schema: 1,
    run,
    coverage: view.coverage(),
    totals: totalsOf(view, view.coverage(), judged.findings, judged.totals),
    findings: judged.findings,
    undetermined: judged.undetermined,
    excepted: judged.excepted,
    endings: view.assured.endings,
    assurance: reportAssurance({ ...view.assured, exceptions: judged.exceptions }),
    history: null,
    metrics,
    tests: testsOf(view),
  };
}

// The connector is told by the boundary's prefix; a credential has the boundary of its identity.
function remedyOf(cores: readonly ConnectorCore<unknown>[], view: View): (target: RemedyTarget) => readonly string[] {
  return function remedy(target) {
    const boundary = 'boundary' in target ? target.boundary : view.identity(target.identity)?.boundary;
    if (boundary === null || boundary === undefined) return [];
    return cores.find((core) => boundary.startsWith(`${core.id}:`))?.remedy?.(target) ?? [];
  };
}
