import * as v from 'valibot';
import { hashJson } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import { DueError, RowFault } from '../errors.ts';
import type { EventSourceKind } from '../../model/life-cycle.ts';
import type { MappedRow } from '../read-row.ts';
import type { CsvSettings } from '../rows/csv-rows.ts';
import type { JsonPlace } from '../rows/json-rows.ts';
import type { FileFormat } from '../rows/recognise.ts';
import type { Row } from '../rows/row.ts';
import { eventReader } from './row-events.ts';
import { mappingSchema } from './schema.ts';
import type { Notes } from './times.ts';
import { compiler, nameable, onlyOne, type Needed } from './values.ts';

/** Raised when one file read by one mapping would give other events. */
const READING = 1;

export interface MappingOptions {
  /** Instead of the mapping's own. */
  readonly system?: string;
  /** Instead of the mapping's own; never `provider-log`. */
  readonly sourceKind?: EventSourceKind;
  /** The zone of times that name none, instead of the mapping's own. */
  readonly zone?: string;
}

/** How rows become events. */
export interface Mapping {
  readonly name: string;
  /** SHA-256 of all that decides what a row comes to: the same for the same meaning, however it was written down. */
  readonly sha256: string;
  readonly system: string;
  readonly sourceKind: EventSourceKind;
  readonly format: FileFormat | null;
  readonly csv: { readonly delimiter: string | null } & Pick<CsvSettings, 'headerLine'>;
  readonly json: JsonPlace;
  /** Of each, one of the columns must be in a file. */
  readonly needed: readonly Needed[];
  readonly map: (line: number, row: Row) => MappedRow;
}

/** Reads a mapping. Throws {@link DueError} `bad-mapping` with the place of the fault, and `bad-zone`. */
export function readMapping(name: string, given: unknown, options: MappingOptions = {}): Mapping {
  const parsed = v.safeParse(mappingSchema, given);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue) ?? 'the whole of it';
    throw new DueError('bad-mapping', `cannot use the mapping ${name}: ${place}: ${issue.message}`, {
      hint: 'schemas/mapping.schema.json says what a mapping may hold, and `vestige due template generic` prints one to start from',
    });
  }
  const { $schema: _schema, describes: _describes, ...rest } = parsed.output;
  const file = {
    ...rest,
    ...(options.system === undefined ? {} : { system: systemNamed(name, options.system) }),
    ...(options.sourceKind === undefined ? {} : { sourceKind: options.sourceKind }),
    ...(options.zone === undefined ? {} : { times: { ...rest.times, zone: options.zone } }),
  };
  const compile = compiler();
  const defaults = { formats: file.times?.formats ?? ['rfc3339'], zone: file.times?.zone ?? null };
  const ids = file.id?.map((each) => compile.value(each));
  const ignores = (file.ignore ?? []).map(({ when, why }) => ({ applies: compile.conditions(when), why }));
  const readers = file.events.map((spec) => eventReader({ ...file.common, ...spec }, file, defaults, compile));
  mustBeApart(name, file.events);

  function map(line: number, row: Row): MappedRow {
    const notes: Notes = { unzoned: false };
    try {
      const ignored = ignores.find(({ applies }) => applies(row));
      if (ignored !== undefined) return { line, ignored: ignored.why };
      const raw = row.raw();
      const id = ids === undefined ? `sha256:${raw}` : idIn(ids.map((read) => onlyOne('id', read(row))));
      const events = readers.flatMap((read) => read(row, id, notes)).map((event) => ({ ...event, raw }));
      if (events.length === 0) return { line, bad: 'no event of the mapping applies to it, and it is not ignored', unzoned: notes.unzoned };
      return { line, events, unzoned: notes.unzoned };
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      return { line, bad: error.message, unzoned: notes.unzoned };
    }
  }
  return {
    name,
    sha256: hashJson({ reading: READING, ...(file as unknown as { readonly [key: string]: Json }) }),
    system: file.system,
    sourceKind: file.sourceKind,
    format: file.format ?? null,
    csv: { delimiter: file.csv?.delimiter ?? null, headerLine: file.csv?.headerLine ?? 1 },
    json: { records: file.records ?? null, total: file.page?.total ?? null, next: file.page?.next ?? null },
    needed: compile.needed,
    map,
  };
}

function systemNamed(name: string, system: string): string {
  if (v.safeParse(mappingSchema.entries.system, system).success) return system;
  throw new DueError('bad-mapping', `cannot read files by ${name} as of the system "${system}": that is no name of one`, {
    hint: 'lower-case letters, digits, dots, dashes and underscores, 64 at most',
  });
}

/** Two events of one row need two names: else one would stand for the other. */
function mustBeApart(name: string, events: v.InferOutput<typeof mappingSchema>['events']): void {
  const seen = new Set<string>();
  for (const { as, type } of events) {
    const key = as ?? (typeof type === 'string' ? type : '*');
    if (seen.has(key))
      throw new DueError('bad-mapping', `cannot use the mapping ${name}: two of its events are called "${key}"`, {
        hint: 'name them apart with "as"',
      });
    seen.add(key);
  }
}

function idIn(parts: readonly (string | null)[]): string {
  const [first] = parts;
  // later parts may be what only some sources have
  if (first === null || first === undefined) throw new RowFault('what tells it apart in its source says nothing: it has no id');
  return nameable('id', parts.map((part) => (part === null ? '' : nameable('id', part))).join('|'));
}
