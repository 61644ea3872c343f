import { isJsonObject } from '../../base/json.ts';
import { bytesAsText, textOf } from './text-of.ts';
import { delimiters, headerWith } from './csv-rows.ts';

export const fileFormats = ['csv', 'json', 'jsonl'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** So much of a file is looked at to see what it is. */
export const BEGINNING_BYTES = 64 * 1024;

/** What a file is by how it begins. `records`: the member that its list stands under, where the mapping names one. */
export function formatOf(beginning: Uint8Array, records: string | null): FileFormat | 'tokens' | 'empty' {
  const text = bytesAsText(beginning).trimStart();
  if (text === '') return 'empty';
  if (text.startsWith('[')) return 'json';
  if (/^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\s*(?:\n|$)/.test(text)) return 'tokens';
  if (!text.startsWith('{')) return 'csv';
  return isWholeRecord(text.split('\n', 1)[0] ?? '', records) ? 'jsonl' : 'json';
}

/** Whether a first line is a record by itself, and no text that holds a list of them. */
function isWholeRecord(line: string, records: string | null): boolean {
  try {
    const value: unknown = JSON.parse(textOf(line) ?? '');
    return isJsonObject(value) && (records === null || !Object.hasOwn(value, records));
  } catch {
    // a record of one line is JSON by itself; what is not goes on over several lines
    return false;
  }
}

/** The delimiter under which most of the wanted columns are in the header; of several the one that makes most fields. */
export function delimiterOf(beginning: Uint8Array, headerLine: number, has: (header: readonly string[]) => number): string {
  let best = { delimiter: ',', columns: -1, fields: 0 };
  for (const delimiter of delimiters) {
    const header = headerWith(beginning, { delimiter, headerLine });
    const columns = has(header);
    if (columns > best.columns || (columns === best.columns && header.length > best.fields))
      best = { delimiter, columns, fields: header.length };
  }
  return best.delimiter;
}
