import { sha256Hex } from '../../base/bytes/hash.ts';
import type { EntryHead } from '../engine.ts';

/** By what an entry is known again once it was pruned: SHA-256 over the JSON list of its sort, its key and the hash of its value. */
export function markOf({ sort, key, hash }: Pick<EntryHead, 'sort' | 'key' | 'hash'>): string {
  // Keys hold whatever sources give, half a surrogate pair included, which JSON writes as an escape.
  return sha256Hex(JSON.stringify([sort, key, hash]));
}
