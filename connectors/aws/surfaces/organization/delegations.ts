import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { readDocument } from '../../documents.ts';
import type {
  DelegatedAdministratorFact,
  DelegatedAdministratorsFact,
  DelegatedServiceFact,
  DelegationPolicyFact,
  RootAccessFact,
  TrustedServiceFact,
} from '../../facts.ts';
import { allAbout, isAsked, isOfOrganization } from '../asked.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, errorName, instant, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import type { DelegationArgs, OrganizationId } from './calls.ts';
import { accountId, delegationArgs, delegationTask, organizationSchema } from './calls.ts';
import { wholeList } from './whole-list.ts';

/** Maps one answer about who acts for the organization. Facts go to the boundary that was asked. */
export function mapDelegations(task: Task, body: Json): Mapped {
  const args = v.safeParse(delegationArgs, task.args);
  if (!args.success) return notUnderstood(task);
  const into = reading(task);
  const { organization } = args.output;
  switch (args.output.call) {
    case 'ListDelegatedAdministrators':
      administrators(into, body, args.output);
      break;
    case 'DescribeResourcePolicy':
      delegationPolicy(into, body, organization);
      break;
    case 'ListDelegatedServicesForAccount':
      for (const { value, at } of elements(into, body, 'DelegatedServices', delegated)) {
        const { account } = args.output;
        const [name, since] = [value.ServicePrincipal, value.DelegationEnabledDate];
        push(into, `${account}|${name}`, { type: 'delegated-service', account, service: name, since }, at);
      }
      break;
    case 'ListAWSServiceAccessForOrganization':
      for (const { value, at } of elements(into, body, 'EnabledServicePrincipals', trusted)) {
        push(into, value.ServicePrincipal, { type: 'trusted-service', service: value.ServicePrincipal, since: value.DateEnabled }, at);
      }
      break;
    case 'ListOrganizationsFeatures':
      features(into, body, organization.id);
      break;
  }
  return into;
}

const word = v.nullish(v.string(), null);
const moment = v.nullish(instant, null);
const principal = v.pipe(v.string(), v.nonEmpty());
const administrator = v.object({ Id: accountId, Arn: word, Name: word, State: word, Status: word, DelegationEnabledDate: moment });
const delegated = v.object({ ServicePrincipal: principal, DelegationEnabledDate: moment });
const trusted = v.object({ ServicePrincipal: principal, DateEnabled: moment });

function administrators(into: Reading, body: Json, args: Extract<DelegationArgs, { readonly call: 'ListDelegatedAdministrators' }>): void {
  const { organization, call } = args;
  const { boundary } = into.task;
  const found = allAbout(elements(into, body, 'DelegatedAdministrators', administrator), ({ value, at }) =>
    isOfOrganization(into, organization, value.Arn, at),
  );
  for (const { value, at } of found) {
    const [account, since] = [value.Id, value.DelegationEnabledDate];
    push(into, account, { type: 'delegated-administrator', account, name: value.Name, state: value.State ?? value.Status, since }, at);
    into.spawns.push(delegationTask(boundary, { call: 'ListDelegatedServicesForAccount', organization, account }));
  }
  const accounts = wholeList(
    into,
    body,
    args,
    found.map(({ value }) => value.Id),
    (more) => delegationTask(boundary, { call, organization, ...more }),
  );
  if (accounts === undefined) return;
  const { id } = organization;
  push(into, id, { type: 'delegated-administrators', organization: id, accounts }, '/DelegatedAdministrators');
}

const resourcePolicy = v.object({
  ResourcePolicy: v.object({ ResourcePolicySummary: v.nullish(v.object({ Arn: word })), Content: v.string() }),
});

function delegationPolicy(into: Reading, body: Json, of: OrganizationId): void {
  const { id: organization } = of;
  if (errorName(body) === 'ResourcePolicyNotFoundException') {
    push(into, organization, { type: 'delegation-policy', organization, present: false, document: null }, '/error');
    return;
  }
  const said = shaped(into, resourcePolicy, body, 'the answer of DescribeResourcePolicy could not be read', '');
  if (said === undefined) return;
  const { ResourcePolicySummary: summary } = said.ResourcePolicy;
  if (!isOfOrganization(into, of, summary?.Arn, '/ResourcePolicy/ResourcePolicySummary/Arn')) return;
  const read = readDocument(said.ResourcePolicy.Content);
  const at = '/ResourcePolicy/Content';
  if (!read.ok) lost(into, `the delegation policy of ${organization} could not be read: ${read.reason}`, at);
  push(into, organization, { type: 'delegation-policy', organization, present: true, document: read.ok ? read.document : null }, at);
}

// IAM leaves an empty list out
const answered = v.object({ OrganizationId: organizationSchema.entries.id, EnabledFeatures: v.optional(v.array(v.string()), []) });
/** Nothing can be switched on yet. */
const noneYet: ReadonlySet<string> = new Set(['ServiceAccessNotEnabledException', 'OrganizationNotInAllFeaturesModeException']);

function features(into: Reading, body: Json, organization: string): void {
  const error = errorName(body);
  if (error !== undefined && noneYet.has(error)) {
    push(into, null, { type: 'root-access', organization, features: [] }, '/error');
    return;
  }
  const said = shaped(into, answered, body, 'the answer of ListOrganizationsFeatures could not be read', '');
  if (said === undefined || !isAsked(into, organization, said.OrganizationId, '/OrganizationId')) return;
  push(into, null, { type: 'root-access', organization, features: said.EnabledFeatures.toSorted(byCodeUnit) }, '');
}

type Told =
  | DelegatedAdministratorFact
  | DelegatedAdministratorsFact
  | DelegationPolicyFact
  | DelegatedServiceFact
  | TrustedServiceFact
  | RootAccessFact;

function push(into: Reading, subject: string | null, value: Told, pointer: string): void {
  const { boundary, surface } = into.task;
  const key = subject === null ? value.type : `${value.type}|${subject}`;
  into.facts.push({ kind: 'observation', boundary, surface, key, value: asJson(value), pointer });
}
