import type * as v from 'valibot';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { inOnePiece } from '../../../../../src/base/text/one-piece.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements } from '../../../../../src/contract/reading.ts';
import type { CredentialKind } from '../../../../../src/model/entity.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import { tellCredential } from '../../graph-page.ts';
import { keyCredential, passwordCredential } from './schema.ts';

/** The id of a secret or certificate: the same in lists, reports and audit logs. */
export function keyId(identity: EntityId, key: string): string {
  return inOnePiece(`${identity}#${key.toLowerCase()}`);
}

/**
 * The secrets and certificates of one application or service principal. A list that is not there is a gap about it: that it has none is
 * only told by an empty one. A key of usage `Sign` is not told: with it the directory signs, and nobody signs in
 * (https://learn.microsoft.com/graph/api/resources/keycredential).
 *
 * @param state `inactive` where the identity is in the recycle bin: its credentials come back with it.
 */
export function tellCredentials(into: Reading, item: Json, identity: EntityId, at: string, state: 'active' | 'inactive'): void {
  const tell = (kind: CredentialKind, value: v.InferOutput<typeof passwordCredential>, place: string): void => {
    const from = value.startDateTime ?? null;
    const name = value.displayName;
    tellCredential(
      into,
      {
        id: keyId(identity, value.keyId),
        identity,
        kind,
        name: name === null || name === undefined || name === '' ? value.keyId : name,
        state,
        createdAt: from,
        rotatedAt: from,
        expiresAt: value.endDateTime,
        lastUsed: 'unknown',
        secondFactor: null,
      },
      place,
    );
  };
  const body = item as JsonObject;
  for (const { value, at: place } of about(into, identity, () => elements(into, body, 'passwordCredentials', passwordCredential, at))) {
    tell('client-secret', value, place);
  }
  for (const { value, at: place } of about(into, identity, () => elements(into, body, 'keyCredentials', keyCredential, at))) {
    if (value.usage.toLowerCase() !== 'sign') tell('certificate', value, place);
  }
}

/** What goes wrong in reading is about this identity alone. */
export function about<T>(into: Reading, subject: EntityId, read: () => T): T {
  const before = into.gaps.length;
  const result = read();
  for (const [index, gap] of into.gaps.entries()) if (index >= before) into.gaps[index] = { ...gap, subject };
  return result;
}
