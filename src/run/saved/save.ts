import { hashJson } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import type { Analysis } from '../analyze.ts';
import { writeFindings } from './findings.ts';
import { writeGraph } from './graph.ts';
import { writeHead } from './head.ts';
import { writeMentions } from './mentions.ts';
import { writeOpenCounts, writeUndetermined } from './undetermined.ts';
import { writeAnalysis } from './write.ts';

/**
 * Keeps an analysis under `<state>/analyses/<id>` and makes it the latest. The id is a hash of what it was made from, so the same
 * analysis made twice is one. Written to a folder of its own and renamed: whoever reads, or is killed, meets a whole one or the former.
 */
export async function saveAnalysis(
  state: string,
  { report, settings, kept }: Pick<Analysis, 'report' | 'settings' | 'kept'>,
): Promise<string> {
  const id = hashJson(report.run as unknown as Json);
  const writer = await writeAnalysis(state);
  try {
    await writeHead(writer, report, settings);
    await writeFindings(writer, report.findings);
    await writeUndetermined(writer, report.undetermined);
    await writeOpenCounts(writer, report.undetermined);
    await writeGraph(writer, kept, report.run.asOf, settings);
    await writeMentions(writer, kept.mentions);
    await writer.finish(id);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return id;
}
