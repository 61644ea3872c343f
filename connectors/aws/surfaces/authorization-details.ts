import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { kindOf } from '../documents.ts';
import { accountBoundary, accountFacts, parseIamArn } from '../identity.ts';
import { ofAnother } from './asked.ts';
import type { Gathered, Item } from './item.ts';
import { managedPolicy } from './policies.ts';
import { mapGroup, mapRole, mapUser } from './principals.ts';

/**
 * Principals, their policies and trusts, and the instance profiles that roles are in. IAM is eventually consistent: a deleted key was seen to work for seconds and policies are
 * allowed minutes, so absence counts from 60 s after the read.
 */
export const authorizationDetails: Surface = {
  id: 'aws:authorization-details',
  yields: ['identity', 'policy', 'attachment', 'membership', 'trust', 'usage', 'limiter', 'workload'],
  permission: 'iam:GetAccountAuthorizationDetails',
  ifUnread: 'which users, groups and roles exist, what they may do, who may assume the roles and when a role was last used',
  provesAbsence: { after: 60_000 },
  role: 'grants',
  service: 'iam',
  follows: [],
};

/** The lists of the answer, in the order the API reference gives them. */
export const detailLists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;
export type DetailList = (typeof detailLists)[number];

/** How the resource part of an ARN begins in each list. */
const resources: Readonly<Record<DetailList, string>> = {
  UserDetailList: 'user/',
  GroupDetailList: 'group/',
  RoleDetailList: 'role/',
  Policies: 'policy/',
};

/** Maps one page: some elements of the four lists, each with everything of its own. Items of other accounts are gaps. */
export function mapAuthorizationDetails(task: Task, body: Json): Mapped {
  const into: Gathered = { surface: authorizationDetails.id, facts: [], gaps: [] };
  const accounts = new Set<BoundaryId>();
  const lost = (detail: string): void =>
    void into.gaps.push({ boundary: task.boundary, surface: into.surface, cause: 'malformed', detail });
  if (!isJsonObject(body)) {
    lost(`the answer is ${kindOf(body)}, an object with the lists of GetAccountAuthorizationDetails was expected`);
    return into;
  }
  // A page cut from a file has what stood together in it; the API gives all four lists, the empty ones too.
  const lacking = detailLists.filter((name) => body[name] === undefined);
  if (lacking.length === detailLists.length) lost('the answer has none of the lists of GetAccountAuthorizationDetails');
  else if (lacking.length > 0 && body['$places'] === undefined) lost(`the answer lacks ${lacking.join(', ')}`);
  for (const name of detailLists) {
    const list = body[name];
    if (list === undefined) continue;
    if (!Array.isArray(list)) {
      lost(`${name} is ${kindOf(list)}, a list was expected (at /${name})`);
      continue;
    }
    for (let i = 0; i < list.length; i++) element(task, name, list[i] as Json, i, originOf(body, name, i), into, accounts, lost);
  }
  if (body['IsTruncated'] === true && typeof body['Marker'] !== 'string')
    lost('the answer says it is cut short and gives no marker to go on');
  return into;
}

function element(
  task: Task,
  list: DetailList,
  value: Json,
  index: number,
  origin: string,
  into: Gathered,
  accounts: Set<BoundaryId>,
  lost: (detail: string) => void,
): void {
  const pointer = `/${list}/${index}`;
  if (!isJsonObject(value)) {
    lost(`an element of ${list} is ${kindOf(value)}, an object was expected (at ${pointer}${origin})`);
    return;
  }
  const given = value['Arn'];
  const arn = parseIamArn(given);
  if (arn === undefined || typeof given !== 'string' || !arn.resource.startsWith(resources[list])) {
    const seen =
      given === undefined ? 'has no Arn' : `has the Arn ${JSON.stringify(given)}, which is no ARN of a ${resources[list].slice(0, -1)}`;
    lost(`an element of ${list} ${seen}: it could not be told what it is (at ${pointer}${origin})`);
    return;
  }
  const ofAws = arn.account === 'aws';
  if (ofAws && list !== 'Policies') {
    lost(`${given} is in ${list}, but AWS owns policies only (at ${pointer}${origin})`);
    return;
  }
  const boundary = ofAws ? task.boundary : accountBoundary(arn.account);
  if (boundary !== task.boundary) {
    lost(`${ofAnother(given, task.boundary)} (at ${pointer}${origin})`);
    return;
  }
  if (!ofAws && !accounts.has(boundary)) {
    accounts.add(boundary);
    into.facts.push(...accountFacts(boundary, arn.partition, pointer));
  }
  const item: Item = { into, boundary, arn: given, value, pointer, origin };
  if (list === 'Policies') managedPolicy(item, ofAws ? 'aws' : 'customer');
  else if (list === 'UserDetailList') mapUser(item);
  else if (list === 'GroupDetailList') mapGroup(item);
  else mapRole(item);
}

function originOf(body: JsonObject, list: DetailList, index: number): string {
  const places = body['$places'];
  if (!isJsonObject(places) || !isJsonObject(places['lines'])) return '';
  const lines = places['lines'][list];
  const line = Array.isArray(lines) ? (lines as readonly Json[])[index] : undefined;
  return typeof line === 'number' && typeof places['file'] === 'string' ? `, ${places['file']} line ${line}` : '';
}
