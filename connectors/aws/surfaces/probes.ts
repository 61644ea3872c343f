import * as v from 'valibot';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { Reading } from '../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading } from '../../../src/contract/reading.ts';
import type { Task } from '../../../src/model/page.ts';
import { lastName } from '../access/made.ts';
import { isAsked } from './asked.ts';
import { directoryId, identityStoreId, instanceArn, instanceBoundary, optionalText, place } from './identity-center/ids.ts';
import { identityCenterDirectory } from './identity-center/surfaces.ts';
import { asJson } from './item.ts';
import { isGone } from './users/user-list.ts';

/** Single things that are asked for by name, to see whether they are still there. IAM is eventually consistent. */
export const probes: Surface = {
  id: 'aws:probes',
  yields: ['observation'],
  permission:
    'iam:GetUser, iam:GetRole, iam:GetGroup, iam:ListAttachedUserPolicies, iam:ListAttachedRolePolicies, iam:ListAttachedGroupPolicies, iam:GetUserPolicy, iam:GetRolePolicy, iam:GetGroupPolicy, iam:ListGroupsForUser, sso:ListInstances, identitystore:DescribeUser, identitystore:DescribeGroup',
  ifUnread: 'whether a single user, policy, membership or trust is still there; only `vestige verify` asks',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
};

/** kind `observation`, key `probe|<call>|<what it was asked about>`: what one question by name was answered */
export interface ProbeFact {
  readonly type: 'probe';
  readonly operation: string;
  readonly about: string;
  readonly found: boolean;
}

const ofIam = v.strictObject({
  call: v.picklist([
    'GetUser',
    'GetRole',
    'GetGroup',
    'ListAttachedUserPolicies',
    'ListAttachedRolePolicies',
    'ListAttachedGroupPolicies',
    'GetUserPolicy',
    'GetRolePolicy',
    'GetGroupPolicy',
    'ListGroupsForUser',
  ]),
  arn: v.pipe(v.string(), v.startsWith('arn:')),
  policy: v.optional(v.string()),
});
const ofDirectory = v.variant('call', [
  // `users` and `groups` are asked for by their ids, and the members of `members`
  v.strictObject({
    call: v.literal('ListInstances'),
    ...place,
    users: v.array(directoryId),
    groups: v.array(directoryId),
    members: v.array(directoryId),
  }),
  v.strictObject({ call: v.literal('DescribeUser'), ...place, identityStore: identityStoreId, user: directoryId }),
  v.strictObject({ call: v.literal('DescribeGroup'), ...place, identityStore: identityStoreId, group: directoryId }),
]);

type AboutInstance = Extract<v.InferOutput<typeof ofDirectory>, { readonly call: 'ListInstances' }>;

/** Maps one answer. What is not there is an answer; whether it is there says no more than that one question. */
export function mapProbes(task: Task, body: Json): Mapped {
  const into = reading(task);
  const iam = v.safeParse(ofIam, task.args);
  if (iam.success) {
    const { call, arn, policy } = iam.output;
    answered(into, body, call, policy === undefined ? arn : `${arn}|${policy}`, () => isAsked(into, lastName(arn), namedIn(body), ''));
    return into;
  }
  const directory = v.safeParse(ofDirectory, task.args);
  if (!directory.success) return notUnderstood(task);
  const args = directory.output;
  if (args.call === 'ListInstances') askDirectory(into, body, args);
  else {
    const [member, id] = args.call === 'DescribeUser' ? (['UserId', args.user] as const) : (['GroupId', args.group] as const);
    answered(into, body, args.call, id, () => isAsked(into, id, textAt(body, member), `/${member}`));
  }
  return into;
}

function answered(into: Reading, body: Json, operation: string, about: string, isIt: () => boolean): void {
  const error = errorName(body);
  if (error !== undefined && !isGone(error) && error !== 'ResourceNotFoundException') {
    lost(into, `the answer of ${operation} is an error nobody expected: ${error}`, '/error');
    return;
  }
  if (error === undefined && !isIt()) return;
  const { boundary, surface } = into.task;
  const value: ProbeFact = { type: 'probe', operation, about, found: error === undefined };
  into.facts.push({ kind: 'observation', boundary, surface, key: `probe|${operation}|${about}`, value: asJson(value), pointer: '' });
}

/** Whom an answer of IAM says it is about; lists do not say it. */
function namedIn(body: Json): string | null {
  const under = ['User', 'Role', 'Group'].map((member) => textAt(isJsonObject(body) ? body[member] : undefined, `${member}Name`));
  return [...under, textAt(body, 'UserName'), textAt(body, 'RoleName'), textAt(body, 'GroupName')].find((each) => each !== null) ?? null;
}

function textAt(value: Json | undefined, member: string): string | null {
  const text = isJsonObject(value) ? value[member] : undefined;
  return typeof text === 'string' ? text : null;
}

const instance = v.object({ InstanceArn: instanceArn, IdentityStoreId: identityStoreId, PrimaryRegion: optionalText });

/** Asks the directory of the instance; nothing of others. */
function askDirectory(into: Reading, body: Json, { instance: asked, region: given, users, groups, members }: AboutInstance): void {
  const { boundary, surface } = into.task;
  for (const { value } of elements(into, body, 'Instances', instance)) {
    if (value.InstanceArn !== asked || instanceBoundary(asked) !== boundary) continue;
    const region = value.PrimaryRegion ?? given;
    const where: JsonObject = { instance: asked, identityStore: value.IdentityStoreId, ...(region === undefined ? {} : { region }) };
    for (const user of users) into.spawns.push({ boundary, surface, args: { call: 'DescribeUser', ...where, user } });
    for (const group of groups) into.spawns.push({ boundary, surface, args: { call: 'DescribeGroup', ...where, group } });
    for (const group of members) {
      into.spawns.push({ boundary, surface: identityCenterDirectory.id, args: { call: 'ListGroupMemberships', ...where, group } });
    }
  }
}
