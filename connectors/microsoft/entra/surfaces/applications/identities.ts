import type { Instant } from '../../../../../src/base/instant.ts';
import type { Identity, IdentityKind } from '../../../../../src/model/entity.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import { tenantBoundary } from '../../../ids.ts';
import { applicationHandle, tokenHandles } from '../../handles.ts';

interface Told {
  readonly id: EntityId;
  readonly tenant: string;
  readonly kind: IdentityKind;
  readonly name: string | null | undefined;
  readonly appId: string | null | undefined;
  readonly createdAt?: Instant | null | undefined;
  readonly enabled: boolean | null;
  readonly providerManaged?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly deletedAt?: Instant;
}

const reasons: Partial<Readonly<Record<IdentityKind, string>>> = {
  app: 'the registration of an application',
  'service-principal': 'a service principal',
  'managed-identity': 'a managed identity',
  agent: 'the identity of an agent',
};

const takesTokens: ReadonlySet<IdentityKind> = new Set(['service-principal', 'managed-identity', 'agent']);

/** Something that no person signs in as. What is in the recycle bin gets no tokens. */
export function softwareIdentity({ id, tenant, kind, name, appId, createdAt, enabled, providerManaged, tags, deletedAt }: Told): Identity {
  const uid = id.slice(id.lastIndexOf('/') + 1);
  const named = appId === null || appId === undefined ? [] : [applicationHandle(appId)];
  return {
    id,
    uid,
    kind,
    nature: 'non-human',
    natureReason: reasons[kind] ?? 'no account of a person',
    name: name ?? appId ?? id,
    boundary: tenantBoundary(tenant),
    createdAt: createdAt ?? null,
    tags: { ...(appId === null || appId === undefined ? {} : { appId }), ...tags },
    providerManaged: providerManaged ?? false,
    enabled,
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(takesTokens.has(kind) && deletedAt === undefined ? { handles: [...tokenHandles(tenant, uid), ...named] } : {}),
  };
}
