import { stripVTControlCharacters } from 'node:util';
import { historyOf } from '../../run/history/of.ts';
import { historyCsv } from '../history/csv.ts';
import { historyFormat, json, print } from '../history/format.ts';
import { historyLines } from '../history/of-text.ts';
import { withStore } from '../history/place.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

export interface HistoryOptions extends CommonOptions {
  readonly format: string;
  readonly facts?: boolean;
  readonly output?: string;
}

/** Says who or what a name was, what it held and was found with, from when to when, as far as reads tell. */
export async function historyCommand(terminal: Terminal, name: string, options: HistoryOptions): Promise<number> {
  const format = historyFormat(options.format, 'a history');
  const history = await withStore(terminal, options, (store) => historyOf(store, stripVTControlCharacters(name)));
  if (format === 'json') await print(terminal, options, json(history));
  else if (format === 'csv') await print(terminal, options, historyCsv(history));
  else await print(terminal, options, historyLines(history, sheetOf(terminal, options), { facts: options.facts === true }));
  return 0;
}
