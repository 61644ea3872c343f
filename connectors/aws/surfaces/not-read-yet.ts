import type { NonEmpty } from '../../../src/base/json.ts';
import type { Surface } from '../../../src/contract/connector.ts';

/**
 * Surfaces of an account that bear on what is said and that this connector does not read. They stand in the ledger, so that every
 * report says what it lacks.
 */
export const unreadSurfaces: NonEmpty<Surface> = [
  {
    id: 'aws:service-control-policies',
    yields: ['limiter'],
    permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
    ifUnread: 'whether a service control policy of the organization denies what the policies of the account allow',
    provesAbsence: { after: 60_000 },
    role: 'limits',
  },
  {
    id: 'aws:resource-control-policies',
    yields: ['limiter'],
    permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
    ifUnread: 'whether a resource control policy of the organization denies what the policies of the account allow',
    provesAbsence: { after: 60_000 },
    role: 'limits',
  },
  {
    id: 'aws:resource-policies',
    yields: ['resource-policy'],
    permission: 'secretsmanager:GetResourcePolicy, kms:GetKeyPolicy, s3:GetBucketPolicy, lambda:GetPolicy',
    ifUnread: 'who may reach secrets, keys, buckets and functions through policies that hang on them, other accounts and anyone included',
    provesAbsence: { after: 60_000 },
    role: 'grants',
  },
];

/** Ids of access keys. The credential report tells of the keys themselves, so a boundary is not expected to have answered this. */
export const accessKeys: Surface = {
  id: 'aws:access-keys',
  yields: ['credential'],
  permission: 'iam:ListAccessKeys, iam:GetAccessKeyLastUsed',
  ifUnread: 'the ids of access keys, and proof that a key is gone',
  provesAbsence: { after: 60_000 },
  role: 'describes',
};
