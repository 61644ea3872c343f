import type { JsonObject } from '../../../src/base/json.ts';
import type { Call, Paging } from './call.ts';
import { nothing } from './call.ts';

/** The most that Organizations gives at once (API reference: `MaxResults` up to 20). */
const size = { MaxResults: 20 };
const paging: Paging = { ask: 'NextToken', next: 'NextToken', size };

/** An account without an organization. */
const notInUse = ['AWSOrganizationsNotInUseException'];

function organizations(surface: string, operation: string, more: Partial<Call> = {}): Call {
  return {
    surface: `aws:${surface}`,
    task: operation,
    service: 'organizations',
    operation,
    actions: [`organizations:${operation}`],
    by: 'hub',
    paging,
    input: nothing,
    ...more,
  };
}

/** The request's member made from the task's `args.<from>`. */
function taking(member: string, from: string): (args: JsonObject) => JsonObject {
  return (args) => ({ [member]: args[from] ?? null });
}

/** Lists that must be known whole: one page to a task, the token among its args. */
function by(input: (args: JsonObject) => JsonObject): Partial<Call> {
  const next = (args: JsonObject): JsonObject => (args['token'] === undefined ? {} : { NextToken: args['token'] });
  return { paging: 'by-task', input: (args) => ({ ...input(args), ...size, ...next(args) }) };
}

function policyCalls(surface: string, Filter: string): readonly Call[] {
  return [
    organizations(
      surface,
      'ListPolicies',
      by(() => ({ Filter })),
    ),
    organizations(surface, 'ListTargetsForPolicy', by(taking('PolicyId', 'policy'))),
    organizations(surface, 'DescribePolicy', { paging: null, input: taking('PolicyId', 'policy') }),
  ];
}

/** What is asked once, with the credentials the scan starts from. */
export const organizationCalls: readonly Call[] = [
  organizations('organization', 'DescribeOrganization', { paging: null, answers: notInUse }),
  organizations('organization', 'ListRoots'),
  organizations(
    'organization',
    'ListAccounts',
    by(() => ({})),
  ),
  organizations('organization', 'ListOrganizationalUnitsForParent', { input: taking('ParentId', 'parent') }),
  organizations('organization', 'ListAccountsForParent', { input: taking('ParentId', 'parent') }),
  organizations('organization', 'ListParents', { input: taking('ChildId', 'child') }),
  ...policyCalls('service-control-policies', 'SERVICE_CONTROL_POLICY'),
  ...policyCalls('resource-control-policies', 'RESOURCE_CONTROL_POLICY'),
  organizations(
    'delegated-administrators',
    'ListDelegatedAdministrators',
    by(() => ({})),
  ),
  organizations('delegated-administrators', 'DescribeResourcePolicy', { paging: null, answers: ['ResourcePolicyNotFoundException'] }),
  organizations('delegated-administrators', 'ListDelegatedServicesForAccount', { input: taking('AccountId', 'account') }),
  organizations('delegated-administrators', 'ListAWSServiceAccessForOrganization'),
  {
    surface: 'aws:delegated-administrators',
    task: 'ListOrganizationsFeatures',
    service: 'iam',
    operation: 'ListOrganizationsFeatures',
    actions: ['iam:ListOrganizationsFeatures'],
    by: 'hub',
    paging: null,
    // Without IAM's trusted access, or with consolidated billing alone, root users cannot be managed centrally (IAM API reference).
    answers: ['ServiceAccessNotEnabledException', 'OrganizationNotInAllFeaturesModeException'],
    input: nothing,
  },
];
