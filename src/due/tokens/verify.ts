import { errors, jwtVerify } from 'jose';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { RowFault } from '../errors.ts';
import { shown } from '../mapping/values.ts';
import { allowedAlgorithms, type TokenTrust } from './keys.ts';

/** How far ahead an issuer's clock may be. */
const AHEAD_SECONDS = 300;

/** The claims of a token that may be believed. */
export interface SecurityEventToken {
  readonly issuer: string;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly claims: JsonObject;
  /** By type, one at least. */
  readonly events: readonly (readonly [type: string, event: JsonObject])[];
}

/**
 * Believes a security event token (RFC 8417): of type `secevent+jwt`, signed by a key of the set with an allowed algorithm, of a named issuer, meant for
 * us where it is meant for somebody, with `iat` not in the future, `jti` and events. Throws {@link RowFault} saying which of them fails.
 */
export async function verifyToken(token: string, { keys, issuers, audiences }: TokenTrust, now: number): Promise<SecurityEventToken> {
  let claims: JsonObject;
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [...allowedAlgorithms],
      typ: 'secevent+jwt',
      issuer: [...issuers],
      currentDate: new Date(now),
    });
    claims = payload as JsonObject;
  } catch (error) {
    if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error;
    const { code } = error as { code?: string };
    throw new RowFault(`it cannot be believed: ${error.message}${code === undefined ? '' : ` (${code})`}`);
  }
  const { iss, aud, iat, jti, events } = claims;
  if (aud !== undefined) mustBeMeant(aud, audiences);
  if (typeof iat !== 'number' || !Number.isFinite(iat)) throw new RowFault('it has no "iat": when it was issued is not told');
  if (iat > now / 1000 + AHEAD_SECONDS) throw new RowFault('its "iat" lies in the future');
  if (typeof jti !== 'string' || jti === '') throw new RowFault('it has no "jti": whether it was told before cannot be known');
  if (!isJsonObject(events) || Object.keys(events).length === 0) throw new RowFault('it has no "events"');
  const list: (readonly [string, JsonObject])[] = [];
  for (const [type, event] of Object.entries(events)) {
    if (!isJsonObject(event)) throw new RowFault(`its event ${shown(type)} is no object`);
    list.push([type, event]);
  }
  return { issuer: iss as string, jti, issuedAt: iat, claims, events: list };
}

function mustBeMeant(aud: Json, audiences: readonly string[]): void {
  const meant: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (meant.some((each) => typeof each === 'string' && audiences.includes(each))) return;
  throw new RowFault(`it is meant for ${meant.map((each) => shown(String(each))).join(', ')}: name that with --audience where it is you`);
}
