import * as v from 'valibot';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { AwsSettings } from '../../../../connectors/aws/settings.ts';
import { awsSettings } from '../../../../connectors/aws/settings.ts';
import { FactTable } from '../../../../src/collect/facts.ts';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { RecordedPage } from '../../../contract/connector-suite.ts';

export const management = '111122223333';
export const member = '444455556666';
export const organization = { id: 'o-abcdefghij', managementAccount: management };
export const root = 'r-ab12';
export const prod = 'ou-ab12-11111111';
export const deep = 'ou-ab12-22222222';

export const everything: JsonObject = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
export const guard: JsonObject = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'iam:*', Resource: '*' } };

/** An organization as its API tells it: what hangs where, and what a policy says. */
export interface Estate {
  readonly types: readonly string[];
  /** Of each node, the organizational units and accounts right below it. */
  readonly below: Readonly<Record<string, { readonly units: readonly string[]; readonly accounts: readonly string[] }>>;
  /** By type and policy. */
  readonly attached: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** By id. */
  readonly documents: Readonly<Record<string, Json>>;
  /** Accounts whose path the list of accounts tells. */
  readonly withPath: readonly string[];
  readonly states: Readonly<Record<string, string>>;
}

export const SCP = 'SERVICE_CONTROL_POLICY';
export const RCP = 'RESOURCE_CONTROL_POLICY';

const accounts = [management, member, '222233334444', '777788889999'];
const nodes = [root, prod, deep, ...accounts];

/** root (management) → prod (a member) → deep (another). */
export const estate: Estate = {
  types: [SCP, RCP],
  below: {
    [root]: { units: [prod], accounts: [management, '777788889999'] },
    [prod]: { units: [deep], accounts: [member] },
    [deep]: { units: [], accounts: ['222233334444'] },
  },
  attached: {
    [SCP]: { 'p-FullAWSAccess': nodes, 'p-guard0001': [prod], 'p-unused001': [] },
    [RCP]: { 'p-RCPFullAWSAccess': nodes },
  },
  documents: { 'p-FullAWSAccess': everything, 'p-RCPFullAWSAccess': everything, 'p-guard0001': guard, 'p-unused001': guard },
  withPath: [],
  states: { '777788889999': 'SUSPENDED' },
};

function pathTo(of: Estate, node: string): string {
  if (node.startsWith('r-')) return `${organization.id}/${node}/`;
  return `${pathTo(of, parentOf(of, node))}${node}/`;
}

function parentOf({ below }: Estate, node: string): string {
  return Object.entries(below).find(([, { units, accounts }]) => [...units, ...accounts].includes(node))?.[0] ?? '';
}

/** Organizations API Reference, the pattern of each ARN. What AWS itself keeps is of no account. */
function arnOf(resource: string): string {
  return `arn:aws:organizations::${resource.includes(organization.id) ? management : 'aws'}:${resource}`;
}

function arnTo(node: string): string {
  return arnOf(`${node.startsWith('r-') ? 'root' : node.startsWith('ou-') ? 'ou' : 'account'}/${organization.id}/${node}`);
}

