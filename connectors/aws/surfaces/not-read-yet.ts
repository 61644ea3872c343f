import type { NonEmpty } from '../../../src/base/json.ts';
import type { Surface } from '../../../src/contract/connector.ts';

/**
 * Surfaces of an account that bear on what is said and that the live session does not ask for. Pages of them in a capture are mapped.
 * They stand in the ledger of every account, so that every report says what it lacks.
 */
export const serviceControlPolicies: Surface = {
  id: 'aws:service-control-policies',
  yields: ['limiter'],
  permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
  ifUnread: 'whether a service control policy of the organization denies what the policies of the account allow',
  provesAbsence: { after: 60_000 },
  role: 'limits',
};

export const resourceControlPolicies: Surface = {
  id: 'aws:resource-control-policies',
  yields: ['limiter'],
  permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
  ifUnread: 'whether a resource control policy of the organization denies what the policies of the account allow',
  provesAbsence: { after: 60_000 },
  role: 'limits',
};

export const resourcePolicies: Surface = {
  id: 'aws:resource-policies',
  yields: ['resource-policy'],
  permission: 'secretsmanager:GetResourcePolicy, kms:GetKeyPolicy, s3:GetBucketPolicy, lambda:GetPolicy',
  ifUnread: 'who may reach secrets, keys, buckets and functions through policies that hang on them, other accounts and anyone included',
  provesAbsence: { after: 60_000 },
  role: 'grants',
};

export const unreadSurfaces: NonEmpty<Surface> = [serviceControlPolicies, resourceControlPolicies, resourcePolicies];

/** Ids of access keys. The credential report tells of the keys themselves, so a boundary is not expected to have answered this. */
export const accessKeys: Surface = {
  id: 'aws:access-keys',
  yields: ['credential'],
  permission: 'iam:ListAccessKeys, iam:GetAccessKeyLastUsed',
  ifUnread: 'the ids of access keys, and proof that a key is gone',
  provesAbsence: { after: 60_000 },
  role: 'describes',
};
