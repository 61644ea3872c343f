import * as v from 'valibot';
import type { Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { OrganizationPolicyType } from '../../facts.ts';
import { resourceControlPolicies, serviceControlPolicies } from './surfaces.ts';

/*
 * The calls of the Organizations API that are read, one task for each. A task's args name the call, what it is asked about, and what
 * answers before it told that this answer does not repeat: the organization and the way down to the node.
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
const path = v.array(v.union([rootId, unitId]));
/** Policy types that the root has enabled; elsewhere than below a root it is not known, and both are asked for. */
const enabled = v.array(v.picklist(['service-control-policy', 'resource-control-policy']));
const policyType = v.picklist(['service-control-policy', 'resource-control-policy']);

/** Args of the tasks of the surface `aws:organization`. `path`: from the root to `parent`, both included. */
export const organizationArgs = v.variant('call', [
  v.strictObject({ call: v.literal('DescribeOrganization') }),
  v.strictObject({ call: v.literal('ListRoots'), organization }),
  v.strictObject({ call: v.literal('ListOrganizationalUnitsForParent'), organization, parent, path, enabled }),
  v.strictObject({ call: v.literal('ListAccountsForParent'), organization, parent, path, enabled }),
  // `below`: from the child to the account, both included; upwards from one account, for who may not ask from the top
  v.strictObject({ call: v.literal('ListParents'), organization, child: v.union([accountId, unitId]), below: v.array(v.string()) }),
]);
export type OrganizationArgs = v.InferOutput<typeof organizationArgs>;

/** Args of the tasks of the two surfaces of policies; the surface tells the type. */
export const policyArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListPolicies'), organization }),
  v.strictObject({ call: v.literal('DescribePolicy'), organization, policy: policyId }),
  // An answer cut short is gone on with by a task of its own, which carries what was told before: only then is the whole list known.
  v.strictObject({
    call: v.literal('ListPoliciesForTarget'),
    organization,
    node: v.union([parent, accountId]),
    token: v.optional(v.string()),
    before: v.optional(v.array(policyId)),
  }),
]);
export type PolicyArgs = v.InferOutput<typeof policyArgs>;

export type EnabledTypes = v.InferOutput<typeof enabled>;
export const policyTypes = policyType.options;

/** The provider's own names of the types. */
export const typeNames: Readonly<Record<OrganizationPolicyType, string>> = {
  'service-control-policy': 'SERVICE_CONTROL_POLICY',
  'resource-control-policy': 'RESOURCE_CONTROL_POLICY',
};

export const surfaceOf: Readonly<Record<OrganizationPolicyType, Surface>> = {
  'service-control-policy': serviceControlPolicies,
  'resource-control-policy': resourceControlPolicies,
};

export function policyTask(from: Task, type: OrganizationPolicyType, args: PolicyArgs): Task {
  return { boundary: from.boundary, surface: surfaceOf[type].id, args };
}

/** What asks for all that hangs on a node. */
export function targetTasks(from: Task, types: EnabledTypes, organization: OrganizationId, node: string): readonly Task[] {
  return types.map((type) => policyTask(from, type, { call: 'ListPoliciesForTarget', organization, node }));
}
