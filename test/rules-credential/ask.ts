import * as v from 'valibot';
import { DAY_MS } from '../../src/base/instant.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { buildGraph } from '../../src/graph/build.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Judged } from '../../src/judge/judge.ts';
import { asOfSmallGraph, expandSmallGraph } from '../../src/judge/small.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { RuleTotals } from '../../src/model/report.ts';
import { createView } from '../../src/paths/view.ts';

export interface Asked extends Omit<Judged, 'totals'> {
  readonly totals: RuleTotals;
}

/** What a scan of this estate says by one rule: real graph, real paths, real judge. `gaps` are those about single subjects. */
export function ask(rule: Rule<unknown>, small: SmallGraph, settings: unknown = {}, gaps: readonly Gap[] = []): Asked {
  const input = expandSmallGraph(small);
  const surfaces = new Set(gaps.map((gap) => `${gap.boundary} ${gap.surface}`));
  const coverage = input.coverage.map((line) =>
    surfaces.has(`${line.boundary} ${line.surface}`) ? { ...line, status: 'partial' as const, cause: 'malformed' as const } : line,
  );
  const view = createView(buildGraph({ ...input, coverage, gaps }), { asOf: asOfSmallGraph(small), maxTimeBoundMs: 30 * DAY_MS });
  const { totals, ...rest } = judge({ view, rules: [{ rule, settings: v.parse(rule.settings, settings) }], remedy: () => [] });
  const own = totals.find((each) => each.rule === rule.id);
  if (own === undefined) throw new Error(`the judge gave no totals for rule "${rule.id}"`);
  return { ...rest, totals: own };
}

/** The one answer of an estate with one question: a severity, `clear` or `undetermined`. */
export function says(rule: Rule<unknown>, small: SmallGraph, settings: unknown = {}, gaps: readonly Gap[] = []): string {
  const { findings, totals } = ask(rule, small, settings, gaps);
  if (totals.questions !== 1) throw new Error(`rule "${rule.id}" asked ${totals.questions} questions of "${small.name}"`);
  return findings[0]?.severity ?? (totals.clear === 1 ? 'clear' : 'undetermined');
}
