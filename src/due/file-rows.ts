import { unwrapped } from './bytes/unwrap.ts';
import { DueError } from './errors.ts';
import type { Mapping } from './mapping/mapping.ts';
import { presets } from './presets/list.ts';
import type { MappedRow } from './read-row.ts';
import { columnName, csvRows } from './rows/csv-rows.ts';
import { jsonLines, jsonList } from './rows/json-rows.ts';
import { BEGINNING_BYTES, delimiterOf, formatOf } from './rows/recognise.ts';
import type { Rows, Told } from './rows/row.ts';

/** Rows as the mapping reads them, then what the file says of itself. */
export type MappedRows = Generator<MappedRow, Told, undefined>;

/**
 * Reads a file by a mapping: CSV of any delimiter, JSON or lines of JSON, in UTF-8 or UTF-16, gzipped or not. Memory follows the longest row.
 * Throws {@link DueError} where nothing can be read, or where it has not the columns that the mapping names; then nothing that came before counts.
 */
export function* fileRows(name: string, chunks: Iterable<Uint8Array>, mapping: Mapping): MappedRows {
  const { beginning, all } = beginningOf(unwrapped(name, chunks));
  const format = mapping.format ?? formatOf(beginning, mapping.json.records);
  if (format === 'empty') throw new DueError('empty-file', `cannot read ${name}: there is nothing in it`);
  if (format === 'tokens')
    throw new DueError('not-understood', `cannot read ${name}: it holds signed tokens`, {
      hint: 'security event tokens are read with --jwks FILE and --issuer',
    });
  const missing = new Set(mapping.needed);
  const rows =
    format === 'csv'
      ? csvOf(name, beginning, all, mapping, missing)
      : format === 'json'
        ? jsonList(name, all, mapping.json)
        : jsonLines(all);
  let next = rows.next();
  let records = 0;
  for (; next.done !== true; next = rows.next()) {
    const read = next.value;
    if ('bad' in read) {
      yield { ...read, unzoned: false };
      continue;
    }
    records++;
    for (const needed of missing) if (needed.columns.some((column) => isIn(() => read.row.values(column)))) missing.delete(needed);
    yield mapping.map(read.line, read.row);
  }
  if (records > 0 && missing.size > 0)
    mustHave(
      name,
      mapping,
      [...missing].map(({ columns }) => columns),
      null,
    );
  return next.value;
}

/** A member that is there and holds no text is there. */
function isIn(values: () => readonly string[] | undefined): boolean {
  try {
    return values() !== undefined;
  } catch {
    // what it holds is told as the row's fault where it is read
    return true;
  }
}

function csvOf(
  name: string,
  beginning: Uint8Array,
  all: Iterable<Uint8Array>,
  mapping: Mapping,
  missing: Set<Mapping['needed'][number]>,
): Rows {
  const { headerLine } = mapping.csv;
  const count = (header: readonly string[]): number => {
    const names = new Set(header.map(columnName));
    return mapping.needed.filter(({ columns }) => columns.some((column) => names.has(columnName(column)))).length;
  };
  const delimiter = mapping.csv.delimiter ?? delimiterOf(beginning, headerLine, count);
  return csvRows(name, all, { delimiter, headerLine }, (has, shown) => {
    const lacking = mapping.needed.filter(({ columns }) => !columns.some(has)).map(({ columns }) => columns);
    missing.clear();
    if (lacking.length > 0) mustHave(name, mapping, lacking, shown);
  });
}

function mustHave(name: string, mapping: Mapping, lacking: readonly (readonly string[])[], shown: readonly string[] | null): never {
  const names = [...new Set(lacking.map((columns) => columns.map((each) => JSON.stringify(each)).join(' or ')))];
  const has =
    shown === null
      ? ''
      : `; it has ${shown
          .slice(0, 20)
          .map((each) => JSON.stringify(each))
          .join(', ')}${shown.length > 20 ? ', …' : ''}`;
  throw new DueError('no-column', `cannot read ${name} by ${mapping.name}: it has no ${names.join(', no ')}${has}`, {
    hint: presets.some((each) => each.name === mapping.name)
      ? `print the mapping with \`vestige due template ${mapping.name}\`, name the columns as your file does, and give it with --mapping`
      : `name the columns in ${mapping.name} as your file does`,
  });
}

function beginningOf(chunks: Iterable<Uint8Array>): { readonly beginning: Uint8Array; readonly all: Iterable<Uint8Array> } {
  const iterator = chunks[Symbol.iterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < BEGINNING_BYTES) {
    const next = iterator.next();
    if (next.done === true) break;
    held.push(next.value);
    length += next.value.length;
  }
  function* all(): Generator<Uint8Array, void, undefined> {
    for (const chunk of held.splice(0)) yield chunk;
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value;
  }
  // cut to one length, so that what a file is taken for does not hang on how it comes
  return { beginning: Buffer.concat(held).subarray(0, BEGINNING_BYTES), all: all() };
}
