import { describe, expect, it } from 'vitest';
import type { AccessRequest, Principal } from '../../../../connectors/aws/policy/index.ts';
import { PolicyError, evaluateAccess } from '../../../../connectors/aws/policy/index.ts';

const all = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const base: AccessRequest = {
  principal: 'arn:aws:iam::111122223333:user/ann',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  resourceAccount: '111122223333',
  identityPolicies: [all],
};

function codeOf(change: Partial<AccessRequest>): string {
  try {
    evaluateAccess({ ...base, ...change });
  } catch (error) {
    if (error instanceof PolicyError) return error.code;
    throw error;
  }
  return 'none';
}

describe('a request that says nothing decidable', () => {
  it.each([
    '',
    'ann',
    'arn:aws:iam::111122223333:group/g',
    'arn:aws:iam::1111:user/ann',
    'arn:aws:iam::111122223333:user/',
    'arn:aws:iam::111122223333:user',
    'arn:aws:iam::111122223333:root/x',
    'arn:aws:sts::111122223333:assumed-role/n',
    'arn:aws:sts::111122223333:assumed-role/n/',
    'arn:aws:iam::111122223333:assumed-role/n/s',
    'arn:aws:sts::111122223333:role/n',
    'arn:aws:sts::111122223333:federated-user/f',
    'lambda.example.com',
  ])('is refused for the principal %j', (principal) => expect(codeOf({ principal })).toBe('bad-principal'));

  it('is refused for an object whose ARN is of another kind', () => {
    const wrong: Principal[] = [
      { type: 'user', arn: 'arn:aws:iam::111122223333:role/r' },
      { type: 'role', arn: 'arn:aws:sts::111122223333:assumed-role/r/s' },
      { type: 'federated-user', arn: 'arn:aws:sts::111122223333:federated-user/f', issuer: 'arn:aws:iam::111122223333:root' },
      { type: 'root', arn: 'arn:aws:iam::111122223333:user/root' },
      { type: 'service', name: '' },
    ];
    for (const principal of wrong) expect(codeOf({ principal })).toBe('bad-principal');
  });

  it('is refused for other parts', () => {
    for (const action of ['s3', ':x', 's3:', '']) expect(codeOf({ action })).toBe('bad-action');
    for (const resource of ['', 'b/k', '**']) expect(codeOf({ resource })).toBe('bad-resource');
    for (const resourceAccount of ['', '1', 'aws', '1111222233334']) expect(codeOf({ resourceAccount })).toBe('bad-account');
  });

  it('is decided in each form that a principal may be written in', () => {
    for (const principal of [
      'arn:aws:iam::111122223333:user/team/ann',
      'arn:aws-cn:iam::111122223333:role/r',
      'arn:aws:sts::111122223333:assumed-role/r/s',
      'arn:aws:iam::111122223333:root',
    ]) {
      expect(evaluateAccess({ ...base, principal }).decision).toBe('allowed');
    }
    for (const principal of ['lambda.amazonaws.com', 'anonymous', 'arn:aws:iam::111122223333:oidc-provider/example.com/x']) {
      expect(evaluateAccess({ ...base, principal }).decision).toBe('implicitly-denied');
    }
  });
});
