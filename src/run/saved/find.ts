import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunError } from '../errors.ts';

const idForm = /^[0-9a-f]{64}$/;

/** The id of the latest analysis, or of the one whose id starts with `id`. */
export function findAnalysis(state: string, id?: string): Promise<string> {
  return id === undefined ? latest(state) : startingWith(state, id);
}

async function startingWith(state: string, id: string): Promise<string> {
  const known = await readdir(join(state, 'analyses')).catch((): string[] => []);
  const matching = /^[0-9a-f]+$/.test(id) ? known.filter((each) => idForm.test(each) && each.startsWith(id)) : [];
  const [only, another] = matching;
  if (only !== undefined && another === undefined) return only;
  const seen = only === undefined ? 'none starts so' : `${matching.length} start so`;
  throw new RunError('no-analysis', `cannot find analysis ${JSON.stringify(id)} in ${state}: ${seen}`);
}

async function latest(state: string): Promise<string> {
  const file = join(state, 'analyses', 'latest');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new RunError('no-analysis', `cannot find an analysis in ${state}`, {
      cause,
      hint: 'make one: `vestige analyze …`, or name the folder with --state',
    });
  }
  const id = text.trim();
  if (idForm.test(id)) return id;
  throw new RunError('damaged-part', `cannot find the latest analysis: ${file} names none`, {
    hint: 'run `vestige analyze` again, or name one with --analysis',
  });
}
