import { diff } from '../../run/history/diff.ts';
import { diffCsv } from '../history/csv.ts';
import { diffLines } from '../history/diff-text.ts';
import { historyFormat, json, print } from '../history/format.ts';
import { withStore } from '../history/place.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

export interface DiffOptions extends CommonOptions {
  readonly format: string;
  readonly facts?: boolean;
  readonly output?: string;
}

/** Says what began, changed, came back, ended or is missing between two runs or times, and what cannot be compared. */
export async function diffCommand(terminal: Terminal, from: string, to: string, options: DiffOptions): Promise<number> {
  const format = historyFormat(options.format, 'differences');
  const found = await withStore(terminal, options, (store) => diff(store, from, to));
  if (format === 'json') await print(terminal, options, json(found));
  else if (format === 'csv') await print(terminal, options, diffCsv(found));
  else await print(terminal, options, diffLines(found, sheetOf(terminal, options), { facts: options.facts === true }));
  return 0;
}
