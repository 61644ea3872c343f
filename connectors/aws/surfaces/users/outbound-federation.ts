import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { asJson } from '../item.ts';
import { errorName, lost, reading, shaped } from '../../../../src/contract/reading.ts';
import { text } from './told.ts';

/** Whether identities of the account may have AWS vouch for them elsewhere, by tokens that AWS signs. */
export const outboundFederation: Surface = {
  id: 'aws:outbound-federation',
  yields: ['observation'],
  permission: 'iam:GetOutboundWebIdentityFederationInfo',
  ifUnread: 'whether identities of the account can get signed tokens for services outside AWS',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: [],
};

/** kind `observation`, key `outbound-federation` */
export interface OutboundFederationFact {
  readonly type: 'outbound-federation';
  readonly enabled: boolean;
  /** `iss` of the tokens; `null` where the feature was never switched on. */
  readonly issuer: string | null;
}

/** Errors that say the feature is switched off, which is an answer. */
export const switchedOff: readonly string[] = ['FeatureDisabledException', 'FeatureDisabled'];

const info = v.object({ JwtVendingEnabled: v.boolean(), IssuerIdentifier: v.optional(text) });

/** Maps the answer of GetOutboundWebIdentityFederationInfo. */
export function mapOutboundFederation(task: Task, body: Json): Mapped {
  const into = reading(task);
  const error = errorName(body);
  let value: OutboundFederationFact;
  if (error !== undefined) {
    if (!switchedOff.includes(error)) {
      lost(into, `the answer of GetOutboundWebIdentityFederationInfo is an error nobody expected: ${error}`, '/error');
      return into;
    }
    value = { type: 'outbound-federation', enabled: false, issuer: null };
  } else {
    const said = shaped(into, info, body, 'whether outbound federation is switched on could not be read', '');
    if (said === undefined) return into;
    value = { type: 'outbound-federation', enabled: said.JwtVendingEnabled, issuer: said.IssuerIdentifier ?? null };
  }
  const { boundary, surface } = task;
  into.facts.push({ kind: 'observation', boundary, surface, key: 'outbound-federation', value: asJson(value), pointer: '' });
  return into;
}
