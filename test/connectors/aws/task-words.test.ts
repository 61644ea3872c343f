import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { nameOfTask } from '../../../src/collect/task-key.ts';

const instance = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const organization = { id: 'o-abcdefghij', managementAccount: '111122223333' };

describe('the name of a task', () => {
  it.each<[string, JsonObject, string]>([
    ['ssh-keys', { user: 'arn:aws:iam::111122223333:user/ops/ann' }, 'ListSSHPublicKeys of user ops/ann'],
    [
      'access-keys',
      { call: 'GetAccessKeyLastUsed', user: 'arn:aws:iam::111122223333:user/ann', key: 'AKIA1' },
      'GetAccessKeyLastUsed of user ann, key AKIA1',
    ],
    ['service-specific-credentials', { partition: 'aws' }, 'ListServiceSpecificCredentials'],
    [
      'service-specific-credentials',
      { partition: 'aws', service: 'bedrock.amazonaws.com' },
      'ListServiceSpecificCredentials of service bedrock.amazonaws.com',
    ],
    ['delegated-administrators', { call: 'ListOrganizationsFeatures', organization }, 'ListOrganizationsFeatures'],
    ['organization', { call: 'ListParents', organization, child: '444455556666' }, 'ListParents of 444455556666'],
    [
      'service-control-policies',
      { call: 'ListPolicies', organization, token: 't', before: ['p-1', 'p-2'] },
      'ListPolicies from element 3 on',
    ],
    [
      'permission-sets',
      { call: 'GetInlinePolicyForPermissionSet', instance, permissionSet: 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-1' },
      'GetInlinePolicyForPermissionSet of permission set ps-1',
    ],
    [
      'identity-center-assignments',
      { call: 'ListAccountAssignmentsForPrincipal', instance, type: 'GROUP', principal: 'g-1', token: 't', seen: 100 },
      'ListAccountAssignmentsForPrincipal of group g-1 from element 101 on',
    ],
    ['kms-keys', { call: 'ListKeys', region: 'eu-west-1' }, 'ListKeys in eu-west-1'],
    ['service-last-accessed', { arn: 'arn:aws:iam::111122223333:role/a/b' }, 'GetServiceLastAccessedDetails of role a/b'],
    ['authorization-details', {}, 'GetAccountAuthorizationDetails'],
    ['ssh-keys', { call: 'Later' }, 'Later'],
  ])('of %s %j', (surface, args, words) => {
    const task = { boundary: 'aws:111122223333', surface: `aws:${surface}`, args };
    expect(nameOfTask(task, awsCore)).toBe(`aws:${surface} in aws:111122223333: ${words}`);
  });
});
