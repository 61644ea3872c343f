import type { Json } from '../../../../../src/base/json.ts';
import type { AuditEntry } from './schema.ts';
import { changed } from './told-by.ts';

export interface KeyChange {
  readonly key: string;
  readonly type: 'credential-issued' | 'credential-revoked';
}

const IDENTIFIER = /KeyIdentifier=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i;

/**
 * The keys that an entry says came and went: what stands in one of the two lists of key descriptions alone. `undefined`: the lists are not
 * told, or something in them is not understood.
 *
 * A description is `[KeyIdentifier=<id>,KeyType=Password,KeyUsage=Verify,DisplayName=<any text>]`; the name comes last and may hold anything.
 */
export function keyChanges(entry: AuditEntry): readonly KeyChange[] | undefined {
  const values = changed(entry, 'KeyDescription');
  if (values === null) return undefined;
  const [before, after] = [keysIn(values.old), keysIn(values.now)];
  if (before === undefined || after === undefined) return undefined;
  return [
    ...[...after].filter((key) => !before.has(key)).map((key) => ({ key, type: 'credential-issued' as const })),
    ...[...before].filter((key) => !after.has(key)).map((key) => ({ key, type: 'credential-revoked' as const })),
  ];
}

function keysIn(value: Json): ReadonlySet<string> | undefined {
  if (!Array.isArray(value)) return undefined;
  const keys = new Set<string>();
  for (const each of value as readonly Json[]) {
    const key = typeof each === 'string' ? IDENTIFIER.exec(each)?.[1] : undefined;
    if (key === undefined) return undefined;
    keys.add(key.toLowerCase());
  }
  return keys;
}
