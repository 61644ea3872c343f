import { impossible } from '../../base/errors.ts';
import { parseInstant, type Instant } from '../../base/instant.ts';
import { GraphError } from '../../graph/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { openStoredGraph, storedGraph } from '../../graph/stored.ts';
import type { KeptView } from '../analyze.ts';
import type { ViewSettings } from '../view-of-graph.ts';
import { viewOptions } from '../view-of-graph.ts';
import { column, columnBytes } from './columns.ts';
import { files } from './layout.ts';
import type { AnalysisFolder } from './read.ts';
import type { AnalysisWriter } from './write.ts';

/*
 * `marks.index`: `zero`, of each target of the graph whether it is tier 0, and `clock`, what they were made for: the moment in epoch
 * milliseconds and the longest window, in milliseconds, that is not effectively standing.
 */
export async function writeGraph(
  writer: AnalysisWriter,
  { graph, zeroTargets }: KeptView,
  asOf: Instant,
  settings: ViewSettings,
): Promise<void> {
  await writer.write(files.graph, storedGraph(graph));
  await writer.write(files.marks, columnBytes({ columns: { zero: zeroTargets(), clock: clockOf(asOf, settings) }, texts: {} }));
}

/** The graph. Its file is held against the manifest as any other, which takes a tenth of the time that its own sum does. */
export function readGraph(folder: AnalysisFolder): Graph {
  try {
    return openStoredGraph(folder.whole(files.graph), 'checked');
  } catch (error) {
    throw error instanceof GraphError ? folder.damaged(files.graph, error.message, error) : error;
  }
}

/** The tier-0 marks of a graph of so many targets. Throws where they are those of another graph or moment. */
export function readMarks(folder: AnalysisFolder, targets: number, asOf: Instant, settings: ViewSettings): Uint8Array {
  const index = folder.columns(files.marks);
  const zero = column(index, 'zero');
  const clock = column(index, 'clock');
  const wanted = clockOf(asOf, settings);
  if (!(zero instanceof Uint8Array) || zero.length !== targets || !wanted.every((each, at) => clock[at] === each))
    throw folder.damaged(files.marks, 'its marks are those of another graph or moment');
  return zero;
}

function clockOf(asOf: Instant, settings: ViewSettings): Float64Array {
  const { maxTimeBoundMs } = viewOptions(asOf, settings);
  return Float64Array.of(parseInstant(asOf) ?? impossible(`an analysis is as of '${asOf}', which is no time`), maxTimeBoundMs);
}
