import type { JsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { ProbeNear } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import { accountOf, isInstance } from '../../identity.ts';
import type { AwsSettings } from '../../settings.ts';
import { ENTITLEMENT } from '../identity-center.ts';
import { lastName } from '../made.ts';
import type { Question } from './iam.ts';
import { same } from './iam.ts';
import type { Look } from './look.ts';
import { listed, textIn, thing } from './look.ts';

type Settings = Pick<AwsSettings, 'identityCenterRegion'>;

/** Where questions about the instance go. */
function placeOf(boundary: BoundaryId, near: string, { identityCenterRegion: region }: Settings): JsonObject | null {
  if (!isInstance(boundary)) return null;
  const instance = `arn:${near.split(':')[1] ?? 'aws'}:sso:::instance/${boundary.slice(boundary.indexOf('/') + 1)}`;
  return { instance, ...(region === undefined ? {} : { region }) };
}

function set(boundary: BoundaryId, where: JsonObject, permissionSet: string): Look {
  const task = { boundary, surface: 'aws:identity-center', args: { call: 'DescribePermissionSet', ...where, permissionSet } };
  return thing(task, `permission set ${lastName(permissionSet)}`, (body) => {
    const told = body['PermissionSet'];
    return told === undefined ? null : same(told, 'PermissionSetArn', permissionSet) === true || null;
  });
}

/** Beside it the permission set itself, then another that is assigned, for a set that was deleted whole. */
export function permissionSet(access: Access, near: ProbeNear, settings: Settings): Question | null {
  const { boundary, objects, scope, subject, name } = access;
  const [arn = ''] = objects;
  const where = placeOf(boundary, arn, settings);
  const account = accountOf(scope ?? '');
  if (where === null || account === undefined) return null;
  const task = {
    boundary,
    surface: 'aws:identity-center-assignments',
    args: { call: 'ListAccountAssignments', ...where, permissionSet: arn, account },
  };
  const [type, principal] = [subject.includes(':::group/') ? 'GROUP' : 'USER', lastName(subject)];
  const target = listed(task, `${name} for ${type.toLowerCase()} ${principal}`, 'AccountAssignments', (each) => {
    const [id, kind] = [textIn(each, 'PrincipalId'), textIn(each, 'PrincipalType')];
    return id === null || kind === null ? null : id === principal && kind === type;
  });
  const [other] = near.accesses
    .filter((each) => each.boundary === boundary && each.source.startsWith('assignment|') && each.objects[0] !== arn)
    .flatMap((each) => each.objects.slice(0, 1))
    .sort(byCodeUnit);
  return { target, controls: [arn, other].flatMap((each) => (each === undefined ? [] : [set(boundary, where, each)])) };
}

/** The list of applications shows the one that keeps the entitlement. */
export function entitlement({ id, boundary, objects, source, name }: Access, settings: Settings): Question | null {
  const [role = ''] = objects;
  const where = placeOf(boundary, role, settings);
  const own = source.slice('entitlement|'.length);
  const at = id.indexOf(`|${ENTITLEMENT}`);
  const application = at < 0 ? '' : (id.slice(at + 1 + ENTITLEMENT.length).split(' ')[0] ?? '');
  if (where === null || application === '') return null;
  const surface = 'aws:account-access';
  const target = listed({ boundary, surface, args: { call: 'ListEntitlements', ...where, application } }, name, 'entitlements', (each) =>
    same(each, 'entitlementId', own),
  );
  const control = listed(
    { boundary, surface, args: { call: 'ListApplications', ...where } },
    `application ${application}`,
    'applications',
    (each) => same(each, 'applicationArn', application),
  );
  return { target, controls: [control] };
}

interface Near {
  readonly near: ProbeNear;
  readonly settings: Settings;
}

/** A member of a group: beside it the group, then the user, then another user. */
export function directoryMembership({ boundary, subject, objects }: Access, { near, settings }: Near): Question | null {
  const [group = ''] = objects;
  const where = placeOf(boundary, group, settings);
  if (where === null) return null;
  const [user, of] = [lastName(subject), lastName(group)];
  const users = [user, ...others(boundary, subject, near)];
  const first: Task = { boundary, surface: 'aws:probes', args: { call: 'ListInstances', ...where, users, groups: [of], members: [of] } };
  const task = { boundary, surface: 'aws:identity-center-directory', args: { call: 'ListGroupMemberships', group: of } };
  const target = listed(task, `user ${user} in group ${of}`, 'GroupMemberships', (each) => {
    const member = isJsonObject(each) ? each['MemberId'] : undefined;
    return member === undefined ? null : same(member, 'UserId', user);
  });
  const controls = [described(boundary, 'group', of), ...users.map((each) => described(boundary, 'user', each))];
  return { target: { ...target, first }, controls: controls.map((each) => ({ ...each, first })) };
}

/** A user who may sign in: beside it another user of the directory. */
export function directoryUser({ boundary, subject }: Access, { near, settings }: Near): Question | null {
  const where = placeOf(boundary, subject, settings);
  if (where === null) return null;
  const user = lastName(subject);
  const rest = others(boundary, subject, near);
  const first: Task = {
    boundary,
    surface: 'aws:probes',
    args: { call: 'ListInstances', ...where, users: [user, ...rest], groups: [], members: [] },
  };
  return {
    target: { ...described(boundary, 'user', user, (body) => body['UserStatus'] !== 'DISABLED'), first },
    controls: rest.map((each) => ({ ...described(boundary, 'user', each), first })),
  };
}

/** Another user of the directory, the first in the order of ids. */
function others(boundary: BoundaryId, subject: string, { identities }: ProbeNear): readonly string[] {
  const [other] = identities
    .filter(({ id, boundary: its, kind }) => its === boundary && kind === 'user' && id !== subject)
    .map(({ id }) => id)
    .sort(byCodeUnit);
  return other === undefined ? [] : [lastName(other)];
}

/** `holds`: whether what is described counts as there. */
function described(boundary: BoundaryId, kind: 'user' | 'group', id: string, holds: (body: JsonObject) => boolean = () => true): Look {
  const [call, member] = kind === 'user' ? ['DescribeUser', 'UserId'] : ['DescribeGroup', 'GroupId'];
  const task = { boundary, surface: 'aws:probes', args: { call, [kind]: id } };
  return thing(task, `${kind} ${id}`, (body) => (same(body, member, id) === true ? holds(body) : null));
}
