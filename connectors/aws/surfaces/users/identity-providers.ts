import * as v from 'valibot';
import type { Instant } from '../../../../src/base/instant.ts';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { boundaryOf } from '../../identity.ts';
import { isAsked } from '../asked.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, errorName, instant, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import { text } from './told.ts';
import { isGone } from './user-list.ts';

/** Who vouches for those who come by federation. Neither list has pages: each is whole or not there. */
export const identityProviders: Surface = {
  id: 'aws:identity-providers',
  yields: ['provider'],
  permission: 'iam:ListOpenIDConnectProviders, iam:GetOpenIDConnectProvider, iam:ListSAMLProviders',
  ifUnread: 'which identity providers the account trusts, for which clients and until when',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: [],
};

export type ProviderForm = 'oidc' | 'saml';

/** kind `provider`, key = the provider's ARN */
export interface ProviderFact {
  readonly type: ProviderForm;
  readonly arn: string;
  /** The issuer, without its scheme; `null` for SAML, whose issuer is in its metadata alone. */
  readonly url: string | null;
  /** Audiences that the provider's tokens may be for; `null` for SAML. */
  readonly clientIds: readonly string[] | null;
  /** When the metadata's certificate ends; `null`: not told, or OpenID Connect. */
  readonly validUntil: Instant | null;
  readonly createdAt: Instant | null;
}

/** kind `provider`, key `list|<form>`: all of one form that the account has. */
export interface ProviderListFact {
  readonly type: 'list';
  readonly form: ProviderForm;
  readonly arns: readonly string[];
}

const get = v.strictObject({ call: v.literal('GetOpenIDConnectProvider'), provider: text });
const oidcEntry = v.object({ Arn: text });
const samlEntry = v.object({ Arn: text, ValidUntil: v.optional(instant), CreateDate: v.optional(instant) });
const oidc = v.object({ Url: text, ClientIDList: v.optional(v.array(v.string())), CreateDate: v.optional(instant) });

/** Maps one answer. GetSAMLProvider is not asked: beside what its list tells it has the metadata document, which nothing here needs. */
export function mapIdentityProviders(task: Task, body: Json): Mapped {
  const into = reading(task);
  const call = isJsonObject(task.args) ? task.args['call'] : undefined;
  const given = v.safeParse(get, task.args);
  if (given.success) one(into, given.output.provider, body);
  else if (call === 'ListOpenIDConnectProviders') {
    const found = elements(into, body, 'OpenIDConnectProviderList', oidcEntry).filter(({ value, at }) => isOurs(into, value.Arn, at));
    for (const { value } of found) into.spawns.push({ ...task, args: { call: 'GetOpenIDConnectProvider', provider: value.Arn } });
    list(into, 'oidc', found, '/OpenIDConnectProviderList');
  } else if (call === 'ListSAMLProviders') {
    const found = elements(into, body, 'SAMLProviderList', samlEntry).filter(({ value, at }) => isOurs(into, value.Arn, at));
    for (const { value, at } of found) {
      const { Arn: arn, ValidUntil: validUntil = null, CreateDate: createdAt = null } = value;
      push(into, arn, { type: 'saml', arn, url: null, clientIds: null, validUntil, createdAt }, at);
    }
    list(into, 'saml', found, '/SAMLProviderList');
  } else return notUnderstood(task);
  return into;
}

function one(into: Reading, arn: string, body: Json): void {
  const error = errorName(body);
  if (error !== undefined) {
    // Deleted since it was listed.
    if (!isGone(error)) lost(into, `the answer of GetOpenIDConnectProvider is an error nobody expected: ${error}`, '/error');
    return;
  }
  const said = shaped(into, oidc, body, `the identity provider ${arn} could not be read`, '');
  if (said === undefined || (issuerOf(said.Url) !== issuerOf(arn) && !isAsked(into, arn, said.Url, '/Url'))) return;
  const { Url: url, ClientIDList: clientIds = [], CreateDate: createdAt = null } = said;
  push(into, arn, { type: 'oidc', arn, url: url.replace(/^https:\/\//, ''), clientIds, validUntil: null, createdAt }, '');
}

/** What ARNs of providers are made with: the issuer without its scheme. A slash at its end, and case, are not held. */
function issuerOf(given: string): string {
  return given
    .replace(/^https:\/\/|^arn:[^/]*\//, '')
    .replace(/\/$/, '')
    .toLowerCase();
}

function isOurs(into: Reading, arn: string, at: string): boolean {
  if (boundaryOf(arn) === into.task.boundary) return true;
  lost(into, `${JSON.stringify(arn)} is no identity provider of the account that was asked, ${into.task.boundary}`, at);
  return false;
}

function list(into: Reading, form: ProviderForm, found: readonly { readonly value: { readonly Arn: string } }[], at: string): void {
  if (into.gaps.length > 0) return;
  push(into, `list|${form}`, { type: 'list', form, arns: found.map(({ value }) => value.Arn).sort(byCodeUnit) }, at);
}

function push(into: Reading, key: string, value: ProviderFact | ProviderListFact, pointer: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'provider', boundary, surface, key, value: asJson(value), pointer });
}
