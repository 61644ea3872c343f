import type { Handle } from '../../../src/model/entity.ts';

/** The id that an object keeps for ever: what is provisioned from it elsewhere names it so. */
export function objectHandle(objectId: string): Handle {
  return { kind: 'entra-object', value: objectId, immutable: true };
}

/**
 * Issuer and subject of the tokens that a service principal gets for itself: its own object id, whichever of the two endpoints issues them
 * (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference, `iss`, `sub`).
 */
export function tokenHandles(tenant: string, objectId: string): readonly Handle[] {
  return [`https://sts.windows.net/${tenant}/`, `https://login.microsoftonline.com/${tenant}/v2.0`].map((issuer): Handle => ({
    kind: 'token-subject',
    value: `${issuer}|${objectId}`,
    immutable: true,
  }));
}
