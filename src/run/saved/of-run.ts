import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunLine } from '../../contract/store.ts';
import { RunError } from '../errors.ts';
import { runIdOf } from '../history/record.ts';
import { openAnalysis, type SavedAnalysis } from './open.ts';

/**
 * The kept analysis of a recorded run: of several the one that came to the conclusions that the run is recorded with. What was kept in a form
 * that cannot be opened is passed over. Throws {@link RunError} `no-analysis` where there is none.
 */
export async function analysisOfRun(state: string, run: RunLine): Promise<SavedAnalysis> {
  const names = await readdir(join(state, 'analyses')).catch((): string[] => []);
  let other: SavedAnalysis | null = null;
  for (const id of names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort()) {
    const saved = await opened(state, id);
    if (saved === null || runIdOf(saved.head.run.capture, saved.head.run.connectors) !== run.id) continue;
    if (saved.head.run.asOf === run.conclusions?.asOf && saved.head.run.configuration === run.conclusions.configuration) return saved;
    other ??= saved;
  }
  if (other !== null) return other;
  throw new RunError('no-analysis', `cannot show run ${run.id.slice(0, 12)} of ${run.to}: no analysis of it is kept in ${state}`, {
    hint: `make one: \`vestige analyze ${run.capture}\``,
  });
}

async function opened(state: string, id: string): Promise<SavedAnalysis | null> {
  try {
    return await openAnalysis(state, id);
  } catch (error) {
    if (error instanceof RunError) return null;
    throw error;
  }
}
