import { impossible } from '../../base/errors.ts';

/*
 * A file of columns, its numbers in the byte order of the machine that wrote it (the manifest says which):
 *
 *   0  8  `magic`
 *   8  8  length of the description, as a double
 *   16 …  description: UTF-8 of {"columns":[[name,kind,count],…],"texts":{…}}, filled up with spaces to a multiple of eight bytes
 *   …     the columns in that order, each filled up with zeros to a multiple of eight bytes
 */
const magic = Buffer.from('VSTGCO1\n', 'latin1');
const START = magic.length + 8;

/** One value for each row of something. Kinds: `u8`, `u16`, `u32`, `f64` (whole numbers up to 2^53). */
export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;
type Kind = 'u8' | 'u16' | 'u32' | 'f64';

/** Columns by name, and lists of texts that they count into. */
export interface Columns {
  readonly columns: Readonly<Record<string, Column>>;
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

export function columnBytes({ columns, texts }: Columns): readonly Uint8Array[] {
  const listed = Object.entries(columns);
  const told = JSON.stringify({ columns: listed.map(([name, column]) => [name, kindOf(column), column.length]), texts });
  const description = Buffer.from(told + ' '.repeat(-Buffer.byteLength(told) & 7), 'utf8');
  const start = Buffer.alloc(START);
  magic.copy(start);
  start.set(new Uint8Array(Float64Array.of(description.length).buffer), magic.length);
  return [
    start,
    description,
    ...listed.flatMap(([, column]) => {
      const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      return [bytes, new Uint8Array(-bytes.length & 7)];
    }),
  ];
}

/** The columns of a file's bytes, without copying them; in words, what is wrong with the file. */
export function columnsOf(file: Uint8Array): Columns | string {
  if (file.length < START || !magic.equals(file.subarray(0, magic.length))) return 'is no file of columns';
  // Columns are looked at where they lie, which needs them at multiples of their width.
  const bytes = file.byteOffset % 8 === 0 ? file : new Uint8Array(file);
  const length = new Float64Array(bytes.buffer, bytes.byteOffset + magic.length, 1)[0] as number;
  if (!Number.isInteger(length) || length < 0 || START + length > bytes.length) return 'ends inside the description of its columns';
  const description = JSON.parse(Buffer.from(bytes.subarray(START, START + length)).toString('utf8')) as Description;
  const columns: Record<string, Column> = {};
  let at = START + length;
  for (const [name, kind, count] of description.columns) {
    const width = widths[kind];
    if (at + count * width > bytes.length) return `ends inside the column ${name}`;
    columns[name] = viewed(kind, bytes.buffer, bytes.byteOffset + at, count);
    at += count * width + (-(count * width) & 7);
  }
  return { columns, texts: description.texts };
}

interface Description {
  readonly columns: readonly (readonly [name: string, kind: Kind, count: number])[];
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

const widths: Readonly<Record<Kind, number>> = { u8: 1, u16: 2, u32: 4, f64: 8 };

function viewed(kind: Kind, buffer: ArrayBufferLike, from: number, count: number): Column {
  switch (kind) {
    case 'u8':
      return new Uint8Array(buffer, from, count);
    case 'u16':
      return new Uint16Array(buffer, from, count);
    case 'u32':
      return new Uint32Array(buffer, from, count);
    case 'f64':
      return new Float64Array(buffer, from, count);
    default:
      return impossible('a column of an unknown kind', kind);
  }
}

function kindOf(column: Column): Kind {
  if (column instanceof Float64Array) return 'f64';
  if (column instanceof Uint32Array) return 'u32';
  return column instanceof Uint16Array ? 'u16' : 'u8';
}

/** A column that a file of this schema has. */
export function column(from: Columns, name: string): Column {
  return from.columns[name] ?? impossible(`a file of columns has no column ${name}`);
}

export function texts(from: Columns, name: string): readonly string[] {
  return from.texts[name] ?? impossible(`a file of columns has no texts ${name}`);
}
