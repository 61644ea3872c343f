import * as v from 'valibot';
import type { Surface } from '../../../../src/contract/connector.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { OrganizationPolicyType } from '../../facts.ts';
import {
  delegatedAdministrators,
  organization as organizationSurface,
  resourceControlPolicies,
  serviceControlPolicies,
} from './surfaces.ts';

/*
 * The args of the organization's tasks. They name the call, what it is asked about, and the organization, whose management account is
 * the boundary of most of what the answer tells.
 * Forms of ids: AWS Organizations API Reference, data types Organization, Root, OrganizationalUnit, Account and PolicySummary.
 */

export const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'an account id has twelve digits'));
export const rootId = v.pipe(v.string(), v.regex(/^r-[0-9a-z]{4,32}$/, 'the id of a root begins with r-'));
export const unitId = v.pipe(v.string(), v.regex(/^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/, 'the id of an organizational unit begins with ou-'));
export const policyId = v.pipe(v.string(), v.regex(/^p-[0-9a-zA-Z_]{8,128}$/, 'the id of a policy begins with p-'));
export const organizationSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^o-[a-z0-9]{10,32}$/, 'the id of an organization begins with o-')),
  managementAccount: accountId,
});
export type OrganizationId = v.InferOutput<typeof organizationSchema>;

const organization = organizationSchema;
const parent = v.union([rootId, unitId]);
const token = v.optional(v.pipe(v.string(), v.nonEmpty()));

/** Args of the tasks of the surface `aws:organization`. */
export const organizationArgs = v.variant('call', [
  v.strictObject({ call: v.literal('DescribeOrganization') }),
  v.strictObject({ call: v.literal('ListRoots'), organization }),
  // `seen`: accounts that have to be in the list and were in the pages before
  v.strictObject({ call: v.literal('ListAccounts'), organization, token, seen: v.optional(v.array(accountId)) }),
  v.strictObject({ call: v.literal('ListOrganizationalUnitsForParent'), organization, parent }),
  v.strictObject({ call: v.literal('ListAccountsForParent'), organization, parent }),
  v.strictObject({ call: v.literal('ListParents'), organization, child: v.union([accountId, unitId]) }),
]);
export type OrganizationArgs = v.InferOutput<typeof organizationArgs>;

/** Set once an element could not be read: what follows is read, and no list is whole. */
const partial = v.optional(v.literal(true));

/**
 * Args of the tasks of the two surfaces of policies; the surface tells the type. A list cut short is gone on with by a task of its own,
 * which carries what was told before: only then is the whole list known in one place.
 */
export const policyArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListPolicies'), organization, token, partial, before: v.optional(v.array(policyId)) }),
  v.strictObject({
    call: v.literal('ListTargetsForPolicy'),
    organization,
    policy: policyId,
    token,
    partial,
    before: v.optional(v.array(v.union([parent, accountId]))),
  }),
  v.strictObject({ call: v.literal('DescribePolicy'), organization, policy: policyId }),
]);
export type PolicyArgs = v.InferOutput<typeof policyArgs>;

/** Args of the tasks of the surface `aws:delegated-administrators`. */
export const delegationArgs = v.variant('call', [
  v.strictObject({
    call: v.literal('ListDelegatedAdministrators'),
    organization,
    token,
    partial,
    before: v.optional(v.array(accountId)),
  }),
  v.strictObject({ call: v.literal('DescribeResourcePolicy'), organization }),
  v.strictObject({ call: v.literal('ListDelegatedServicesForAccount'), organization, account: accountId }),
  v.strictObject({ call: v.literal('ListAWSServiceAccessForOrganization'), organization }),
  v.strictObject({ call: v.literal('ListOrganizationsFeatures'), organization }),
]);
export type DelegationArgs = v.InferOutput<typeof delegationArgs>;

/** The provider's own names of the types. */
export const typeNames: Readonly<Record<OrganizationPolicyType, string>> = {
  'service-control-policy': 'SERVICE_CONTROL_POLICY',
  'resource-control-policy': 'RESOURCE_CONTROL_POLICY',
};

export const surfaceOf: Readonly<Record<OrganizationPolicyType, Surface>> = {
  'service-control-policy': serviceControlPolicies,
  'resource-control-policy': resourceControlPolicies,
};

export function organizationTask(boundary: BoundaryId, args: OrganizationArgs): Task {
  return { boundary, surface: organizationSurface.id, args };
}

export function policyTask(boundary: BoundaryId, type: OrganizationPolicyType, args: PolicyArgs): Task {
  return { boundary, surface: surfaceOf[type].id, args };
}

export function delegationTask(boundary: BoundaryId, args: DelegationArgs): Task {
  return { boundary, surface: delegatedAdministrators.id, args };
}
