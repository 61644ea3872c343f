import { DAY_MS, type Instant } from '../base/instant.ts';
import type { Graph } from '../graph/graph.ts';
import type { View } from '../model/view.ts';
import { createView, type ViewOptions } from '../paths/view.ts';
import type { Configuration } from './configuration.ts';

/** The part of a configuration that decides what a view shows. It is plain JSON: a saved analysis keeps it. */
export type ViewSettings = Pick<Configuration, 'maxTimeBoundDays' | 'connectorSettings' | 'crownJewels' | 'personRules'>;

/** The view of a graph. `zeroTargets`: its tier-0 marks, where they are known. */
export function viewOfGraph(graph: Graph, asOf: Instant, settings: ViewSettings, zeroTargets?: () => Uint8Array): View {
  return createView(graph, { ...viewOptions(asOf, settings), ...(zeroTargets === undefined ? {} : { zeroTargets }) });
}

export function viewOptions(asOf: Instant, settings: ViewSettings): ViewOptions {
  return { asOf, maxTimeBoundMs: settings.maxTimeBoundDays * DAY_MS, crownJewels: settings.crownJewels };
}
