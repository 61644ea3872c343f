import { gzipSync } from 'node:zlib';
import { prepare, readerOf, type DueFile, type Extract, type Prepared } from '../../src/due/import.ts';
import { readMapping, type Mapping, type MappingOptions } from '../../src/due/mapping/mapping.ts';
import { presetNamed } from '../../src/due/presets/list.ts';
import type { MappingFile } from '../../src/due/mapping/schema.ts';
import type { LifeCycleEvent } from '../../src/model/life-cycle.ts';

export const now = Date.UTC(2026, 10, 22, 6);

export const nothingSaid: Extract = {
  query: null,
  parameters: {},
  extractedBy: null,
  extractedAt: null,
  covers: null,
  rows: null,
  acceptRows: false,
};

export function fileOf(content: string | Uint8Array, name = 'file.csv', cut = 1 << 16): DueFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    *open() {
      for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut);
    },
  };
}

export function mapped(mapping: MappingFile, options: MappingOptions = {}): Mapping {
  return readMapping('test', mapping, options);
}

export function preset(name: string, options: MappingOptions = {}): Mapping {
  return readMapping(name, presetNamed(name).mapping, options);
}

export function prepared(content: string | Uint8Array, mapping: Mapping, extract: Partial<Extract> = {}, file = fileOf(content)): Prepared {
  return prepare(file, readerOf(file.name, mapping), { ...nothingSaid, ...extract }, now);
}

/** The events of a file, by id. */
export function eventsOf(from: Prepared): readonly LifeCycleEvent[] {
  return [...from.events()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a test looks at: id, type, moment and whom. */
export function briefly(events: readonly LifeCycleEvent[]): readonly string[] {
  return events.map(({ id, type, at, about }) =>
    [id, type, at.slice(0, 16), ...about.map(({ kind, value }) => `${kind}=${value}`)].join(' '),
  );
}

export function gzipped(text: string): Uint8Array {
  return gzipSync(text);
}

/** A mapping of the fewest words: who left when. */
export const leavers: MappingFile = {
  system: 'hr',
  sourceKind: 'hr',
  id: ['id'],
  events: [{ type: 'left', at: 'at', about: [{ kind: 'employee-id', value: 'id' }] }],
};
