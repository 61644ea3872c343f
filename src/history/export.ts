import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Engine, ReadTransaction } from './engine.ts';

/**
 * The whole store as lines of JSON, the same from every engine: a line `{"schema":1,…}`, then runs with their reads and gaps, sets of
 * tellers and the runs that read them, intervals, use, prunings, entries of the journal and what is known again of those that were pruned. One snapshot; in one order, but for the numbers that an engine gives.
 */
export async function exportHistory(engine: Engine, write: (line: string) => Promise<void>): Promise<number> {
  return engine.read(async (transaction) => {
    let lines = 0;
    for await (const line of linesOf(transaction)) {
      await write(`${textOf(line)}\n`);
      lines++;
    }
    return lines;
  });
}

/** What a line is comes first, then all it says in the order of names: engines give their members in orders of their own. */
function textOf({ line, ...rest }: Line): string {
  const says = canonicalJson(rest);
  return `{"line":${JSON.stringify(line)}${says === '{}' ? '}' : `,${says.slice(1)}`}`;
}

interface Line {
  readonly line: 'store' | 'run' | 'read' | 'gap' | 'tellers' | 'tellers-read' | 'interval' | 'usage' | 'prune' | 'entry' | 'forgotten';
}

async function* linesOf(transaction: ReadTransaction): AsyncGenerator<Line & Readonly<Record<string, unknown>>, void, undefined> {
  yield { line: 'store', schema: 1 };
  for (const run of await transaction.runs()) {
    yield { line: 'run', ...run };
    for (const read of await transaction.reads(run.number)) yield { line: 'read', ...read };
    for (const gap of await transaction.gaps(run.number)) yield { line: 'gap', run: run.number, ...gap };
  }
  for (const { id, members } of await transaction.tellerSets()) yield { line: 'tellers', id, members: JSON.parse(members) as unknown };
  for (const each of await transaction.tellerRuns()) yield { line: 'tellers-read', ...each };
  for await (const row of transaction.rows({})) {
    const { value, dependsOn, names, evidence, ...rest } = row;
    const parsed = [value, dependsOn, names, evidence].map((text) => JSON.parse(text) as unknown);
    yield { line: 'interval', ...rest, value: parsed[0], dependsOn: parsed[1], names: parsed[2], evidence: parsed[3] };
  }
  for await (const note of transaction.usage({ every: true })) yield { line: 'usage', ...note };
  for (const { id, at, what } of await transaction.prunes()) yield { line: 'prune', id, at, what: JSON.parse(what) as unknown };
  for await (const { names, value, ...rest } of transaction.entries({ every: true }))
    yield { line: 'entry', ...rest, names: JSON.parse(names) as unknown, value: JSON.parse(value) as unknown };
  for (const mark of await transaction.forgotten()) yield { line: 'forgotten', mark };
}
