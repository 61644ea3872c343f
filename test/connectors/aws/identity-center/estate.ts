import { awsCore } from '../../../../connectors/aws/core.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import { planIdentityCenter } from '../../../../connectors/aws/plan/identity-center.ts';
import type { AwsSettings } from '../../../../connectors/aws/settings.ts';
import { awsSettings } from '../../../../connectors/aws/settings.ts';
import * as v from 'valibot';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { buildFactIndex } from '../../../../src/collect/facts.ts';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { FactIndex, MappedFact } from '../../../../src/model/fact.ts';
import type { Gap } from '../../../../src/model/gap.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { RecordedPage } from '../../../contract/connector-suite.ts';

export const management = '111122223333';
export const member = '444455556666';
export const instance = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
export const center = 'aws:identity-center/ssoins-0123456789abcdef';
export const store = 'd-1234567890';
export const application = 'arn:aws:account-access:eu-central-1:111122223333:application/apl-1';

/** Holds no entitlement. */
const spare = 'arn:aws:account-access:eu-central-1:111122223333:application/apl-2';

export function setArn(name: string): string {
  return `arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-${name.toLowerCase().padEnd(16, '0')}`;
}

export type Assigned = readonly [type: 'USER' | 'GROUP', principal: string, set: string, account: string];

