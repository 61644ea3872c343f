import { crc32 } from 'node:zlib';
import { column, type Column, type Columns } from './columns.ts';
import type { FileName } from './layout.ts';
import type { AnalysisFolder } from './read.ts';

/*
 * A file of lines: JSON texts in UTF-8, each with a line feed behind it. Where a line begins, how many bytes it has without the line feed
 * and their CRC-32 stand in three columns of the file of columns beside it: `<prefix>Offset`, `<prefix>Length`, `<prefix>Crc`.
 */
const BATCH = 1 << 20;
const LINE_FEED = 0x0a;
/** A UTF-16 code unit takes at most so many bytes of UTF-8. */
const MOST_OF_A_UNIT = 3;

/** Lines being written. Go through `pieces` to its end before asking for `columns`; each is good until the next one is asked for. */
export interface LineWriter {
  readonly pieces: Iterable<Uint8Array>;
  columns(prefix: string): Readonly<Record<string, Column>>;
}

export function writeLines<T>(values: readonly T[], textOf: (value: T, row: number) => string): LineWriter {
  const offsets = new Float64Array(values.length);
  const lengths = new Uint32Array(values.length);
  const crcs = new Uint32Array(values.length);
  function* pieces(): Generator<Uint8Array, void, undefined> {
    let batch = Buffer.allocUnsafe(BATCH);
    let filled = 0;
    let offset = 0;
    for (let row = 0; row < values.length; row++) {
      const text = textOf(values[row] as T, row);
      const most = text.length * MOST_OF_A_UNIT + 1;
      if (filled + most > batch.length) {
        if (filled > 0) yield batch.subarray(0, filled);
        filled = 0;
        if (most > batch.length) batch = Buffer.allocUnsafe(most);
      }
      const length = batch.write(text, filled, 'utf8');
      offsets[row] = offset;
      lengths[row] = length;
      crcs[row] = crc32(batch.subarray(filled, filled + length));
      batch[filled + length] = LINE_FEED;
      filled += length + 1;
      offset += length + 1;
    }
    if (filled > 0) yield batch.subarray(0, filled);
  }
  return {
    pieces: pieces(),
    columns: (prefix) => ({ [`${prefix}Offset`]: offsets, [`${prefix}Length`]: lengths, [`${prefix}Crc`]: crcs }),
  };
}

export interface Lines {
  readonly length: number;
  /** The JSON value of a line, read now. Throws {@link RunError} where the line is not as it was written. */
  at(row: number): unknown;
}

// A line that stands alone is read with little beside it; whoever goes on with the next one gets many at once.
const ALONE = 1 << 14;
const AHEAD = 1 << 20;

export function readLines(folder: AnalysisFolder, name: FileName, index: Columns, prefix: string): Lines {
  const offsets = column(index, `${prefix}Offset`);
  const lengths = column(index, `${prefix}Length`);
  const crcs = column(index, `${prefix}Crc`);
  let block: { readonly from: number; readonly bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };
  return {
    length: offsets.length,
    at(row) {
      const offset = offsets[row] as number;
      const length = lengths[row] as number;
      const until = block.from + block.bytes.length;
      if (offset < block.from || offset + length > until) {
        const goesOn = block.bytes.length > 0 && offset >= block.from && offset <= until;
        block = { from: offset, bytes: folder.part(name, offset, Math.max(length, goesOn ? AHEAD : ALONE)) };
      }
      const line = block.bytes.subarray(offset - block.from, offset - block.from + length);
      if (line.length !== length || crc32(line) !== crcs[row])
        throw folder.damaged(name, `line ${row + 1} is not the one that was written`);
      return JSON.parse(line.toString('utf8')) as unknown;
    },
  };
}