const targetTypes = (id: string): string => (id.startsWith('r-') ? 'ROOT' : id.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT');

/** The pages of the answer to a task, as the API of that organization gives them: two elements on each. */
export function answers(of: Estate, { surface, args }: Task): readonly Json[] {
  if (!isJsonObject(args)) throw new Error('a task of the organization has arguments');
  if (surface === 'aws:caller-identity') return [{ Account: management, Arn: `arn:aws:iam::${management}:user/scan`, UserId: 'AIDASCAN' }];
  const type = surface === 'aws:service-control-policies' ? SCP : RCP;
  const attached = of.attached[type] ?? {};
  const summary = (id: string): JsonObject => ({
    Id: id,
    Type: type,
    Name: id.slice(2),
    AwsManaged: id.endsWith('FullAWSAccess'),
    Arn: arnOf(`policy/${id.endsWith('FullAWSAccess') ? '' : `${organization.id}/`}${type.toLowerCase()}/${id}`),
  });
  const below = of.below[text(args, 'parent')] ?? { units: [], accounts: [] };
  switch (args['call']) {
    case 'DescribeOrganization':
      return [{ Organization: { Id: organization.id, MasterAccountId: management, FeatureSet: 'ALL' } }];
    case 'ListRoots':
      return [
        { Roots: [{ Id: root, Arn: arnTo(root), Name: 'Root', PolicyTypes: of.types.map((each) => ({ Type: each, Status: 'ENABLED' })) }] },
      ];
    case 'ListAccounts':
      return [
        pageAt(
          args,
          'Accounts',
          Object.values(of.below).flatMap((each) =>
            each.accounts.map((Id) => ({
              Id,
              Arn: arnTo(Id),
              Name: `account ${Id}`,
              State: of.states[Id] ?? 'ACTIVE',
              ...(of.withPath.includes(Id) ? { Paths: [pathTo(of, Id)] } : {}),
            })),
          ),
        ),
      ];
    case 'ListOrganizationalUnitsForParent':
      return pages(
        'OrganizationalUnits',
        below.units.map((Id) => ({ Id, Arn: arnTo(Id), Name: Id, Path: pathTo(of, Id) })),
      );
    case 'ListAccountsForParent':
      return pages(
        'Accounts',
        below.accounts.map((Id) => ({ Id, Arn: arnTo(Id), State: 'ACTIVE', Paths: [pathTo(of, Id)] })),
      );
    case 'ListParents': {
      const id = parentOf(of, text(args, 'child'));
      return [{ Parents: [{ Id: id, Type: targetTypes(id) }] }];
    }
    case 'ListPolicies':
      return [pageAt(args, 'Policies', Object.keys(attached).map(summary))];
    case 'DescribePolicy': {
      const id = text(args, 'policy');
      return [{ Policy: { PolicySummary: summary(id), Content: JSON.stringify(of.documents[id]) } }];
    }
    case 'ListTargetsForPolicy':
      return [
        pageAt(
          args,
          'Targets',
          (attached[text(args, 'policy')] ?? []).map((TargetId) => ({
            TargetId,
            Arn: arnTo(TargetId),
            Name: TargetId,
            Type: targetTypes(TargetId),
          })),
        ),
      ];
    case 'ListDelegatedAdministrators':
      return [
        pageAt(args, 'DelegatedAdministrators', [
          { Id: member, Arn: arnTo(member), Name: 'audit', Status: 'ACTIVE', DelegationEnabledDate: '2025-03-01T00:00:00.000Z' },
        ]),
      ];
    case 'DescribeResourcePolicy':
      return [{ error: { name: 'ResourcePolicyNotFoundException', message: 'there is none' } }];
    case 'ListDelegatedServicesForAccount':
      return [{ DelegatedServices: [{ ServicePrincipal: 'sso.amazonaws.com', DelegationEnabledDate: '2025-03-01T00:00:00.000Z' }] }];
    case 'ListAWSServiceAccessForOrganization':
      return [
        {
          EnabledServicePrincipals: [{ ServicePrincipal: 'iam.amazonaws.com', DateEnabled: '2025-02-01T00:00:00.000Z' }],
          NextToken: 'more',
        },
        { EnabledServicePrincipals: [] },
      ];
    case 'ListOrganizationsFeatures':
      return [{ OrganizationId: organization.id, EnabledFeatures: ['RootSessions', 'RootCredentialsManagement'] }];
    default:
      throw new Error(`no answer to ${JSON.stringify(args)}`);
  }
}

const SIZE = 2;

/** One task's answer, whose pages the session goes through. */
function pages(list: string, all: readonly JsonObject[]): readonly Json[] {
  const count = Math.max(1, Math.ceil(all.length / SIZE));
  return Array.from({ length: count }, (_, at) => pageFrom(list, all, at * SIZE));
}

/** A page of its own task. */
function pageAt(args: JsonObject, list: string, all: readonly JsonObject[]): Json {
  return pageFrom(list, all, Number(args['token'] ?? 0));
}

function pageFrom(list: string, all: readonly JsonObject[], from: number): Json {
  return { [list]: all.slice(from, from + SIZE), ...(from + SIZE < all.length ? { NextToken: String(from + SIZE) } : {}) };
}

/** Every page that a scan reads, each task once: what the roots lead to, then what each stage plans. */
export function walk(of: Estate, settings: AwsSettings, roots: readonly Task[] = awsCore.roots(settings)): readonly RecordedPage[] {
  const all: RecordedPage[] = [];
  const known = new Set<string>();
  const seen = new FactTable();
  let tasks = roots;
  for (let stage = 0; ; stage++) {
    const before = known.size;
    const queue = [...tasks];
    for (const task of queue) {
      if (known.has(taskKey(task))) continue;
      known.add(taskKey(task));
      for (const body of answers(of, task)) {
        all.push({ task, body });
        const { facts, spawns } = awsCore.map(task, body);
        seen.add({ page: String(all.length), at: null, facts });
        queue.push(...(spawns ?? []));
      }
    }
    if (known.size === before) return all;
    tasks = awsCore.plan?.(seen, stage, settings) ?? [];
  }
}

/** Settings that read the organization and nothing else. */
export function settingsOf(more: v.InferInput<typeof awsSettings> = {}): AwsSettings {
  const surfaces = ['organization', 'service-control-policies', 'resource-control-policies', 'delegated-administrators'] as const;
  return v.parse(awsSettings, { surfaces, ...more });
}

export function mapAll(pages: readonly RecordedPage[]): readonly Mapped[] {
  return pages.map(({ task, body }) => awsCore.map(task, body));
}

export function describing(account: string): Task {
  return { boundary: `aws:${account}`, surface: 'aws:organization', args: { call: 'DescribeOrganization' } };
}

function text(args: JsonObject, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}
