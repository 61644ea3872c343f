import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { VestigeError } from '../../base/errors.ts';
import type { Ending } from '../../model/ending.ts';
import { openAnalysis } from '../saved/open.ts';

export interface ToldEndings {
  /** Of each report, in its order. */
  readonly endings: readonly (readonly Ending[])[];
  /** Analyses that could not be read. */
  readonly notes: readonly string[];
}

/** The endings of every analysis that a state folder keeps. One that cannot be read is told of, and leaves unknown where its endings were logged. */
export async function toldEndings(state: string): Promise<ToldEndings> {
  const endings: (readonly Ending[])[] = [];
  const notes: string[] = [];
  for (const id of (await namesIn(join(state, 'analyses'))).filter((name) => /^[0-9a-f]{64}$/.test(name)).sort()) {
    try {
      endings.push((await openAnalysis(state, id)).report.endings);
    } catch (error) {
      if (!(error instanceof VestigeError)) throw error;
      notes.push(`the analysis ${id} cannot be read, so that it is not told where its endings were logged: ${error.message}`);
    }
  }
  return { endings, notes };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