/** An instance as its APIs tell it. Permission sets by name. */
export interface Center {
  readonly owner: string;
  readonly sets: Readonly<Record<string, { readonly duration?: string; readonly inline?: string; readonly boundary?: string }>>;
  readonly users: Readonly<Record<string, 'ENABLED' | 'DISABLED' | undefined>>;
  /** Members by group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly assigned: readonly Assigned[];
  readonly notProvisioned: readonly (readonly [set: string, account: string])[];
  readonly failed: readonly (readonly ['Deletion' | 'Creation', ...Assigned])[];
  readonly entitled: readonly (readonly ['USER' | 'GROUP', principal: string, role: string])[];
}

export const full: Center = {
  owner: management,
  sets: {
    Admin: { duration: 'PT8H', inline: '{"Version":"2012-10-17","Statement":[]}', boundary: 'ops/limit' },
    Reader: { duration: 'PT1H30M' },
  },
  users: { ann: 'ENABLED', bob: 'DISABLED', cid: undefined },
  groups: { admins: ['ann', 'bob'], idle: ['cid'] },
  assigned: [
    ['GROUP', 'admins', 'Admin', member],
    ['USER', 'cid', 'Reader', member],
    ['USER', 'cid', 'Reader', management],
  ],
  notProvisioned: [['Admin', member]],
  failed: [
    ['Deletion', 'USER', 'cid', 'Reader', member],
    ['Creation', 'USER', 'ann', 'Reader', member],
  ],
  entitled: [
    ['GROUP', 'idle', `arn:aws:iam::${member}:role/deploy`],
    ['USER', 'ann', `arn:aws:iam::${member}:role/deploy`],
  ],
};

export function settingsOf(given: JsonObject = {}): AwsSettings {
  return v.parse(awsSettings, given);
}

/** Elements a page; two pages are the least that shows how a list is gone on with. */
const PAGE = 1;

/** The pages of the answer to a task. `null` = the service refuses it. */
export function answers(of: Center, task: Task): readonly Json[] {
  const args = task.args as JsonObject;
  const name = Object.keys(of.sets).find((each) => setArn(each) === args['permissionSet']) ?? '';
  const set = of.sets[name] ?? {};
  const cut = (list: string, items: readonly Json[]): readonly Json[] => pagesOf(list, items, args, callOf(task)?.paging === 'by-task');
  switch (args['call']) {
    case 'ListInstances':
      return [
        {
          Instances: [{ InstanceArn: instance, IdentityStoreId: store, OwnerAccountId: of.owner, Status: 'ACTIVE', Name: null }],
          NextToken: null,
        },
      ];
    case 'ListPermissionSets':
      return cut('PermissionSets', Object.keys(of.sets).map(setArn));
    case 'DescribePermissionSet':
      return [
        {
          PermissionSet: {
            Name: name,
            PermissionSetArn: setArn(name),
            SessionDuration: set.duration ?? null,
            CreatedDate: '2025-01-01T00:00:00.000Z',
          },
        },
      ];
    case 'ListManagedPoliciesInPermissionSet':
      return [{ AttachedManagedPolicies: [{ Name: 'ReadOnlyAccess', Arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }];
    case 'ListCustomerManagedPolicyReferencesInPermissionSet':
      return [{ CustomerManagedPolicyReferences: [{ Name: 'deploy', Path: '/ci/' }] }];
    case 'GetInlinePolicyForPermissionSet':
      return [{ InlinePolicy: set.inline ?? '' }];
    case 'GetPermissionsBoundaryForPermissionSet':
      return set.boundary === undefined
        ? [{ error: { name: 'ResourceNotFoundException', message: 'there is none' } }]
        : [{ PermissionsBoundary: { CustomerManagedPolicyReference: { Name: set.boundary, Path: '/' } } }];
    case 'ListUsers':
      return cut(
        'Users',
        Object.entries(of.users).map(([id, status]) => ({
          IdentityStoreId: store,
          UserId: id,
          UserName: `${id}@example.org`,
          ...(status === undefined ? {} : { UserStatus: status }),
        })),
      );
    case 'ListGroups':
      return cut(
        'Groups',
        Object.keys(of.groups).map((id) => ({ IdentityStoreId: store, GroupId: id, DisplayName: `the ${id}` })),
      );
    case 'ListGroupMemberships':
      return cut(
        'GroupMemberships',
        (of.groups[text(args, 'group')] ?? []).map((id) => ({
          IdentityStoreId: store,
          MembershipId: `m-${id}`,
          GroupId: text(args, 'group'),
          MemberId: { UserId: id },
          CreatedAt: '2025-03-01T00:00:00.000Z',
          CreatedBy: 'arn:aws:iam::111122223333:role/scim',
        })),
      );
    case 'ListAccountsForProvisionedPermissionSet':
      return cut(
        'AccountIds',
        task.surface === 'aws:identity-center-provisioning'
          ? of.notProvisioned.filter(([each]) => each === name).map(([, account]) => account)
          : [...new Set(of.assigned.filter((each) => each[2] === name).map((each) => each[3]))],
      );
    case 'ListAccountAssignments':
      return cut('AccountAssignments', of.assigned.filter((each) => each[2] === name && each[3] === args['account']).map(rowOf));
    case 'ListAccountAssignmentsForPrincipal':
      return cut(
        'AccountAssignments',
        of.assigned.filter((each) => mayUse(of, each, text(args, 'type'), text(args, 'principal'))).map(rowOf),
      );
    case 'ListAccountAssignmentDeletionStatus':
    case 'ListAccountAssignmentCreationStatus': {
      const what = text(args, 'call').includes('Deletion') ? 'Deletion' : 'Creation';
      return cut(
        `AccountAssignments${what}Status`,
        [...of.failed.entries()].flatMap(([at, each]) => (each[0] === what ? [{ Status: 'FAILED', RequestId: `r-${at}` }] : [])),
      );
    }
    case 'DescribeAccountAssignmentDeletionStatus':
    case 'DescribeAccountAssignmentCreationStatus': {
      const [what, type, principal, ofSet, account] = of.failed[Number(text(args, 'request').slice(2))] ?? [];
      return [
        {
          [`AccountAssignment${what ?? ''}Status`]: {
            Status: 'FAILED',
            RequestId: args['request'] ?? null,
            TargetId: account ?? '',
            TargetType: 'AWS_ACCOUNT',
            PermissionSetArn: setArn(ofSet ?? ''),
            PrincipalType: type ?? '',
            PrincipalId: principal ?? '',
            FailureReason: 'the role could not be deleted',
            CreatedDate: '2025-11-01T00:00:00.000Z',
          },
        },
      ];
    }
    case 'ListApplications':
      return cut(
        'applications',
        [application, spare].map((each) => ({
          applicationArn: each,
          createdAt: '2026-06-01T00:00:00.000Z',
          updatedAt: '2026-06-01T00:00:00.000Z',
        })),
      );
    case 'ListEntitlements':
      return cut(
        'entitlements',
        args['application'] === application
          ? of.entitled.map(([type, id, roleArn], at) => ({
              entitlementId: `e-${at}`,
              createdAt: '2026-06-02T00:00:00.000Z',
              entitlement: {
                principalRole: {
                  principal: { identityCenter: type === 'USER' ? { userId: id } : { groupId: id } },
                  roleArn,
                  account: member,
                },
              },
            }))
          : [],
      );
    default:
      throw new Error(`no answer to ${JSON.stringify(args)}`);
  }
}

/** The list of a user also tells the assignments of its groups. */
function mayUse({ groups }: Center, [ofType, of]: Assigned, type: string, principal: string): boolean {
  return (ofType === type && of === principal) || (type === 'USER' && ofType === 'GROUP' && groups[of]?.includes(principal) === true);
}

function rowOf([type, principal, set, account]: Assigned): Json {
  return { AccountId: account, PermissionSetArn: setArn(set), PrincipalType: type, PrincipalId: principal };
}

function pagesOf(list: string, items: readonly Json[], { token }: JsonObject, byTask: boolean): readonly Json[] {
  const page = (at: number): Json => ({
    [list]: items.slice(at, at + PAGE),
    [list === 'applications' || list === 'entitlements' ? 'nextToken' : 'NextToken']: at + PAGE < items.length ? String(at + PAGE) : null,
  });
  if (byTask) return [page(typeof token === 'string' ? Number(token) : 0)];
  return Array.from({ length: Math.max(1, Math.ceil(items.length / PAGE)) }, (_, at) => page(at * PAGE));
}

function text(args: JsonObject, name: string): string {
  const value = args[name];
  if (typeof value !== 'string') throw new Error(`args have no ${name}`);
  return value;
}

/** What a scan of the organization itself told before. */
export function known(hub: string, accounts: readonly string[] = [management, member]): readonly MappedFact[] {
  const organization = { id: 'o-abcdefghij', managementAccount: management };
  const boundary = `aws:${hub}`;
  return [
    {
      kind: 'boundary',
      boundary,
      surface: 'aws:caller-identity',
      key: 'caller',
      value: { id: boundary, kind: 'account', name: null },
      pointer: '',
    },
    ...accounts.map((account): MappedFact => ({
      kind: 'limiter',
      boundary: `aws:${account}`,
      surface: 'aws:organization',
      key: 'place',
      value: { type: 'account-place', account, organization, path: null, name: null, state: 'ACTIVE' },
      pointer: '',
    })),
  ];
}

export interface Scan {
  readonly asked: readonly Task[];
  readonly pages: readonly RecordedPage[];
  readonly facts: readonly MappedFact[];
  readonly gaps: readonly Gap[];
}

/** Asks as the collector does: what pages spawn first, then the next stage. `refuses`: tasks that get no answer. */
export function scan(
  of: Center,
  before: readonly MappedFact[],
  settings: AwsSettings = settingsOf(),
  refuses: (task: Task) => boolean = () => false,
): Scan {
  const done = { asked: [] as Task[], pages: [] as RecordedPage[], facts: [...before], gaps: [] as Gap[] };
  const seen = new Set<string>();
  const isNew = (task: Task): boolean => !seen.has(taskKey(task));
  for (let stage = 0; stage < 10; stage++) {
    const queue = planIdentityCenter(indexOf(done.facts), stage, settings).filter(isNew);
    if (queue.length === 0) return done;
    for (const task of queue) {
      if (!isNew(task)) continue;
      seen.add(taskKey(task));
      done.asked.push(task);
      if (refuses(task)) continue;
      for (const body of answers(of, task)) {
        const { facts, gaps, spawns = [] } = awsCore.map(task, body);
        done.pages.push({ task, body });
        done.facts.push(...facts);
        done.gaps.push(...gaps);
        queue.push(...spawns);
      }
    }
  }
  throw new Error('the plan does not end');
}

export function indexOf(facts: readonly MappedFact[]): FactIndex {
  return buildFactIndex([{ page: 'a'.repeat(64), at: null, facts }]);
}

/** How often each call was asked, pages that are gone on with included. */
export function callsOf({ asked }: Scan, surface: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const task of asked) {
    if (task.surface !== surface || !isJsonObject(task.args)) continue;
    const call = text(task.args, 'call');
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}
