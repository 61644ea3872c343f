import type { Json } from '../../src/base/json.ts';
import type { AuthorizationDetails } from './details.ts';
import { diceOf } from './dice.ts';
import type { OrganizationNode } from './organization.ts';
import { pathOf } from './organization.ts';
import type { Setting } from './roles.ts';
import { roleOf } from './roles.ts';
import { shelfOf } from './shelf.ts';
import { groupsOf, userOf } from './users.ts';

/*
 * Invented organizations on AWS, for benchmarks and for tests that hold one evaluation to another. Nothing in them is real but the
 * habits: service roles are most of the roles, few documents are in many roles and many in few, one in fifty is odd.
 */
export interface EstateOptions {
  readonly seed: number;
  readonly accounts: number;
  /** In each account. */
  readonly roles: number;
  readonly users: number;
  /** Share of odd documents, 0 to 1. Default 0.02. */
  readonly oddities?: number;
}

export interface EstatePrincipal {
  readonly principal: { readonly type: 'user' | 'role'; readonly arn: string; readonly uid: string };
  readonly account: string;
  readonly principalTags: Readonly<Record<string, string>>;
  /** Own, attached and group documents; `null` for one that is attached and not listed. The same object wherever it is shared. */
  readonly identityPolicies: readonly Json[];
  readonly permissionsBoundary?: Json;
  /** One list a node, from the root to the account; absent in the management account. */
  readonly serviceControlPolicies?: readonly (readonly Json[])[];
}

export interface EstateAccount {
  readonly id: string;
  readonly management: boolean;
  readonly path: readonly OrganizationNode[];
  readonly details: AuthorizationDetails;
  readonly principals: readonly EstatePrincipal[];
}

export interface Estate {
  readonly accounts: readonly EstateAccount[];
}

/** The same estate for the same options, everywhere. The first account, 111122223333, manages the organization. */
export function generateEstate({ seed, accounts, roles, users, oddities = 0.02 }: EstateOptions): Estate {
  const dice = diceOf(seed);
  const ids = ['111122223333'];
  while (ids.length < accounts)
    ids.push(`${3 + dice.roll(6)}${String(ids.length).padStart(4, '0')}${String(dice.roll(1e7)).padStart(7, '0')}`);
  return {
    accounts: ids.map((id, at) => {
      const others = ids.filter((other) => other !== id).slice(0, 20);
      const setting: Setting = { dice, account: id, others, oddities, shelf: shelfOf(dice, id, others, roles, oddities) };
      const details: AuthorizationDetails = {
        UserDetailList: Array.from({ length: users }, (_, number) => userOf(setting, number)),
        GroupDetailList: groupsOf(setting),
        RoleDetailList: Array.from({ length: roles }, (_, number) => roleOf(setting, number)),
        Policies: setting.shelf.managed,
      };
      const path = at === 0 ? [] : pathOf(dice, id);
      return { id, management: at === 0, path, details, principals: principalsOf(id, details, at === 0 ? undefined : path) };
    }),
  };
}

/** The principals of an account's details, with what decides about them. `path`: the nodes above it; absent for the management account. */
export function principalsOf(
  account: string,
  details: AuthorizationDetails,
  path: readonly OrganizationNode[] | undefined,
): readonly EstatePrincipal[] {
  const documents = new Map<string, Json>();
  for (const { Arn, DefaultVersionId, PolicyVersionList } of details.Policies) {
    documents.set(Arn, PolicyVersionList.find((version) => version.VersionId === DefaultVersionId)?.Document ?? null);
  }
  const attached = (of: { readonly AttachedManagedPolicies: readonly { readonly PolicyArn: string }[] }): readonly Json[] =>
    of.AttachedManagedPolicies.map(({ PolicyArn }) => documents.get(PolicyArn) ?? null);
  const inline = (list: readonly { readonly PolicyDocument: Json }[] = []): readonly Json[] => list.map((each) => each.PolicyDocument);
  const groups = new Map(details.GroupDetailList.map((group) => [group.GroupName, [...inline(group.GroupPolicyList), ...attached(group)]]));
  const nodes = path?.map((node) => node.policies);
  const common = (
    of: (typeof details.UserDetailList)[number] | (typeof details.RoleDetailList)[number],
  ): Omit<EstatePrincipal, 'principal' | 'identityPolicies'> => ({
    account,
    principalTags: Object.fromEntries(of.Tags.map(({ Key, Value }) => [Key, Value])),
    ...(of.PermissionsBoundary === undefined
      ? {}
      : { permissionsBoundary: documents.get(of.PermissionsBoundary.PermissionsBoundaryArn) ?? null }),
    ...(nodes === undefined ? {} : { serviceControlPolicies: nodes }),
  });
  return [
    ...details.UserDetailList.map((user) => ({
      principal: { type: 'user', arn: user.Arn, uid: user.UserId } as const,
      identityPolicies: [
        ...inline(user.UserPolicyList),
        ...attached(user),
        ...user.GroupList.flatMap((name) => groups.get(name) ?? [null]),
      ],
      ...common(user),
    })),
    ...details.RoleDetailList.map((role) => ({
      principal: { type: 'role', arn: role.Arn, uid: role.RoleId } as const,
      identityPolicies: [...inline(role.RolePolicyList), ...attached(role)],
      ...common(role),
    })),
  ];
}
