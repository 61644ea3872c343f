import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hashJson } from '../base/bytes/hash.ts';
import type { Json } from '../base/json.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { Report } from '../model/report.ts';
import type { View } from '../model/view.ts';
import { viewOfCapture, type Analysis, type ViewSettings } from './analyze.ts';
import { RunError } from './errors.ts';
import { programVersion } from './version.ts';

/** An analysis kept for later questions. */
export interface SavedAnalysis {
  readonly id: string;
  readonly report: Report;
  /** The same view again, from the capture. Throws `bad-analysis` when another version of the program made the report. */
  view(capture: CaptureReader, connectors: readonly ConnectorCore<unknown>[]): Promise<View>;
}

interface Kept {
  readonly schema: 1;
  readonly settings: ViewSettings;
  readonly report: Report;
}

/**
 * Keeps an analysis under `<state>/analyses/<id>` and makes it the latest. The id is a hash of what it was made from, so the
 * same analysis made twice is one. Folders are 0700 and files 0600: they hold personal data.
 */
export async function saveAnalysis(state: string, { report, settings }: Analysis): Promise<string> {
  const id = hashJson(report.run as unknown as Json);
  const folder = join(state, 'analyses', id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(join(folder, 'report.json'), keptText({ schema: 1, settings, report }));
  await writeWhole(join(state, 'analyses', 'latest'), [`${id}\n`]);
  return id;
}

/** Opens the latest analysis, or the one whose id starts with `id`. */
export async function openAnalysis(state: string, id?: string): Promise<SavedAnalysis> {
  const chosen = id === undefined ? await latest(state) : await startingWith(state, id);
  const { schema, report, settings } = JSON.parse(await read(join(state, 'analyses', chosen, 'report.json'), chosen)) as Kept;
  if (schema !== 1) {
    throw new RunError('bad-analysis', `cannot open analysis ${chosen}: its schema is ${String(schema)}, this program knows 1`, {
      hint: 'run `vestige analyze` on its capture again',
    });
  }
  return {
    id: chosen,
    report,
    async view(capture, connectors) {
      const { version, asOf } = report.run;
      if (version !== programVersion()) {
        throw new RunError(
          'bad-analysis',
          `cannot ask more of analysis ${chosen}: version ${version} made it, this is ${programVersion()}`,
          {
            hint: `run \`vestige analyze ${report.run.capture.slice(0, 12)}\` again`,
          },
        );
      }
      return viewOfCapture(capture, connectors, asOf, settings);
    },
  };
}

async function startingWith(state: string, id: string): Promise<string> {
  const known = await readdir(join(state, 'analyses')).catch((): string[] => []);
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
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RunError('bad-analysis', `cannot open analysis ${id}: ${why}`, { cause, hint: 'run `vestige analyze` again' });
  }
}

/** JSON in pieces: one element of a list at a time, since a large report is longer than a string may be. */
function* keptText({ schema, settings, report }: Kept): Iterable<string> {
  yield `{"schema":${schema},"settings":${JSON.stringify(settings)},"report":{`;
  let first = true;
  for (const [name, value] of Object.entries(report)) {
    yield `${first ? '' : ','}${JSON.stringify(name)}:`;
    first = false;
    if (Array.isArray(value)) {
      yield '[';
      for (const [index, item] of value.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(item)}`;
      yield ']';
    } else yield JSON.stringify(value);
  }
  yield '}}';
}

async function writeWhole(path: string, pieces: Iterable<string>): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    let waiting = '';
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < 1 << 20) continue;
      await file.write(waiting);
      waiting = '';
    }
    await file.write(waiting);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
