import type { Surface } from '../../../../src/contract/connector.ts';

/** Policies of the organization. Asked once, where the scan starts from; they speak for every account. */
export const serviceControlPolicies: Surface = {
  id: 'aws:service-control-policies',
  yields: ['limiter'],
  permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
  ifUnread: 'whether a service control policy of the organization denies what the policies of the account allow',
  provesAbsence: { after: 60_000 },
  role: 'limits',
  service: 'organizations',
  shared: true,
};

export const resourceControlPolicies: Surface = {
  id: 'aws:resource-control-policies',
  yields: ['limiter'],
  permission: 'organizations:ListPolicies, organizations:DescribePolicy, organizations:ListTargetsForPolicy',
  ifUnread: 'whether a resource control policy of the organization denies what the policies of the account allow',
  provesAbsence: { after: 60_000 },
  role: 'limits',
  service: 'organizations',
  shared: true,
};
