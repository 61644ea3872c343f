import { awsCore } from '../../../../connectors/aws/core.ts';
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
  /** By type and node. */
  readonly attached: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** By id. */
  readonly documents: Readonly<Record<string, Json>>;
}

export const SCP = 'SERVICE_CONTROL_POLICY';
export const RCP = 'RESOURCE_CONTROL_POLICY';

/** root (management) → prod (a member) → deep (another). */
export const estate: Estate = {
  types: [SCP, RCP],
  below: {
    [root]: { units: [prod], accounts: [management, '777788889999'] },
    [prod]: { units: [deep], accounts: [member] },
    [deep]: { units: [], accounts: ['222233334444'] },
  },
  attached: {
    [SCP]: { [prod]: ['p-FullAWSAccess', 'p-guard0001'] },
    [RCP]: {},
  },
  documents: { 'p-FullAWSAccess': everything, 'p-RCPFullAWSAccess': everything, 'p-guard0001': guard },
};

const byDefault: Readonly<Record<string, string>> = { [SCP]: 'p-FullAWSAccess', [RCP]: 'p-RCPFullAWSAccess' };

/** The pages of the answer to a task, as the API of that organization gives them. */
export function answers(of: Estate, { surface, args }: Task): readonly Json[] {
  if (!isJsonObject(args)) throw new Error('a task of the organization has arguments');
  const type = surface === 'aws:service-control-policies' ? SCP : RCP;
  const summary = (id: string): JsonObject => ({
    Id: id,
    Type: type,
    Name: id.slice(2),
    AwsManaged: id.endsWith('FullAWSAccess'),
    Arn: `arn:${id}`,
  });
  const node = text(args, 'node');
  const list = of.attached[type]?.[node] ?? [byDefault[type] ?? ''];
  switch (args['call']) {
    case 'DescribeOrganization':
      return [{ Organization: { Id: organization.id, MasterAccountId: management, FeatureSet: 'ALL' } }];
    case 'ListRoots':
      return [{ Roots: [{ Id: root, Name: 'Root', PolicyTypes: of.types.map((each) => ({ Type: each, Status: 'ENABLED' })) }] }];
    case 'ListOrganizationalUnitsForParent':
      return [{ OrganizationalUnits: (of.below[text(args, 'parent')]?.units ?? []).map((Id) => ({ Id, Name: Id })) }];
    case 'ListAccountsForParent': {
      // one account a page, as the API may
      const all = of.below[text(args, 'parent')]?.accounts ?? [];
      return all.map((Id, at) => ({ Accounts: [{ Id, State: 'ACTIVE' }], ...(at + 1 < all.length ? { NextToken: String(at + 1) } : {}) }));
    }
    case 'ListParents': {
      const [id] = Object.entries(of.below).find(([, { units, accounts }]) => [...units, ...accounts].includes(text(args, 'child'))) ?? [
        '',
      ];
      return [{ Parents: [{ Id: id, Type: id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] }];
    }
    case 'ListPolicies':
      return [
        {
          Policies: Object.keys(of.documents)
            .filter((id) => id.startsWith('p-RCP') === (type === RCP))
            .map(summary),
        },
      ];
    case 'DescribePolicy': {
      const id = text(args, 'policy');
      return [{ Policy: { PolicySummary: summary(id), Content: JSON.stringify(of.documents[id]) } }];
    }
    case 'ListPoliciesForTarget': {
      const from = Number(args['token'] ?? 0);
      return [{ Policies: list.slice(from, from + 1).map(summary), ...(from + 1 < list.length ? { NextToken: String(from + 1) } : {}) }];
    }
    default:
      throw new Error(`no answer to ${JSON.stringify(args)}`);
  }
}

/** Every page that follows from a task, each task once. */
export function walk(of: Estate, roots: readonly Task[]): readonly RecordedPage[] {
  const pages: RecordedPage[] = [];
  const known = new Set<string>();
  const queue = [...roots];
  for (const task of queue) {
    if (known.has(taskKey(task))) continue;
    known.add(taskKey(task));
    for (const body of answers(of, task)) {
      pages.push({ task, body });
      queue.push(...(awsCore.map(task, body).spawns ?? []));
    }
  }
  return pages;
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
