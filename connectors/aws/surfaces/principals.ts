import type { Instant } from '../../../src/base/instant.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Identity, Usage } from '../../../src/model/entity.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { InstanceProfileFact, MembershipFact, TrustFact } from '../facts.ts';
import { nameHandle, natureOfRole, parseIamArn } from '../identity.ts';
import type { Item } from './item.ts';
import { asJson, eachObject, gap, listAt, nameOf, text, time } from './item.ts';
import { attachments, document, inlinePolicies, permissionsBoundary } from './policies.ts';

/** IAM keeps a role's last use for 400 days (API reference, RoleLastUsed). */
const ROLE_LOOK_BACK_DAYS = 400;

export function mapUser(item: Item): void {
  identity(item, {
    kind: 'user',
    name: nameOf(item, 'UserName'),
    uid: text(item, 'UserId'),
    nature: 'unknown',
    natureReason: 'an IAM user may be a person or a program: its credentials tell',
  });
  // IAM leaves UserPolicyList out for a user without inline policies.
  inlinePolicies(item, 'UserPolicyList', 'empty');
  attachments(item);
  permissionsBoundary(item);
  const groups = listAt(item, 'GroupList', 'gap');
  for (let i = 0; i < groups.length; i++) {
    const groupName = groups[i];
    if (typeof groupName !== 'string' || groupName === '') {
      gap(item, 'an element of GroupList is no name of a group', `/GroupList/${i}`);
      continue;
    }
    const value: MembershipFact = { user: item.arn, groupName };
    const { boundary, into, arn, pointer } = item;
    into.facts.push({
      kind: 'membership',
      boundary,
      surface: into.surface,
      key: `${arn}|${groupName}`,
      value: asJson(value),
      pointer: `${pointer}/GroupList/${i}`,
    });
  }
}

export function mapGroup(item: Item): void {
  identity(item, {
    kind: 'group',
    name: nameOf(item, 'GroupName'),
    uid: text(item, 'GroupId'),
    nature: 'unknown',
    natureReason: 'a group never acts by itself',
  });
  inlinePolicies(item, 'GroupPolicyList', 'gap');
  attachments(item);
}

export function mapRole(item: Item): void {
  const trust = document(item, item.value, 'AssumeRolePolicyDocument', 'trust policy', '');
  const { nature, reason } = natureOfRole(item.arn, trust);
  identity(item, { kind: 'role', name: nameOf(item, 'RoleName'), uid: text(item, 'RoleId'), nature, natureReason: reason });
  const { boundary, into, arn } = item;
  const value: TrustFact = { role: arn, document: trust };
  const place = { boundary, surface: into.surface, key: arn };
  into.facts.push({ kind: 'trust', ...place, value: asJson(value), pointer: within(item, 'AssumeRolePolicyDocument') });
  into.facts.push({ kind: 'usage', ...place, value: roleUsage(item), pointer: within(item, 'RoleLastUsed') });
  inlinePolicies(item, 'RolePolicyList', 'gap');
  attachments(item);
  permissionsBoundary(item);
  instanceProfiles(item);
}

/** A profile holds one role (IAM User Guide, id_roles_use_switch-role-ec2_instance-profiles.html): the one under which it is listed. */
function instanceProfiles(item: Item): void {
  const { boundary, into, arn: role, pointer } = item;
  eachObject(item, 'InstanceProfileList', 'gap', (profile, at) => {
    const { Arn: key } = profile;
    const parsed = parseIamArn(key);
    if (
      typeof key !== 'string' ||
      parsed?.resource.startsWith('instance-profile/') !== true ||
      parsed.account !== parseIamArn(role)?.account
    ) {
      gap(item, `an element of InstanceProfileList has the Arn ${JSON.stringify(key ?? null)}, which is no profile of the account`, at);
      return;
    }
    const value: InstanceProfileFact = { type: 'instance-profile', name: key.slice(key.lastIndexOf('/') + 1), role };
    into.facts.push({ kind: 'workload', boundary, surface: into.surface, key, value: asJson(value), pointer: `${pointer}${at}` });
  });
}

/**
 * IAM gives every role a `RoleLastUsed` here, empty when nothing was seen in the look-back window. A role without the element was
 * written down by something else, which does not tell: unknown, not never.
 */
function roleUsage(item: Item): Usage {
  const given = item.value['RoleLastUsed'];
  const seen = (lastUsed: Usage['lastUsed'], detail: string | null): Usage => ({
    identity: item.arn,
    lastUsed,
    lookBackDays: ROLE_LOOK_BACK_DAYS,
    detail,
  });
  if (given === undefined) return seen('unknown', 'the answer has no RoleLastUsed for the role');
  if (!isJsonObject(given)) {
    gap(item, 'RoleLastUsed is no object', '/RoleLastUsed');
    return seen('unknown', 'RoleLastUsed could not be read');
  }
  const date = given['LastUsedDate'];
  if (date === undefined) return seen('never', null);
  const lastUsed: Instant | null = time(item, given, 'LastUsedDate', '/RoleLastUsed/LastUsedDate');
  const region = given['Region'];
  return lastUsed === null
    ? seen('unknown', 'RoleLastUsed could not be read')
    : seen(lastUsed, typeof region === 'string' ? `in ${region}` : null);
}

/** A member's place; the item's own where the member is not there. */
function within({ value, pointer }: Item, field: string): string {
  return value[field] === undefined ? pointer : `${pointer}/${field}`;
}

function identity(item: Item, of: Pick<Identity, 'kind' | 'name' | 'uid' | 'nature' | 'natureReason'>): void {
  const { boundary, into, arn, pointer } = item;
  const value: Identity = {
    id: arn,
    uid: of.uid,
    kind: of.kind,
    nature: of.nature,
    natureReason: of.natureReason,
    name: of.name,
    boundary,
    createdAt: time(item, item.value, 'CreateDate', '/CreateDate'),
    tags: tags(item),
    providerManaged: of.kind === 'role' && arn.includes(':role/aws-service-role/'),
    // IAM has no switch that turns a user, group or role off.
    enabled: true,
    ...handlesOf(arn),
  };
  into.facts.push({ kind: 'identity', boundary, surface: into.surface, key: arn, value, pointer });
}

/** An ARN without a path is known by the name alone. */
function handlesOf(arn: EntityId): Pick<Identity, 'handles'> {
  const [, account, kind, name] = /^arn:[^:]+:iam::(\d{12}):(user|group|role)\/.+\/([^/]+)$/.exec(arn) ?? [];
  if (account === undefined || name === undefined || (kind !== 'user' && kind !== 'group' && kind !== 'role')) return {};
  return { handles: [nameHandle(account, kind, name)] };
}

function tags(item: Item): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  eachObject(item, 'Tags', 'empty', (tag, at) => {
    const [key, value] = [tag['Key'], tag['Value']];
    if (typeof key !== 'string') gap(item, 'a tag has no Key', at);
    else if (typeof value === 'string') pairs.push([key, value]);
    else if (!isJsonObject(value)) gap(item, `the tag ${JSON.stringify(key)} has no Value`, at);
  });
  // fromEntries defines members, so a tag named __proto__ is a tag.
  return Object.fromEntries(pairs);
}
