import type { Asked, Service } from './answer.ts';
import { given, page, ServiceError, sizeOf, tokenAt } from './answer.ts';
import type { OrganizationPolicy, Place, World } from './world.ts';
import type { Value } from './xml.ts';

const MOST = 20;
const EMPTY = 'empty:';

export function organizationsService(world: World): Service {
  return (asked) => {
    const may = asked.account === world.management || world.delegated.some(({ account }) => account === asked.account);
    if (!may && asked.operation !== 'DescribeOrganization')
      throw new ServiceError('AccessDeniedException', "You don't have permissions to access this resource.");
    return answer(world, asked);
  };
}

function answer(world: World, asked: Asked): Value {
  const { operation, input } = asked;
  switch (operation) {
    case 'DescribeOrganization': {
      const arn = `arn:aws:organizations::${world.management}:organization/${world.id}`;
      const MasterAccountArn = `arn:aws:organizations::${world.management}:account/${world.id}/${world.management}`;
      return {
        Organization: {
          Id: world.id,
          Arn: arn,
          FeatureSet: 'ALL',
          MasterAccountArn,
          MasterAccountId: world.management,
          MasterAccountEmail: 'aws@acme.example',
        },
      };
    }
    case 'ListAccounts':
      return accounts(world, asked);
    case 'ListRoots': {
      const PolicyTypes = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'].map((Type) => ({ Type, Status: 'ENABLED' }));
      return {
        Roots: [
          { Id: world.root, Arn: `arn:aws:organizations::${world.management}:root/${world.id}/${world.root}`, Name: 'Root', PolicyTypes },
        ],
      };
    }
    case 'ListOrganizationalUnitsForParent': {
      const parent = given(asked, 'ParentId');
      const all = world.units
        .filter((unit) => unit.parent === parent)
        .map((unit) => ({ Id: unit.id, Arn: targetArn(world, unit.id), Name: unit.name }));
      return paged('OrganizationalUnits', all, asked);
    }
    case 'ListAccountsForParent': {
      const parent = given(asked, 'ParentId');
      const all = world.places.filter((place) => place.parents.at(-1) === parent);
      return paged(
        'Accounts',
        all.map((place) => account(world, place)),
        asked,
      );
    }
    case 'ListParents': {
      const child = given(asked, 'ChildId');
      const parent = world.byId.get(child)?.parents.at(-1) ?? world.units.find(({ id }) => id === child)?.parent;
      if (parent === undefined) throw new ServiceError('ChildNotFoundException', `there is no ${child}`);
      return { Parents: [{ Id: parent, Type: parent === world.root ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
    }
    case 'ListPolicies':
      return paged('Policies', world.policies.filter(({ type }) => type === input['Filter']).map(summary), asked);
    case 'ListPoliciesForTarget': {
      const target = given(asked, 'TargetId');
      const all = world.policies.filter(({ type, targets }) => type === input['Filter'] && targets.includes(target));
      return paged('Policies', all.map(summary), asked);
    }
    case 'DescribePolicy': {
      const policy = policyAt(world, asked);
      return { Policy: { PolicySummary: summary(policy), Content: JSON.stringify(policy.document) } };
    }
    case 'ListTargetsForPolicy':
      return paged(
        'Targets',
        policyAt(world, asked).targets.map((id) => ({ TargetId: id, Arn: targetArn(world, id), Name: id, Type: kindOf(world, id) })),
        asked,
      );
    case 'ListDelegatedAdministrators':
      return paged(
        'DelegatedAdministrators',
        world.delegated.map((each) => ({
          Id: each.account,
          Name: world.byId.get(each.account)?.name,
          Status: 'ACTIVE',
          DelegationEnabledDate: 1_709_280_000,
        })),
        asked,
      );
    case 'DescribeResourcePolicy':
      throw new ServiceError('ResourcePolicyNotFoundException', 'there is no resource-based delegation policy');
    case 'ListDelegatedServicesForAccount': {
      const services = world.delegated.find((each) => each.account === given(asked, 'AccountId'))?.services ?? [];
      return paged(
        'DelegatedServices',
        services.map((ServicePrincipal) => ({ ServicePrincipal, DelegationEnabledDate: 1_709_280_000 })),
        asked,
      );
    }
    case 'ListAWSServiceAccessForOrganization':
      return paged(
        'EnabledServicePrincipals',
        ['sso.amazonaws.com', 'cloudtrail.amazonaws.com', 'guardduty.amazonaws.com'].map((ServicePrincipal) => ({
          ServicePrincipal,
          DateEnabled: 1_709_280_000,
        })),
        asked,
      );
    default:
      return undefined;
  }
}

// The page after the first is empty and has a token: AWS says that such pages are to be expected.
function accounts(world: World, { input }: Asked): Value {
  const token = input['NextToken'];
  const size = sizeOf(input['MaxResults'], MOST);
  if (typeof token === 'string' && token.startsWith(EMPTY)) return { Accounts: [], NextToken: token.slice(EMPTY.length) };
  const { items, next } = page(world.places, token, size);
  const NextToken = token === undefined && next !== undefined ? `${EMPTY}${tokenAt(size)}` : next;
  return { Accounts: items.map((place) => account(world, place)), NextToken };
}

function account(world: World, { id, name, state, parents, index }: Place): Value {
  return {
    Id: id,
    Arn: `arn:aws:organizations::${world.management}:account/${world.id}/${id}`,
    Email: `aws+${index}@acme.example`,
    Name: name,
    State: state,
    Paths: [`${[world.id, ...parents, id].join('/')}/`],
    JoinedMethod: 'CREATED',
    JoinedTimestamp: 1_640_995_200,
  };
}

function policyAt(world: World, asked: Asked): OrganizationPolicy {
  const id = given(asked, 'PolicyId');
  const policy = world.policies.find((each) => each.id === id);
  if (policy === undefined) throw new ServiceError('PolicyNotFoundException', `there is no ${id}`);
  return policy;
}

function summary({ id, arn, name, type, awsManaged }: OrganizationPolicy): Value {
  return { Id: id, Arn: arn, Name: name, Description: '', Type: type, AwsManaged: awsManaged };
}

function kindOf(world: World, id: string): string {
  return id === world.root ? 'ROOT' : world.byId.has(id) ? 'ACCOUNT' : 'ORGANIZATIONAL_UNIT';
}

function targetArn(world: World, id: string): string {
  return `arn:aws:organizations::${world.management}:${{ ROOT: 'root', ACCOUNT: 'account' }[kindOf(world, id)] ?? 'ou'}/${world.id}/${id}`;
}

function paged(member: string, all: readonly Value[], { input }: Asked): Value {
  const { items, next } = page(all, input['NextToken'], sizeOf(input['MaxResults'], MOST));
  return { [member]: items, NextToken: next };
}
