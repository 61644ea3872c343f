import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { AccountPlaceFact } from '../../facts.ts';
import { accountBoundary, accountOf } from '../../identity.ts';
import { asJson } from '../item.ts';
import type { EnabledTypes, OrganizationArgs, OrganizationId } from './calls.ts';
import {
  accountId,
  organizationArgs,
  organizationSchema,
  policyTask,
  policyTypes,
  rootId,
  targetTasks,
  typeNames,
  unitId,
} from './calls.ts';
import { pushTarget } from './policies.ts';
import type { Reading } from '../shape.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../shape.ts';

/** Where accounts sit. Asked of the account whose credentials are used; what it tells of other accounts goes to their boundaries. */
export const organization: Surface = {
  id: 'aws:organization',
  yields: ['limiter'],
  permission:
    'organizations:DescribeOrganization, organizations:ListRoots, organizations:ListOrganizationalUnitsForParent, organizations:ListAccountsForParent, or organizations:ListParents',
  ifUnread: 'to which organization an account belongs, and under which of its nodes whose policies bind it',
  provesAbsence: { after: 60_000 },
  role: 'limits',
};

type ArgsOf<C extends OrganizationArgs['call']> = Extract<OrganizationArgs, { readonly call: C }>;

/**
 * Maps one answer. From the management account the tree is walked from its root down, from any other account the way up to the root.
 * Without an organization the account's place is that it has none.
 */
export function mapOrganization(task: Task, body: Json): Mapped {
  const args = v.safeParse(organizationArgs, task.args);
  if (!args.success) return notUnderstood(task);
  const into = reading(task);
  switch (args.output.call) {
    case 'DescribeOrganization':
      describe(into, body);
      break;
    case 'ListRoots':
      roots(into, body, args.output);
      break;
    case 'ListOrganizationalUnitsForParent':
      units(into, body, args.output);
      break;
    case 'ListAccountsForParent':
      accounts(into, body, args.output);
      break;
    case 'ListParents':
      parents(into, body, args.output);
      break;
  }
  return into;
}

const described = v.object({ Organization: v.object({ Id: organizationSchema.entries.id, MasterAccountId: accountId }) });

function describe(into: Reading, body: Json): void {
  const { task } = into;
  const account = accountOf(task.boundary);
  if (account === undefined) {
    lost(into, `DescribeOrganization was asked in ${task.boundary}, which is no account`, '');
    return;
  }
  if (errorName(body) === 'AWSOrganizationsNotInUseException') {
    place(into, account, null, [], '/error');
    return;
  }
  const said = shaped(into, described, body, 'the answer of DescribeOrganization could not be read', '');
  if (said === undefined) return;
  const of: OrganizationId = { id: said.Organization.Id, managementAccount: said.Organization.MasterAccountId };
  if (account === of.managementAccount) {
    ask(into, { call: 'ListRoots', organization: of });
    into.spawns.push(...policyTypes.map((type) => policyTask(task, type, { call: 'ListPolicies', organization: of })));
  } else up(into, of, account, [account]);
}

const root = v.object({ Id: rootId, PolicyTypes: v.array(v.object({ Type: v.string(), Status: v.string() })) });

function roots(into: Reading, body: Json, { organization: of }: ArgsOf<'ListRoots'>): void {
  for (const { value, at } of elements(into, body, 'Roots', root)) {
    // a type that is being enabled or disabled may already or still bind
    const on = new Set(value.PolicyTypes.map((each) => each.Type));
    const enabled = policyTypes.filter((type) => on.has(typeNames[type]));
    down(into, of, value.Id, [value.Id], enabled);
    for (const policyType of policyTypes) {
      if (!enabled.includes(policyType)) pushTarget(into, of, { policyType, node: value.Id, policies: [] }, at);
    }
  }
}

function units(into: Reading, body: Json, { organization: of, path, enabled }: ArgsOf<'ListOrganizationalUnitsForParent'>): void {
  for (const { value } of elements(into, body, 'OrganizationalUnits', v.object({ Id: unitId }))) {
    down(into, of, value.Id, [...path, value.Id], enabled);
  }
}

/** Closed and suspended accounts too: others may still trust them. */
function accounts(into: Reading, body: Json, { organization: of, path, enabled }: ArgsOf<'ListAccountsForParent'>): void {
  for (const { value, at } of elements(into, body, 'Accounts', v.object({ Id: accountId }))) {
    place(into, value.Id, of, [...path, value.Id], at);
    into.spawns.push(...targetTasks(into.task, enabled, of, value.Id));
  }
}

const parent = v.variant('Type', [
  v.object({ Type: v.literal('ROOT'), Id: rootId }),
  v.object({ Type: v.literal('ORGANIZATIONAL_UNIT'), Id: unitId }),
]);

function parents(into: Reading, body: Json, { organization: of, child, below }: ArgsOf<'ListParents'>): void {
  const account = below.at(-1);
  const found = elements(into, body, 'Parents', parent);
  // an empty page before the last one is legal
  if (into.gaps.length > 0 || (found.length === 0 && isJsonObject(body) && typeof body['NextToken'] === 'string')) return;
  const [only, ...more] = found;
  // the API reference has it that a child has one parent; of several none can be told to be the one
  if (only === undefined || more.length > 0 || account === undefined) {
    lost(into, `${child} has ${found.length} parents, one was expected`, '/Parents');
    return;
  }
  const path = [only.value.Id, ...below];
  if (only.value.Type === 'ORGANIZATIONAL_UNIT') up(into, of, only.value.Id, path);
  else {
    place(into, account, of, path, only.at);
    into.spawns.push(...targetTasks(into.task, policyTypes, of, only.value.Id));
  }
}

function down(into: Reading, of: OrganizationId, node: string, path: string[], enabled: EnabledTypes): void {
  ask(into, { call: 'ListOrganizationalUnitsForParent', organization: of, parent: node, path, enabled });
  ask(into, { call: 'ListAccountsForParent', organization: of, parent: node, path, enabled });
  into.spawns.push(...targetTasks(into.task, enabled, of, node));
}

function up(into: Reading, of: OrganizationId, child: string, below: string[]): void {
  ask(into, { call: 'ListParents', organization: of, child, below });
  into.spawns.push(...targetTasks(into.task, policyTypes, of, child));
}

function ask(into: Reading, args: OrganizationArgs): void {
  into.spawns.push({ boundary: into.task.boundary, surface: organization.id, args });
}

function place(into: Reading, account: string, of: OrganizationId | null, path: readonly string[], pointer: string): void {
  const value: AccountPlaceFact = { type: 'account-place', account, organization: of, path };
  const boundary = accountBoundary(account);
  into.facts.push({ kind: 'limiter', boundary, surface: into.task.surface, key: 'place', value: asJson(value), pointer });
}
