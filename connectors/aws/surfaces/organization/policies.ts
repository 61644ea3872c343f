import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { readDocument } from '../../documents.ts';
import type { OrganizationPolicyFact, OrganizationPolicyType, OrganizationTargetFact } from '../../facts.ts';
import { accountBoundary } from '../../identity.ts';
import { asJson } from '../item.ts';
import type { OrganizationId, PolicyArgs } from './calls.ts';
import { policyArgs, policyId, policyTask, typeNames } from './calls.ts';
import type { Reading } from '../shape.ts';
import { elements, lost, notUnderstood, reading, shaped } from '../shape.ts';

type ArgsOf<C extends PolicyArgs['call']> = Extract<PolicyArgs, { readonly call: C }>;

/** Maps one answer about policies of one type. Facts go to the boundary of the management account, whoever asked. */
export function mapOrganizationPolicies(task: Task, body: Json, type: OrganizationPolicyType): Mapped {
  const args = v.safeParse(policyArgs, task.args);
  if (!args.success) return notUnderstood(task);
  const into = reading(task);
  switch (args.output.call) {
    case 'ListPolicies':
      list(into, body, type, args.output);
      break;
    case 'DescribePolicy':
      policy(into, body, type, args.output);
      break;
    case 'ListPoliciesForTarget':
      target(into, body, type, args.output);
      break;
  }
  return into;
}

function list(into: Reading, body: Json, type: OrganizationPolicyType, { organization }: ArgsOf<'ListPolicies'>): void {
  for (const { value } of elements(into, body, 'Policies', summaryOf(type))) {
    into.spawns.push(policyTask(into.task, type, { call: 'DescribePolicy', organization, policy: value.Id }));
  }
}

function summaryOf(type: OrganizationPolicyType) {
  return v.object({ Id: policyId, Type: v.literal(typeNames[type]) });
}

function policy(into: Reading, body: Json, type: OrganizationPolicyType, args: ArgsOf<'DescribePolicy'>): void {
  const schema = v.object({
    Policy: v.object({
      PolicySummary: v.object({
        Id: v.literal(args.policy),
        Type: v.literal(typeNames[type]),
        Name: v.string(),
        AwsManaged: v.boolean(),
      }),
      Content: v.string(),
    }),
  });
  const said = shaped(into, schema, body, `the answer of DescribePolicy for ${args.policy} could not be read`, '');
  if (said === undefined) return;
  const { PolicySummary: summary, Content: content } = said.Policy;
  const read = readDocument(content);
  if (!read.ok) lost(into, `the document of ${type} ${args.policy} could not be read: ${read.reason}`, '/Policy/Content', args.policy);
  const value: OrganizationPolicyFact = {
    type,
    id: args.policy,
    name: summary.Name,
    awsManaged: summary.AwsManaged,
    document: read.ok ? read.document : null,
  };
  push(into, args.organization, `${type}|${args.policy}`, value, '/Policy');
}

/** The fact stands only when the list is whole: with an element that could not be read, what the node allows is not known. */
function target(into: Reading, body: Json, type: OrganizationPolicyType, args: ArgsOf<'ListPoliciesForTarget'>): void {
  const { organization, node, before = [] } = args;
  const found = elements(into, body, 'Policies', summaryOf(type)).map(({ value }) => value.Id);
  for (const id of found) into.spawns.push(policyTask(into.task, type, { call: 'DescribePolicy', organization, policy: id }));
  if (into.gaps.length > 0) return;
  const policies = [...new Set([...before, ...found])].sort(byCodeUnit);
  const next = isJsonObject(body) ? body['NextToken'] : undefined;
  if (next !== undefined && next !== null) {
    const token = shaped(
      into,
      v.pipe(v.string(), v.nonEmpty()),
      next,
      'the answer says how to go on in a way not understood',
      '/NextToken',
    );
    if (token === undefined) return;
    if (token === args.token) lost(into, `ListPoliciesForTarget for ${node} goes on with the token it was asked with`, '/NextToken');
    else into.spawns.push(policyTask(into.task, type, { call: 'ListPoliciesForTarget', organization, node, token, before: policies }));
    return;
  }
  pushTarget(into, organization, { policyType: type, node, policies }, '/Policies');
}

/** What hangs on one node; no policies where the type is not in force. */
export function pushTarget(into: Reading, of: OrganizationId, target: Omit<OrganizationTargetFact, 'type'>, pointer: string): void {
  const value: OrganizationTargetFact = { type: 'organization-target', ...target };
  push(into, of, `target|${target.policyType}|${target.node}`, value, pointer);
}

function push(into: Reading, { managementAccount }: OrganizationId, key: string, value: object, pointer: string): void {
  const boundary = accountBoundary(managementAccount);
  into.facts.push({ kind: 'limiter', boundary, surface: into.task.surface, key, value: asJson(value), pointer });
}
