import { createHash } from 'node:crypto';
import { sha256Hex } from '../base/bytes/hash.ts';
import { instantOf, type Instant } from '../base/instant.ts';
import { counted, grouped } from '../base/text/count.ts';
import type { LifeCycleImport } from '../model/life-cycle-import.ts';
import type { EventSourceKind, LifeCycleEvent, LogSpan } from '../model/life-cycle.ts';
import { DueError } from './errors.ts';
import { fileRows, type MappedRows } from './file-rows.ts';
import type { Mapping } from './mapping/mapping.ts';
import { standing, survey, type Survey } from './survey.ts';

/** A file as it is handed in. It is gone through several times, and has to say the same each time. */
export interface DueFile {
  /** As its giver calls it. */
  readonly name: string;
  open(): Iterable<Uint8Array>;
}

/** What its giver says of a file. */
export interface Extract {
  readonly query: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly extractedBy: string | null;
  readonly extractedAt: Instant | null;
  readonly covers: { readonly from: Instant; readonly to: Instant } | null;
  /** How many rows there should be; `null`: not told. */
  readonly rows: number | null;
  /** Take it although there are not as many. It then speaks for no time whole. */
  readonly acceptRows: boolean;
}

/** A file that was read and can be kept. */
export interface Prepared {
  /** `replays` is 0: only the store knows them. */
  readonly manifest: LifeCycleImport;
  /** Not before all its events are kept. `null`: it speaks for no time whole, for one of the reasons of `notWhole` or because nobody says so. */
  readonly span: LogSpan | null;
  /** Why what it covers cannot be said to be told whole; empty: nothing is wanting. */
  readonly notWhole: readonly string[];
  /** What it speaks until: the end of what it covers, else when it was made, else its last event. */
  readonly at: Instant;
  /** Each once. Throws {@link DueError} `changed` at its end where the file is not what it was. */
  events(): Iterable<LifeCycleEvent>;
}

/** Who tells what is in a file, and how its rows are read. */
export interface RowReader {
  readonly system: string;
  readonly sourceKind: EventSourceKind;
  readonly name: string;
  readonly sha256: string;
  rows(chunks: Iterable<Uint8Array>): MappedRows;
}

export function readerOf(file: string, mapping: Mapping): RowReader {
  const { system, sourceKind, name, sha256 } = mapping;
  return { system, sourceKind, name, sha256, rows: (chunks) => fileRows(file, chunks, mapping) };
}

/**
 * Reads a file through, counts what is in it and holds it against what its giver says of it. Nothing is kept yet. `now`: epoch milliseconds; it decides
 * what lies ahead where nobody says when the file was made. Throws {@link DueError} where nothing of it can be taken.
 */
export function prepare(file: DueFile, reader: RowReader, extract: Extract, now: number): Prepared {
  const made = extract.extractedAt ?? instantOf(now);
  mustBePast(file.name, extract, made, instantOf(now));
  let sha256: string | null = null;
  function* read(): MappedRows {
    const bytes = hashed(file.open());
    try {
      const told = yield* reader.rows(bytes.chunks);
      const seen = bytes.finish();
      sha256 ??= seen;
      if (seen === sha256) return told;
      throw new DueError('changed', `cannot import ${file.name}: it was other bytes when it was read again`, {
        hint: 'a pipe, or a file that is still being written, cannot be imported',
      });
    } finally {
      bytes.close();
    }
  }
  const found = survey(read, made);
  const controlTotal = extract.rows ?? found.told.total;
  const rowsLack = controlTotal !== null && controlTotal !== found.rows ? rowCount(file.name, controlTotal, found.rows, extract) : null;
  const notWhole = [
    ...(found.badRows === 0 ? [] : [`${counted(found.badRows, 'row')} could not be read`]),
    ...(rowsLack === null ? [] : [rowsLack]),
    ...(found.told.next === null ? [] : ['it says that another page follows it']),
  ];
  const { system, sourceKind } = reader;
  const manifest = manifestOf(file.name, sha256 ?? '', reader, extract, controlTotal, found);
  return {
    manifest,
    span:
      extract.covers === null || notWhole.length > 0
        ? null
        : { source: system, sourceKind, region: null, from: extract.covers.from, to: extract.covers.to, tells: 'changes' },
    notWhole,
    at: extract.covers?.to ?? extract.extractedAt ?? found.latest ?? made,
    events: () => standing(read, found.events),
  };
}

function manifestOf(
  name: string,
  sha256: string,
  reader: RowReader,
  { query, parameters, extractedBy, extractedAt, covers }: Extract,
  controlTotal: number | null,
  { rows, duplicates, disordered, ahead, unzoned, ignored, bad, badRows, events }: Survey,
): LifeCycleImport {
  return {
    id: sha256Hex(`${sha256}\n${reader.sha256}`),
    system: reader.system,
    sourceKind: reader.sourceKind,
    query,
    parameters,
    extractedBy,
    extractedAt,
    covers,
    name,
    sha256,
    mapping: { name: reader.name, sha256: reader.sha256 },
    rows,
    controlTotal,
    events: events.size,
    duplicates,
    replays: 0,
    disordered,
    ahead,
    unzoned,
    ignored,
    bad: bad.map(({ line, why }) => ({ at: `${name}:${line}`, why })),
    badRows,
  };
}

/** A file cannot speak for what comes after it was made, nor have been made later than now. */
function mustBePast(name: string, { covers }: Extract, made: Instant, now: Instant): void {
  if (made > now)
    throw new DueError('bad-covers', `cannot import ${name}: it is said to have been made ${made}, and it is ${now} now`, {
      hint: 'say with --extracted-at when it was made',
    });
  if (covers === null) return;
  if (covers.from >= covers.to)
    throw new DueError('bad-covers', `cannot import ${name}: what it covers ends ${covers.to}, and begins ${covers.from}`, {
      hint: 'write --covers FROM/TO',
    });
  if (covers.to > made)
    throw new DueError('bad-covers', `cannot import ${name}: it is said to cover until ${covers.to}, and was made ${made}`, {
      hint: 'a file speaks for nothing after it was made; say when that was with --extracted-at',
    });
}

function rowCount(name: string, told: number, found: number, { rows, acceptRows }: Extract): string {
  const who = rows === null ? 'it says itself that it has' : 'it should have';
  const seen = `${who} ${grouped(told)} rows, and has ${grouped(found)}`;
  if (acceptRows) return seen;
  throw new DueError('row-count', `cannot import ${name}: ${seen}`, {
    hint: 'export it again, whole; --accept-rows takes what is there, and then its silence says nothing',
  });
}

/** Chunks as they are gone through, and at the end the hash of all of them, those that nobody wanted too. */
function hashed(source: Iterable<Uint8Array>): { readonly chunks: Iterable<Uint8Array>; finish(): string; close(): void } {
  const iterator = source[Symbol.iterator]();
  const hash = createHash('sha256');
  function next(): IteratorResult<Uint8Array, undefined> {
    const result = iterator.next();
    if (result.done === true) return { done: true, value: undefined };
    hash.update(result.value);
    return { done: false, value: result.value };
  }
  return {
    // it cannot be closed from outside: what is left is still to be hashed
    chunks: { [Symbol.iterator]: () => ({ next }) },
    finish() {
      let result = next();
      while (result.done !== true) result = next();
      return hash.digest('hex');
    },
    close: () => void iterator.return?.(),
  };
}
