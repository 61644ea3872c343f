import { userPath } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

export const historyFormats = ['table', 'json', 'csv'] as const;
export type HistoryFormat = (typeof historyFormats)[number];

/** Asked before any work is done. */
export function historyFormat(format: string, what: string): HistoryFormat {
  const found = historyFormats.find((each) => each === format);
  if (found !== undefined) return found;
  throw new UsageError(`cannot print ${what} as ${JSON.stringify(format)}`, { hint: `the formats are ${historyFormats.join(', ')}` });
}

export async function print(terminal: Terminal, options: { readonly output?: string }, text: Iterable<string>): Promise<void> {
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
}

export function json(value: unknown): readonly string[] {
  return [`${JSON.stringify(value, null, 2)}\n`];
}
