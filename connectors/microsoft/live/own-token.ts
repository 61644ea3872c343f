import { decodeBase64Url, decodeUtf8 } from '../../../src/base/decode.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';

/**
 * Who we are, as our own access token has it; nobody checks its signature here, and nothing but our own words depends on it. `null` = the
 * token does not tell. Claims: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
 */
export interface Caller {
  readonly tenant: string | null;
  readonly object: string | null;
  readonly application: string | null;
  /** Application permissions of Graph. */
  readonly roles: readonly string[];
  /** Delegated permissions, where a person signed in. */
  readonly scopes: readonly string[];
}

const nobody: Caller = { tenant: null, object: null, application: null, roles: [], scopes: [] };

export function callerOf(token: string): Caller {
  const claims = claimsOf(token);
  if (claims === null) return nobody;
  const text = (name: string): string | null => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const roles = claims['roles'];
  return {
    tenant: text('tid')?.toLowerCase() ?? null,
    object: text('oid')?.toLowerCase() ?? null,
    application: (text('appid') ?? text('azp'))?.toLowerCase() ?? null,
    roles: Array.isArray(roles) ? roles.filter((each): each is string => typeof each === 'string').sort() : [],
    scopes: (text('scp') ?? '')
      .split(' ')
      .filter((each) => each !== '')
      .sort(),
  };
}

/** As a page of a call of its own: what a task asks with `call: 'caller'`. */
export function callerBody({ tenant, object, application, roles, scopes }: Caller): Json {
  return { tenant, object, application, roles, scopes };
}

function claimsOf(token: string): JsonObject | null {
  const [, part = '', ...more] = token.split('.');
  const bytes = more.length === 1 ? decodeBase64Url(part) : undefined;
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text === undefined) return null;
  try {
    const claims = JSON.parse(text) as Json;
    return isJsonObject(claims) ? claims : null;
  } catch {
    // An opaque token is no fault: it tells us nothing.
    return null;
  }
}

/** The claims that an access token has to have, as a 401 asks for them (continuous access evaluation); `undefined` = it asks for none. */
export function claimsAsked(challenge: string | null): string | undefined {
  const claims = /\bclaims="([^"]+)"/i.exec(challenge ?? '')?.[1];
  if (claims === undefined) return undefined;
  const text = Buffer.from(claims, 'base64').toString('utf8');
  return text.trimStart().startsWith('{') ? text : undefined;
}
