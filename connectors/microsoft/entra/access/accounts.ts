import type { Access } from '../../../../src/model/access.ts';
import type { Credential, Identity, IdentityKind } from '../../../../src/model/entity.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';

/** What signs in. A registration signs in as its service principal; groups and devices are given things and act as nobody. */
const accounts: ReadonlySet<IdentityKind> = new Set(['user', 'guest', 'service-principal', 'managed-identity', 'agent']);

/**
 * That somebody can sign in at all: an account that is there and enabled, or of which it is not told whether it is. In the recycle bin, and
 * disabled, it cannot, though what it holds stays. The directory's own sign-in begins and ends with the account and is no access beside it.
 * Microsoft's own service principals are given to nobody.
 */
export function accountAccess(boundary: BoundaryId, value: Identity): Access | undefined {
  const { id, kind, name, uid, enabled, deletedAt, providerManaged, tags, handles } = value;
  if (!accounts.has(kind) || providerManaged || deletedAt !== undefined || enabled === false) return undefined;
  const names = [uid, name, tags['appId'], ...(handles ?? []).filter((each) => each.kind === 'user-name').map((each) => each.value)];
  return accessOf({ kind: 'account', boundary, subject: id, object: id, scope: null }, { source: id, name: `account ${name}`, names });
}

/** A secret or certificate. Those of what is in the recycle bin open nothing until it is brought back. */
export function credentialAccess(boundary: BoundaryId, value: Credential): Access | undefined {
  const { id, identity, kind, name, state, createdAt, expiresAt } = value;
  if (kind === 'sign-in' || state === 'inactive') return undefined;
  return accessOf(
    { kind: 'credential', boundary, subject: identity, object: id, scope: null },
    {
      source: id,
      name: `${kind.replaceAll('-', ' ')} ${name}`,
      names: [id.slice(id.indexOf('#') + 1), name],
      from: createdAt,
      until: expiresAt,
    },
  );
}
