import type { Json } from '../../src/base/json.ts';
import { diceOf } from '../estate/dice.ts';
import { ORGANIZATION, pathOf } from '../estate/organization.ts';
import type { Directory } from './directory.ts';
import { directoryOf } from './directory.ts';
import type { OrganizationOptions } from './options.ts';

export interface Place {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly state: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  /** Ids of the nodes from the root to the account's parent. */
  readonly parents: readonly string[];
}

export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

export interface OrganizationPolicy {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly type: PolicyType;
  readonly awsManaged: boolean;
  readonly document: Json;
  /** Ids of the root, units and accounts it is attached to. */
  readonly targets: readonly string[];
}

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
}

/** Whether anybody can still act in an account. */
export function inUse({ state }: Place): boolean {
  return state !== 'SUSPENDED';
}

/** What is kept of an organization: its tree, its policies, its people. The accounts' contents are not. */
export interface World {
  readonly options: OrganizationOptions;
  readonly id: string;
  readonly root: string;
  readonly management: string;
  readonly places: readonly Place[];
  readonly byId: ReadonlyMap<string, Place>;
  readonly units: readonly Unit[];
  readonly policies: readonly OrganizationPolicy[];
  readonly delegated: readonly { readonly account: string; readonly services: readonly string[] }[];
  readonly directory: Directory;
}

export const MANAGEMENT = '111122223333';
const ROOT = 'r-acme';

/** The same organization for the same options, everywhere. */
export function organizationOf(options: OrganizationOptions): World {
  const dice = diceOf(options.seed);
  const units = new Map<string, Unit>();
  const attached = new Map<Json, { readonly name: string; readonly targets: Set<string> }>();
  function attach(node: string, documents: readonly Json[]): void {
    for (const document of documents) {
      const held = attached.get(document) ?? { name: `guardrail-${attached.size}`, targets: new Set<string>() };
      held.targets.add(node);
      attached.set(document, held);
    }
  }
  const places = Array.from({ length: options.accounts }, (_, index): Place => {
    const id = index === 0 ? MANAGEMENT : `${3 + dice.roll(6)}${String(index).padStart(4, '0')}${String(dice.roll(1e7)).padStart(7, '0')}`;
    const name = index === 0 ? 'acme management' : `acme ${dice.pick(['orders', 'data', 'risk', 'web', 'media', 'core'])} ${index}`;
    const [top, ...rest] = pathOf(dice, id);
    const own = rest.pop();
    if (top === undefined || own === undefined) throw new Error('an account has a root above it and a node of its own');
    attach(ROOT, top.policies);
    attach(id, own.policies);
    const parents = [ROOT];
    // Nobody can detach the last service control policy of a unit: accounts of the unit that has none stand below the root.
    for (const node of index === 0 ? [] : rest.filter((each) => each.policies.length > 0)) {
      const unit: Unit = { id: unitId(node.id), name: node.id.slice(3), parent: parents.at(-1) ?? ROOT };
      units.set(unit.id, unit);
      attach(unit.id, node.policies);
      parents.push(unit.id);
    }
    return { index, id, name, state: stateOf(index), parents };
  });
  const nodes = [ROOT, ...units.keys(), ...places.map(({ id }) => id)];
  const management = MANAGEMENT;
  return {
    options,
    id: ORGANIZATION,
    root: ROOT,
    management,
    places,
    byId: new Map(places.map((place) => [place.id, place])),
    units: [...units.values()],
    policies: [...[...attached].map(([document, held], at) => serviceControl(document, held, at)), ...resourceControls(nodes)],
    delegated: places.slice(1, 3).map(({ id }, at) => ({
      account: id,
      services: at === 0 ? ['securityhub.amazonaws.com', 'guardduty.amazonaws.com'] : ['sso.amazonaws.com'],
    })),
    directory: directoryOf(
      options.seed,
      places.filter(inUse).map(({ id }) => id),
    ),
  };
}

function stateOf(index: number): Place['state'] {
  if (index === 0) return 'ACTIVE';
  return index % 97 === 96 ? 'SUSPENDED' : index % 251 === 250 ? 'PENDING_CLOSURE' : 'ACTIVE';
}

function unitId(name: string): string {
  return `ou-acme-${name.slice(3).replaceAll('-', '').padEnd(8, '0')}`;
}

function serviceControl(
  document: Json,
  held: { readonly name: string; readonly targets: ReadonlySet<string> },
  at: number,
): OrganizationPolicy {
  const type = 'SERVICE_CONTROL_POLICY';
  const targets = [...held.targets];
  const full = JSON.stringify(document) === JSON.stringify(fullAccess);
  if (full)
    return {
      id: 'p-FullAWSAccess',
      arn: managedArn(type, 'p-FullAWSAccess'),
      name: 'FullAWSAccess',
      type,
      awsManaged: true,
      document,
      targets,
    };
  const id = `p-acme${String(at).padStart(6, '0')}`;
  return { id, arn: ownArn(type, id), name: held.name, type, awsManaged: false, document, targets };
}

const fullAccess: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

// AWS attaches RCPFullAWSAccess to the root, every unit and every account when the type is switched on.
function resourceControls(nodes: readonly string[]): readonly OrganizationPolicy[] {
  const type = 'RESOURCE_CONTROL_POLICY';
  const full: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
  const ours: Json = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OursOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:*', 'sts:AssumeRole', 'secretsmanager:*', 'kms:*'],
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
  };
  const fullId = 'p-RCPFullAWSAccess';
  return [
    { id: fullId, arn: managedArn(type, fullId), name: 'RCPFullAWSAccess', type, awsManaged: true, document: full, targets: nodes },
    {
      id: 'p-acmercp001',
      arn: ownArn(type, 'p-acmercp001'),
      name: 'ours-only',
      type,
      awsManaged: false,
      document: ours,
      targets: nodes.slice(1, 2),
    },
  ];
}

function managedArn(type: PolicyType, id: string): string {
  return `arn:aws:organizations::aws:policy/${type.toLowerCase()}/${id}`;
}

function ownArn(type: PolicyType, id: string): string {
  return `arn:aws:organizations::${MANAGEMENT}:policy/${ORGANIZATION}/${type.toLowerCase()}/${id}`;
}
