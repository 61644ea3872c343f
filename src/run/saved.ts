import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashJson } from '../base/bytes/hash.ts';
import type { Json } from '../base/json.ts';
import type { GraphInput } from '../graph/build.ts';
import type { Report } from '../model/report.ts';
import type { View } from '../model/view.ts';
import { viewOf, type Analysis } from './analyze.ts';
import { RunError } from './errors.ts';

/** An analysis kept for later questions. */
export interface SavedAnalysis {
  readonly id: string;
  readonly report: Report;
  /** The view again, without parsing a capture. */
  view(): Promise<View>;
}

interface Kept {
  readonly schema: 1;
  readonly report: Report;
  readonly maxTimeBoundDays: number;
}

/**
 * Keeps an analysis under `<state>/analyses/<id>` and makes it the latest. The id is a hash of what it was made from, so the
 * same analysis made twice is one. Folders are 0700 and files 0600: they hold personal data.
 */
export async function saveAnalysis(state: string, analysis: Analysis, maxTimeBoundDays: number): Promise<string> {
  const { report } = analysis;
  const id = hashJson(report.run as unknown as Json);
  const folder = join(state, 'analyses', id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept: Kept = { schema: 1, report, maxTimeBoundDays };
  await writeWhole(join(folder, 'graph.json'), JSON.stringify(analysis.input));
  await writeWhole(join(folder, 'report.json'), JSON.stringify(kept));
  await writeWhole(join(state, 'analyses', 'latest'), `${id}\n`);
  return id;
}

/** Opens the latest analysis, or the one whose id starts with `id`. */
export async function openAnalysis(state: string, id?: string): Promise<SavedAnalysis> {
  const chosen = id === undefined ? await latest(state) : await startingWith(state, id);
  const folder = join(state, 'analyses', chosen);
  const kept = JSON.parse(await read(join(folder, 'report.json'), chosen)) as Kept;
  if (kept.schema !== 1) {
    throw new RunError('bad-analysis', `cannot open analysis ${chosen}: its schema is ${String(kept.schema)}, this program knows 1`, {
      hint: 'run `vestige analyze` on its capture again',
    });
  }
  return {
    id: chosen,
    report: kept.report,
    async view() {
      const input = JSON.parse(await read(join(folder, 'graph.json'), chosen)) as GraphInput;
      return viewOf(input, kept.report.run.asOf, kept.maxTimeBoundDays);
    },
  };
}

async function startingWith(state: string, id: string): Promise<string> {
  const known = await readdir(join(state, 'analyses')).catch(() => [] as string[]);
  const matching = /^[0-9a-f]+$/.test(id) ? known.filter((each) => each.startsWith(id)) : [];
  const [only, another] = matching;
  if (only !== undefined && another === undefined) return only;
  const seen = only === undefined ? 'none starts so' : `${matching.length} start so`;
  throw new RunError('no-analysis', `cannot find analysis ${JSON.stringify(id)} in ${state}: ${seen}`);
}

async function latest(state: string): Promise<string> {
  try {
    return (await readFile(join(state, 'analyses', 'latest'), 'utf8')).trim();
  } catch (cause) {
    throw new RunError('no-analysis', `cannot find an analysis in ${state}`, {
      cause,
      hint: 'make one: `vestige analyze …`, or name the folder with --state',
    });
  }
}

async function read(path: string, id: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new RunError('bad-analysis', `cannot open analysis ${id}: ${(cause as Error).message}`, {
      cause,
      hint: 'run `vestige analyze` again',
    });
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
