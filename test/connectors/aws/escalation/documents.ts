import type { Json } from '../../../../src/base/json.ts';

export const allowAll = says({ Effect: 'Allow', Action: '*', Resource: '*' });

export function says(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

export function secretOf(account: string): string {
  return `arn:aws:secretsmanager:us-east-1:${account}:secret:crown-AbCdEf`;
}

/** A trust policy that lets in a principal. */
export function letting(principal: Json, Condition?: Json, Action = 'sts:AssumeRole'): Json {
  return says({ Effect: 'Allow', Principal: principal, Action, ...(Condition === undefined ? {} : { Condition }) });
}
