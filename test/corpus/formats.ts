import { isJsonObject, type Json, type JsonObject } from '../../src/base/json.ts';
import { decodeBundle, parseTilePath } from '../../src/evidence/log/tile.ts';

/** Numbers and names of every format that a pack is written in, by what has it. A pack that is written otherwise has other ones. */
export type Formats = ReadonlyMap<string, ReadonlySet<string>>;

export function formatsOf(files: ReadonlyMap<string, Uint8Array>): Formats {
  const found = new Map<string, Set<string>>();
  const add = (what: string, value: Json | undefined): void => {
    found.set(what, (found.get(what) ?? new Set()).add(JSON.stringify(value ?? null)));
  };
  for (const [path, bytes] of files) {
    if (path === 'pack.json' || path === 'manifest.json') add(path, objectIn(bytes)['schema']);
    else if (path === 'pack.dsse.json' || path.startsWith('statements/')) {
      const { _type, predicateType, predicate } = objectIn(Buffer.from(objectIn(bytes)['payload'] as string, 'base64'));
      add('statement', _type);
      add('predicate', predicateType);
      if (isJsonObject(predicate) && 'hashing' in predicate) add('hashing', predicate['hashing']);
    } else if (path.startsWith('log/tile/entries/')) for (const entry of entriesIn(path, bytes)) add('entry', objectIn(entry)['v']);
    else if (path.startsWith('log/anchors/')) add('mark', (objectIn(bytes)['anchor'] as JsonObject)['how']);
    else if (path.endsWith('.tlog-proof')) add('proof', Buffer.from(bytes).toString().split('\n')[0]);
  }
  return found;
}

function entriesIn(path: string, bytes: Uint8Array): readonly Uint8Array[] {
  return decodeBundle(bytes, parseTilePath(path.replace(/^log\//, '')).width);
}

function objectIn(bytes: Uint8Array): JsonObject {
  return JSON.parse(Buffer.from(bytes).toString()) as JsonObject;
}
