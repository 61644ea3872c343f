import { issuersOf } from '../issuers.ts';
import type { Handle } from '../../../src/model/entity.ts';

/** The id that an object keeps for ever: what is provisioned from it elsewhere names it so. */
export function objectHandle(objectId: string): Handle {
  return { kind: 'entra-object', value: objectId, immutable: true };
}

/**
 * The id of an application, which logs and tickets call its service principal by. The same application has it in every tenant: it says nothing of two
 * service principals being one.
 */
export function applicationHandle(appId: string): Handle {
  return { kind: 'app-id', value: appId.toLowerCase(), immutable: false };
}

/**
 * Issuer and subject of the tokens that a service principal gets for itself: its own object id, whichever endpoint of whichever cloud issues them
 * (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference, `iss`, `sub`).
 */
export function tokenHandles(tenant: string, objectId: string): readonly Handle[] {
  return issuersOf(tenant).map((issuer): Handle => ({ kind: 'token-subject', value: `${issuer}|${objectId}`, immutable: true }));
}
