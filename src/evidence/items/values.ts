import { canonicalJson } from '../../base/bytes/canonical.ts';
import { decodeBase64 } from '../../base/decode.ts';
import { impossible } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import type { BatchKind } from '../../model/ledger.ts';
import type { DisclosedRecord } from '../../model/pack.ts';
import { valueHashes, type Batch } from './batch.ts';
import { SALT_BYTES, saltOf, saltedHash } from './hash.ts';
import { leadsTo, waysOf } from './ways.ts';

/** How one value of a batch is opened: its salt, and the way to the batch's root. */
export type ShownValue = Pick<DisclosedRecord, 'salt' | 'path'>;

/** Opens values of a batch, one by its place; the batch is hashed once. Throws `CanonicalError`, and `impossible` where the batch has no such place. */
export function showValues(secret: Uint8Array, what: Exclude<BatchKind, 'pages'>, values: readonly Json[]): (place: number) => ShownValue {
  const wayOf = waysOf(valueHashes(secret, what, values));
  return (place) => {
    if (!(place in values)) impossible('a value of a batch is shown that it does not have');
    return { salt: saltOf(secret, `${what}|${place}`).toString('base64'), path: wayOf(place) };
  };
}

/** Whether a value is what a batch committed to at a place. What is shown may be anybody's bytes: what is not written as it has to be shows nothing. */
export function isValueOf(batch: Batch, place: number, value: Json, { salt, path }: ShownValue): boolean {
  const bytes = decodeBase64(salt);
  if (bytes?.length !== SALT_BYTES) return false;
  return leadsTo(batch.root, batch.count, place, saltedHash(bytes, canonicalJson(value)), path);
}
