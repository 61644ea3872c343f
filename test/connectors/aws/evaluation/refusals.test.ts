import { describe, expect, it } from 'vitest';
import { PolicyError, evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import type { AccessRequest } from '../../../../connectors/aws/policy/index.ts';

const QUESTION: AccessRequest = {
  principal: 'arn:aws:iam::111122223333:user/ann',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::reports/q1.csv',
  resourceAccount: '111122223333',
  context: {},
  identityPolicies: [],
};

/** A question that is none must not be answered, least of all by "denied". */
function refusal(differing: Partial<AccessRequest>): string {
  try {
    return `answered ${evaluateAccess({ ...QUESTION, ...differing }).decision}`;
  } catch (error) {
    if (error instanceof PolicyError) return error.code;
    throw error;
  }
}

it('answers the question the refusals are made from', () => {
  expect(refusal({})).toBe('answered implicitly-denied');
});

describe('a caller nobody can be', () => {
  for (const principal of [
    '',
    'ann',
    '*',
    '111122223333',
    'arn:aws:iam::111122223333:group/staff',
    'arn:aws:iam::111122223333:policy/deploy',
    'arn:aws:iam::11112222:user/ann',
    'arn:aws:iam::111122223333:user/',
    'arn:aws:sts::111122223333:assumed-role/app',
    'arn:aws:s3:::reports',
  ]) {
    it(`refuses "${principal}"`, () => {
      expect(refusal({ principal })).toBe('bad-principal');
    });
  }

  it('refuses a federated user as text, for its issuer is needed', () => {
    expect(refusal({ principal: 'arn:aws:sts::111122223333:federated-user/bob' })).toBe('bad-principal');
  });
});

describe('an action, a resource and an account that are none', () => {
  for (const action of ['GetObject', '', '*']) {
    it(`refuses the action "${action}"`, () => {
      expect(refusal({ action })).toBe('bad-action');
    });
  }
  for (const resource of ['reports/q1.csv', '', 's3://reports']) {
    it(`refuses the resource "${resource}"`, () => {
      expect(refusal({ resource })).toBe('bad-resource');
    });
  }
  for (const resourceAccount of ['12', '', '1111222233334', 'aws', '11112222333x']) {
    it(`refuses the account "${resourceAccount}"`, () => {
      expect(refusal({ resourceAccount })).toBe('bad-account');
    });
  }
});
