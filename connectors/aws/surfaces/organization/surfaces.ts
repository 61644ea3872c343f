import type { Surface } from '../../../../src/contract/connector.ts';

/** Milliseconds. */
const afterAMinute = { after: 60_000 };

/** Where accounts sit. Asked of the account whose credentials are used; it speaks for every account of the organization. */
export const organization: Surface = {
  id: 'aws:organization',
  yields: ['limiter'],
  permission:
    'organizations:DescribeOrganization, organizations:ListAccounts, organizations:ListRoots, organizations:ListOrganizationalUnitsForParent, organizations:ListAccountsForParent, organizations:ListParents',
  ifUnread: 'to which organization an account belongs, which accounts it has, and under which of its nodes whose policies bind them',
  provesAbsence: afterAMinute,
  role: 'limits',
  service: 'organizations',
  follows: [],
  shared: true,
};

/** Policies of the organization. Asked once, where the scan starts from; they speak for every account. */
export const serviceControlPolicies: Surface = {
  id: 'aws:service-control-policies',
  yields: ['limiter'],
  permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
  ifUnread: 'whether a service control policy of the organization denies what the policies of the account allow',
  provesAbsence: afterAMinute,
  role: 'limits',
  service: 'organizations-policies',
  follows: [organization.id],
  shared: true,
};

export const resourceControlPolicies: Surface = {
  id: 'aws:resource-control-policies',
  yields: ['limiter'],
  permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
  ifUnread: 'whether a resource control policy of the organization denies what the policies of the account allow',
  provesAbsence: afterAMinute,
  role: 'limits',
  service: 'organizations-policies',
  follows: [organization.id],
  shared: true,
};

export const delegatedAdministrators: Surface = {
  id: 'aws:delegated-administrators',
  yields: ['observation'],
  permission:
    'organizations:ListDelegatedAdministrators, organizations:DescribeResourcePolicy, organizations:ListDelegatedServicesForAccount, organizations:ListAWSServiceAccessForOrganization, iam:ListOrganizationsFeatures',
  ifUnread: 'which member accounts and services act for the whole organization, and whether root users are managed centrally',
  provesAbsence: afterAMinute,
  role: 'describes',
  service: 'organizations-services',
  follows: [organization.id],
  shared: true,
};
