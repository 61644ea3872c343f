import * as v from 'valibot';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { AccountPlaceFact } from '../../facts.ts';
import { organizationPolicyTypes } from '../../facts.ts';
import { accountOf } from '../../identity.ts';
import { allAbout, isAsked, isOfOrganization } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import type { OrganizationId } from './calls.ts';
import { accountId, organizationArgs, organizationSchema, organizationTask, rootId, typeNames } from './calls.ts';
import type { ArgsOf } from './told.ts';
import { above, paths, push, word } from './told.ts';
import { accountsBelow, parents, units } from './tree.ts';

/**
 * Maps one answer. Facts of an organization go to the boundary of its management account, whoever asked: accounts that are only told of
 * get no fact of their own. Without an organization the account's place is that it has none.
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
    case 'ListAccounts':
      accounts(into, body, args.output);
      break;
    case 'ListOrganizationalUnitsForParent':
      units(into, body, args.output);
      break;
    case 'ListAccountsForParent':
      accountsBelow(into, body, args.output);
      break;
    case 'ListParents':
      parents(into, body, args.output);
      break;
  }
  return into;
}

const described = v.object({ Organization: v.object({ Id: organizationSchema.entries.id, MasterAccountId: accountId }) });

/** Any account of an organization may ask: whatever else is denied, this is known. */
function describe(into: Reading, body: Json): void {
  const { task } = into;
  const account = accountOf(task.boundary);
  if (account === undefined) {
    lost(into, `DescribeOrganization was asked in ${task.boundary}, which is no account`, '');
    return;
  }
  const own = (organization: OrganizationId | null, pointer: string): void => {
    const path = organization === null ? [] : null;
    push(into, task.boundary, 'place', { type: 'account-place', account, organization, path, name: null, state: null }, pointer);
  };
  if (errorName(body) === 'AWSOrganizationsNotInUseException') {
    own(null, '/error');
    return;
  }
  const said = shaped(into, described, body, 'the answer of DescribeOrganization could not be read', '');
  if (said === undefined) return;
  const organization: OrganizationId = { id: said.Organization.Id, managementAccount: said.Organization.MasterAccountId };
  own(organization, '/Organization');
  into.spawns.push(organizationTask(task.boundary, { call: 'ListRoots', organization }));
  into.spawns.push(organizationTask(task.boundary, { call: 'ListAccounts', organization }));
}

const root = v.object({ Id: rootId, Arn: word, PolicyTypes: v.array(v.object({ Type: v.string(), Status: v.string() })) });

function roots(into: Reading, body: Json, { organization }: ArgsOf<'ListRoots'>): void {
  const list = isJsonObject(body) ? body['Roots'] : undefined;
  // every organization has one, and what is in force under it is told nowhere else
  if (Array.isArray(list) && list.length === 0 && !goesOn(body)) lost(into, `organization ${organization.id} has no root`, '/Roots');
  const found = allAbout(elements(into, body, 'Roots', root), ({ value, at }) => isOfOrganization(into, organization, value.Arn, at));
  for (const { value, at } of found) {
    const on = new Set(value.PolicyTypes.map((each) => each.Type));
    const enabled = organizationPolicyTypes.filter((type) => on.has(typeNames[type]));
    push(into, above(organization), `root|${value.Id}`, { type: 'organization-root', root: value.Id, enabled }, at);
  }
}

const account = v.object({ Id: accountId, Arn: word, Name: word, State: word, Status: word, Paths: paths });

/**
 * Closed and suspended accounts too: others may still trust them. The account that asks and the management account are known to be there:
 * a list without them leaves out more than these.
 */
function accounts(into: Reading, body: Json, { organization, token: asked, seen = [] }: ArgsOf<'ListAccounts'>): void {
  const found = new Set(seen);
  const known = [...new Set([accountOf(into.task.boundary) ?? '', organization.managementAccount])].sort(byCodeUnit);
  const all = allAbout(elements(into, body, 'Accounts', account), ({ value, at }) => {
    const [first] = value.Paths ?? [];
    const told = typeof first === 'string' ? wholePath.exec(first)?.[1] : undefined;
    return isOfOrganization(into, organization, value.Arn, at) && isAsked(into, organization.id, told, `${at}/Paths`);
  });
  for (const { value, at } of all) {
    const place: AccountPlaceFact = {
      type: 'account-place',
      account: value.Id,
      organization,
      path: pathOf(into, value.Paths ?? [], organization, value.Id, at),
      name: value.Name,
      // `Status` is what came before `State` and tells less (Organizations API Reference, data type Account)
      state: value.State ?? value.Status,
    };
    push(into, above(organization), `place|${value.Id}`, place, at);
    if (known.includes(value.Id)) found.add(value.Id);
  }
  if (goesOn(body)) {
    const token = shaped(into, v.string(), body['NextToken'], 'the answer says how to go on in a way not understood', '/NextToken');
    if (token === undefined) return;
    if (token === asked) lost(into, 'ListAccounts goes on with the token it was asked with', '/NextToken');
    else {
      const told = found.size === 0 ? {} : { seen: [...found].sort(byCodeUnit) };
      into.spawns.push(organizationTask(into.task.boundary, { call: 'ListAccounts', organization, token, ...told }));
    }
    return;
  }
  for (const each of known.filter((id) => !found.has(id))) {
    lost(
      into,
      `the list of the accounts of ${organization.id} lacks account ${each}, which is in it: others may be missing too`,
      '/Accounts',
    );
  }
}

function goesOn(body: Json): body is JsonObject {
  const next = isJsonObject(body) ? body['NextToken'] : undefined;
  return next !== undefined && next !== null && next !== '';
}

const wholePath = /^(o-[a-z0-9]{10,32})\/(r-[0-9a-z]{4,32}(?:\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*\/\d{12})\/$/;

/** From `o-…/r-…/ou-…/<account>/` (Organizations API Reference, data type Account). Where it is not told it is asked for otherwise. */
function pathOf(into: Reading, paths: readonly unknown[], { id }: OrganizationId, of: string, at: string): readonly string[] | null {
  const [only, ...more] = paths;
  if (only === undefined) return null;
  const match = typeof only === 'string' && more.length === 0 ? wholePath.exec(only) : null;
  const path = match?.[2]?.split('/') ?? null;
  if (match?.[1] === id && path?.at(-1) === of) return path;
  lost(into, `the paths of account ${of} are not one path in ${id} to it`, `${at}/Paths`, of);
  return null;
}
