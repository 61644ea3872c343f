import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { readDocument } from '../../documents.ts';
import type { OrganizationPolicyFact, OrganizationPolicyListFact, OrganizationPolicyType, OrganizationTargetsFact } from '../../facts.ts';
import { accountBoundary } from '../../identity.ts';
import { allAbout, isOfOrganization } from '../asked.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import type { OrganizationId, PolicyArgs } from './calls.ts';
import { accountId, policyArgs, policyId, policyTask, rootId, typeNames, unitId } from './calls.ts';
import { wholeList } from './whole-list.ts';

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
    case 'ListTargetsForPolicy':
      targets(into, body, type, args.output);
      break;
    case 'DescribePolicy':
      policy(into, body, type, args.output);
      break;
  }
  return into;
}

const arn = v.nullish(v.string(), null);

function list(into: Reading, body: Json, type: OrganizationPolicyType, args: ArgsOf<'ListPolicies'>): void {
  const { organization } = args;
  const summary = v.object({ Id: policyId, Arn: arn, Type: v.literal(typeNames[type]) });
  const found = allAbout(elements(into, body, 'Policies', summary), ({ value, at }) =>
    isOfOrganization(into, organization, value.Arn, at),
  ).map(({ value }) => value.Id);
  for (const each of found) {
    into.spawns.push(policyTask(into.task.boundary, type, { call: 'ListTargetsForPolicy', organization, policy: each }));
  }
  const whole = wholeList(into, body, args, found, (more) =>
    policyTask(into.task.boundary, type, { call: 'ListPolicies', organization, ...more }),
  );
  if (whole === undefined) return;
  const value: OrganizationPolicyListFact = { type: 'organization-policies', policyType: type, policies: whole };
  push(into, organization, `policies|${type}`, value, '/Policies');
}

const target = v.variant('Type', [
  v.object({ Type: v.literal('ROOT'), TargetId: rootId, Arn: arn }),
  v.object({ Type: v.literal('ORGANIZATIONAL_UNIT'), TargetId: unitId, Arn: arn }),
  v.object({ Type: v.literal('ACCOUNT'), TargetId: accountId, Arn: arn }),
]);

/** A policy that hangs nowhere binds nobody, and is not asked for what it says. */
function targets(into: Reading, body: Json, type: OrganizationPolicyType, args: ArgsOf<'ListTargetsForPolicy'>): void {
  const { organization, policy: id } = args;
  const found = allAbout(elements(into, body, 'Targets', target), ({ value, at }) =>
    isOfOrganization(into, organization, value.Arn, at),
  ).map(({ value }) => value.TargetId);
  if (found.length > 0 || into.gaps.length > 0) {
    into.spawns.push(policyTask(into.task.boundary, type, { call: 'DescribePolicy', organization, policy: id }));
  }
  const whole = wholeList(into, body, args, found, (more) =>
    policyTask(into.task.boundary, type, { call: 'ListTargetsForPolicy', organization, policy: id, ...more }),
  );
  if (whole === undefined) return;
  const value: OrganizationTargetsFact = { type: 'organization-targets', policyType: type, policy: id, nodes: whole };
  push(into, organization, `targets|${type}|${id}`, value, '/Targets');
}

function policy(into: Reading, body: Json, type: OrganizationPolicyType, args: ArgsOf<'DescribePolicy'>): void {
  const schema = v.object({
    Policy: v.object({
      PolicySummary: v.object({
        Id: v.literal(args.policy),
        Arn: arn,
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
  if (!isOfOrganization(into, args.organization, summary.Arn, '/Policy/PolicySummary/Arn')) return;
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

type Told = OrganizationPolicyFact | OrganizationPolicyListFact | OrganizationTargetsFact;

function push(into: Reading, { managementAccount }: OrganizationId, key: string, value: Told, pointer: string): void {
  const boundary = accountBoundary(managementAccount);
  into.facts.push({ kind: 'limiter', boundary, surface: into.task.surface, key, value: asJson(value), pointer });
}
