import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../../connectors/aws/policy/index.ts';
import { evaluateAccess, PolicyError } from '../../../../connectors/aws/policy/index.ts';

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const plain = {
  principal: 'arn:aws:iam::111122223333:role/r',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  resourceAccount: '111122223333',
  context: {},
  identityPolicies: [everything],
};

/** As a caller without types would ask. */
function codeOf(changed: Record<string, unknown> | null): string {
  try {
    return evaluateAccess((changed === null ? null : { ...plain, ...changed }) as unknown as AccessRequest).decision;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.code;
  }
}

describe('a request of another shape', () => {
  it('is decided when it is of the right one', () => {
    expect(codeOf({})).toBe('allowed');
  });

  it.each([
    ['no request', null],
    ['a policy in place of a list', { identityPolicies: everything }],
    ['no identity policies', { identityPolicies: null }],
    ['a policy in place of the session policies', { sessionPolicies: everything }],
    ['a flat list of service control policies', { serviceControlPolicies: [everything] }],
    ['a flat list of resource control policies', { resourceControlPolicies: [everything] }],
    ['a number as a value', { context: { 'aws:x': 1 } }],
    ['a list of numbers as a value', { context: { 'aws:x': [1] } }],
    ['a boolean as a value', { context: { 'aws:SecureTransport': true } }],
    ['null as a value', { context: { 'aws:x': null } }],
    ['a number as a tag', { principalTags: { team: 1 } }],
    ['null for unknown keys', { unknownKeys: null }],
    ['a number as an unknown key', { unknownKeys: [1] }],
    ['a number as the action', { action: 1 }],
    ['null as the resource', { resource: null }],
  ])('with %s is refused', (_name, changed) => {
    expect(codeOf(changed)).toBe('bad-request');
  });

  it.each(['s3:Get*', 's3:GetObject ', 's3:Get?bject'])('whose action is %j is refused', (action) => {
    expect(codeOf({ action })).toBe('bad-action');
  });

  it.each(['arn:', 'arn:aws:s3', 'arn:aws:s3:::'])('whose resource is %j is refused', (resource) => {
    expect(codeOf({ resource })).toBe('bad-resource');
  });
});
