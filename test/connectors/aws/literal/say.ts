import type { Json } from '../../../../src/base/json.ts';
import type { Answer } from './unknown.ts';
import { answerOf } from './unknown.ts';
import type { LiteralRequest } from './request.ts';

/* Short forms for requests written by hand. */

export const A = '111111111111';
export const X = '222222222222';
export const ANN = `arn:aws:iam::${A}:user/ann`;
export const ROLE = `arn:aws:iam::${A}:role/r`;
export const SESSION = `arn:aws:sts::${A}:assumed-role/r/s`;
export const BUCKET = 'arn:aws:s3:::b';
export const OBJECT = 'arn:aws:s3:::b/x';
export const KEY = `arn:aws:kms:eu-west-1:${A}:key/1`;

export type Fields = Readonly<Record<string, Json>>;

export function doc(...statements: readonly Fields[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
function statement(Effect: string, Action: Json, Resource: Json, more: Fields): Fields {
  const actions = typeof Action === 'object' && !Array.isArray(Action) ? (Action as Fields) : { Action };
  const resources: Fields = typeof Resource === 'object' && !Array.isArray(Resource) ? (Resource as Fields) : { Resource };
  return { Effect, ...actions, ...resources, ...more };
}
export function allow(Action: Json, Resource: Json = '*', Condition?: Json): Fields {
  return statement('Allow', Action, Resource, Condition === undefined ? {} : { Condition });
}
export function deny(Action: Json, Resource: Json = '*', Condition?: Json): Fields {
  return statement('Deny', Action, Resource, Condition === undefined ? {} : { Condition });
}
export function of(Principal: Json, fields: Fields): Fields {
  return { ...fields, Principal };
}
/** A statement of a trust policy. */
export function trusts(Principal: Json, Action: Json = 'sts:AssumeRole', Condition?: Json): Json {
  return doc({ Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) });
}
export const all = doc(allow('*'));

/** With an empty context, a user, a bucket's object of the account, and no policies, unless told otherwise. */
export function ask(given: Partial<LiteralRequest>, ...identity: readonly Json[]): LiteralRequest {
  return {
    principal: ANN,
    action: 's3:GetObject',
    resource: OBJECT,
    context: {},
    resourceAccount: A,
    identityPolicies: identity,
    ...given,
  };
}

const noDomain = (key: string): readonly string[] => {
  throw new Error(`no domain for ${key}`);
};
export function answer(request: LiteralRequest, domains: Readonly<Record<string, readonly string[]>> = {}): Answer {
  return answerOf(request, (key) => domains[key] ?? noDomain(key));
}

/** `A`, `E`, `N`, or `? key, key`. */
export function say(request: LiteralRequest, domains: Readonly<Record<string, readonly string[]>> = {}): string {
  const { decision, on } = answer(request, domains);
  return decision === 'depends' ? `? ${on.join(', ')}` : { allowed: 'A', 'explicitly-denied': 'E', 'implicitly-denied': 'N' }[decision];
}
