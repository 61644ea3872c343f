import { awsManaged, awsManagedArn } from '../estate/aws-managed.ts';
import type { AuthorizationDetails, RoleDetail } from '../estate/details.ts';
import { CREATED, policyDetail, uniqueId } from '../estate/details.ts';
import { diceOf } from '../estate/dice.ts';
import type { Setting } from '../estate/roles.ts';
import { roleOf } from '../estate/roles.ts';
import { shelfOf } from '../estate/shelf.ts';
import { ssoTrust } from '../estate/trusts.ts';
import { groupsOf, userOf } from '../estate/users.ts';
import type { PermissionSet } from './directory.ts';
import { reservedRole } from './directory.ts';
import { EXTERNAL_ID } from './options.ts';
import type { Person } from './people.ts';
import { personOf } from './people.ts';
import type { Place, World } from './world.ts';

/** All that IAM tells of one account. */
export interface Account {
  readonly id: string;
  readonly details: AuthorizationDetails;
  /** Seconds, by role name. */
  readonly longestSession: ReadonlyMap<string, number>;
  readonly people: readonly Person[];
  readonly oidcProviders: readonly string[];
  readonly samlProvider: string;
}

/** The same account for the same organization and place, whatever was made before. */
export function accountOf(world: World, place: Place): Account {
  const { seed, users } = world.options;
  const { id, index } = place;
  const dice = diceOf(seed * 1_000_003 + index);
  const roles = world.options.roles * (index % 50 === 7 ? 10 : 1);
  const others = trusted(world, place);
  // AWS keeps no document that it cannot read, and deletes no policy that is attached.
  const oddities = 0;
  const shelf = shelfOf(dice, id, others, roles, oddities);
  const setting: Setting = { dice, account: id, others, oddities, shelf };
  const ordinary = Array.from({ length: roles }, (_, number) => roleOf(setting, number)).filter((role) => !isReserved(role));
  const sets = world.directory.sets.filter((set) => set.assigned.has(id));
  const RoleDetailList = [
    ...ordinary,
    ...sets.map((set, at) => reserved(set, id, roles + at)),
    scannerRole(world, id, roles + sets.length),
  ];
  const UserDetailList = Array.from({ length: users }, (_, number) => userOf(setting, number));
  const GroupDetailList = groupsOf(setting);
  const holders = [...RoleDetailList, ...UserDetailList, ...GroupDetailList];
  const used = new Set(holders.flatMap((each) => each.AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn)));
  // AWS lists its own policies only where something holds them.
  const listed = shelf.managed.filter(({ Arn }) => !Arn.startsWith('arn:aws:iam::aws:') || used.has(Arn));
  const extra = [...used].filter((arn) => arn === AUDIT && !listed.some(({ Arn }) => Arn === arn));
  const Policies = [
    ...listed,
    ...extra.map((arn, at) => policyDetail(arn, awsManaged['SecurityAudit'] ?? null, uniqueId('ANPA', id, 90_000 + at), 1)),
  ];
  const details = { UserDetailList, GroupDetailList, RoleDetailList, Policies };
  const hosts = RoleDetailList.flatMap(({ AssumeRolePolicyDocument }) => [
    ...JSON.stringify(AssumeRolePolicyDocument).matchAll(/oidc-provider\/([^"]+)/g),
  ]).map(([, host]) => host ?? '');
  return {
    id,
    details,
    longestSession: new Map(RoleDetailList.map((role) => [role.RoleName, hours[dice.weighted({ one: 8, four: 1, twelve: 1 })] * 3600])),
    people: UserDetailList.map((user, number) => personOf(dice, id, user, number)),
    oidcProviders: [...new Set(hosts)].sort(),
    samlProvider: `arn:aws:iam::${id}:saml-provider/AWSSSO_5f1c9e2d7a3b4c6d_DO_NOT_DELETE`,
  };
}

const hours = { one: 1, four: 4, twelve: 12 } as const;
const AUDIT = awsManagedArn('SecurityAudit');

/** Whom the roles of an account let in: the accounts that deploy and audit, and one that its neighbours share. Never everybody. */
function trusted({ places }: World, { id, index }: Place): readonly string[] {
  const shared = [3, 1, index - (index % 20) + 4].map((each) => places[each % places.length]?.id ?? id);
  return [...new Set(shared)].filter((each) => each !== id);
}

function isReserved(role: RoleDetail): boolean {
  return role.Path.startsWith('/aws-reserved/');
}

function reserved(set: PermissionSet, account: string, number: number): RoleDetail {
  const name = reservedRole(set, account);
  const path = '/aws-reserved/sso.amazonaws.com/';
  return {
    ...bare(account, path, name, number),
    AssumeRolePolicyDocument: ssoTrust(account),
    RolePolicyList: set.inline === null ? [] : [{ PolicyName: 'AwsSSOInlinePolicy', PolicyDocument: set.inline }],
    AttachedManagedPolicies: set.managed.map(attachment),
    ...(set.boundary === null ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: set.boundary } }),
  };
}

function scannerRole(world: World, account: string, number: number): RoleDetail {
  const principal = { AWS: `arn:aws:iam::${world.management}:root` };
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
  };
  return {
    ...bare(account, '/audit/', 'vestige', number),
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    AttachedManagedPolicies: [attachment(AUDIT)],
  };
}

function attachment(arn: string): RoleDetail['AttachedManagedPolicies'][number] {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

function bare(account: string, path: string, name: string, number: number): Omit<RoleDetail, 'AssumeRolePolicyDocument'> {
  return {
    Path: path,
    RoleName: name,
    RoleId: uniqueId('AROA', account, number),
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: CREATED,
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: { LastUsedDate: '2026-11-20T07:00:00+00:00', Region: 'us-east-1' },
  };
}
