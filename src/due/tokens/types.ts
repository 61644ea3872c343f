import type { JsonObject } from '../../base/json.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';

/** What a security event means for access; a text: that it means nothing, and why. */
export type Meaning = Pick<LifeCycleEvent, 'type' | 'what'> | string;

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type/';
const SCIM = 'urn:ietf:params:scim:event:';

const signal: Meaning = { type: 'signal', what: 'account' };
const session: Meaning = { type: 'session-revoked', what: 'session' };
const used: Meaning = { type: 'used', what: 'session' };
const chosen = "the account holder's own choice about signals";

/*
 * CAEP 1.0 (https://openid.net/specs/openid-caep-1_0.html), RISC 1.0 (https://openid.net/specs/openid-risc-profile-specification-1_0.html),
 * SCIM events (RFC 9967). A change to the better is no signal: access need not end for it.
 */
const meanings: Readonly<Record<string, (event: JsonObject, about: string) => Meaning>> = {
  [`${CAEP}session-revoked`]: () => session,
  [`${CAEP}session-established`]: () => used,
  [`${CAEP}session-presented`]: () => used,
  [`${CAEP}token-claims-change`]: () => ({ type: 'policy-changed', what: 'session' }),
  [`${CAEP}credential-change`]: credentialChange,
  [`${CAEP}assurance-level-change`]: (event) => (event['change_direction'] === 'increase' ? 'the assurance level rose' : signal),
  [`${CAEP}device-compliance-change`]: (event) => (event['current_status'] === 'compliant' ? 'the device is compliant now' : signal),
  [`${CAEP}risk-level-change`]: (event) => (event['current_level'] === 'LOW' ? 'the risk is low now' : signal),
  [`${RISC}account-credential-change-required`]: () => signal,
  [`${RISC}account-purged`]: () => ({ type: 'account-deleted', what: 'account' }),
  [`${RISC}account-disabled`]: () => ({ type: 'account-disabled', what: 'account' }),
  [`${RISC}account-enabled`]: () => ({ type: 'account-enabled', what: 'account' }),
  [`${RISC}identifier-changed`]: () => 'only a name changed',
  [`${RISC}identifier-recycled`]: () => signal,
  [`${RISC}credential-compromise`]: () => signal,
  [`${RISC}opt-in`]: () => chosen,
  [`${RISC}opt-out-initiated`]: () => chosen,
  [`${RISC}opt-out-cancelled`]: () => chosen,
  [`${RISC}opt-out-effective`]: () => chosen,
  [`${RISC}recovery-activated`]: () => signal,
  [`${RISC}recovery-information-changed`]: () => 'only how an account is recovered changed',
  [`${RISC}sessions-revoked`]: () => session,
  [`${SSF}verification`]: () => 'a test of the stream',
  [`${SSF}stream-updated`]: () => 'about the stream itself',
  [`${SCIM}feed:add`]: () => 'about the feed itself',
  [`${SCIM}feed:remove`]: () => 'about the feed itself',
  [`${SCIM}prov:create:notice`]: ofAccount('account-created'),
  [`${SCIM}prov:create:full`]: ofAccount('account-created'),
  [`${SCIM}prov:patch:notice`]: () => 'only attributes changed',
  [`${SCIM}prov:patch:full`]: () => 'only attributes changed',
  [`${SCIM}prov:put:notice`]: () => 'only attributes changed',
  [`${SCIM}prov:put:full`]: () => 'only attributes changed',
  [`${SCIM}prov:delete`]: ofAccount('account-deleted'),
  [`${SCIM}prov:activate`]: ofAccount('account-enabled'),
  [`${SCIM}prov:deactivate`]: ofAccount('account-disabled'),
  [`${SCIM}misc:asyncresp`]: () => 'an answer to a request',
};

/** What an event of a token means; `undefined`: its type is not known. `about`: the path of the SCIM resource it is about, where it is one. */
export function meaningOf(type: string, event: JsonObject, about: string): Meaning | undefined {
  const name = type.toLowerCase().startsWith(SCIM) ? type.toLowerCase() : type;
  return Object.hasOwn(meanings, name) ? meanings[name]?.(event, about) : undefined;
}

/** The end of an event's name, for readers: `session-revoked`, `prov:delete`. */
export function shortType(type: string): string {
  return type.toLowerCase().startsWith(SCIM) ? type.slice(SCIM.length) : type.slice(type.lastIndexOf('/') + 1);
}

function credentialChange(event: JsonObject): Meaning {
  switch (event['change_type']) {
    case 'create':
      return { type: 'credential-issued', what: 'credential' };
    case 'revoke':
    case 'delete':
      return { type: 'credential-revoked', what: 'credential' };
    default:
      return signal;
  }
}

function ofAccount(type: LifeCycleEvent['type']): (event: JsonObject, about: string) => Meaning {
  return (_, about) => (/^\/?Users\//i.test(about) || about === '' ? { type, what: 'account' } : 'about a resource that is no account');
}
