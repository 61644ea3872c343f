import { byKeys } from '../../base/order.ts';
import type { BacklogItem } from '../../model/backlog.ts';
import type { StateResource } from './terraform-state.ts';

type Told = BacklogItem['terraform'][number];

/**
 * Where a state manages what an item changes, and what to do there. A resource is named only where its attributes say exactly the ids of the thing; names alone
 * count only where the state shows that it manages the same account. What is not sure is left out.
 */
export function terraformOf(
  item: Pick<BacklogItem, 'rootCause'>,
  resources: readonly StateResource[],
  file: string | null,
): readonly Told[] {
  const parts = item.rootCause.id.split(/[|#]/);
  const account = accountOf(parts[0] ?? '');
  const ofAccount = account !== null && accountsIn(resources).size === 1 && accountsIn(resources).has(account);
  return resources
    .flatMap((resource) => {
      const text = textFor(resource, parts, ofAccount);
      return text === null ? [] : [{ address: resource.address, file, text }];
    })
    .sort(byKeys(({ address }) => address));
}

function textFor({ type, attributes }: StateResource, parts: readonly string[], ofAccount: boolean): string | null {
  const [first = '', second = '', third = ''] = parts;
  const holder = lastName(first);
  const holds = (key: string): boolean => ofAccount && attributes[key] === holder;
  const lists = (key: string, name: string): boolean =>
    ofAccount && Array.isArray(attributes[key]) && (attributes[key] as readonly string[]).includes(name);
  switch (type) {
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
    case 'aws_iam_group_policy_attachment': {
      const key = /^aws_iam_(role|user|group)_/.exec(type)?.[1] ?? '';
      return first.includes(`:${key}/`) && holds(key) && attributes['policy_arn'] === second ? removeBlock : null;
    }
    case 'aws_iam_policy_attachment': {
      const key = /:(role|user|group)\//.exec(first)?.[1];
      return key !== undefined && lists(`${key}s`, holder) && attributes['policy_arn'] === second ? `take ${holder} out of ${key}s` : null;
    }
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
    case 'aws_iam_group_policy': {
      const key = /^aws_iam_(role|user|group)_/.exec(type)?.[1] ?? '';
      return second === 'inline' && first.includes(`:${key}/`) && holds(key) && attributes['name'] === third ? removeBlock : null;
    }
    case 'aws_iam_user_login_profile':
      return second === 'password' && first.includes(':user/') && holds('user') ? removeBlock : null;
    case 'aws_iam_user_group_membership':
      return first.includes(':user/') && second.includes(':group/') && holds('user') && lists('groups', lastName(second))
        ? `take ${lastName(second)} out of groups`
        : null;
    case 'aws_iam_group_membership':
      return first.includes(':user/') &&
        second.includes(':group/') &&
        ofAccount &&
        attributes['group'] === lastName(second) &&
        lists('users', holder)
        ? `take ${holder} out of users`
        : null;
    case 'aws_iam_role':
    case 'aws_iam_user':
      if (attributes['arn'] !== first) return null;
      if (second === 'trust') return 'change assume_role_policy';
      if (second === '') return removeBlock;
      return null;
    default:
      return byDirectoryIds(type, attributes, parts);
  }
}

const removeBlock = 'remove the block, or what makes it (count, for_each)';

/** What is known by ids that are unique in the world: every one of them has to be named by the resource. */
function byDirectoryIds(type: string, attributes: StateResource['attributes'], parts: readonly string[]): string | null {
  const wanted = directoryTypes[type];
  if (wanted === undefined) return null;
  const ids = parts.flatMap(
    (part) =>
      part
        .toLowerCase()
        .match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)
        ?.slice(-1) ?? [],
  );
  const own = wanted.map((key) => attributes[key]);
  if (own.some((each) => typeof each !== 'string')) return null;
  return own.every((each) => ids.some((id) => (each as string).toLowerCase().split('/').includes(id))) ? removeBlock : null;
}

/** Attributes that together are the thing. */
const directoryTypes: Readonly<Record<string, readonly string[]>> = {
  azuread_application_certificate: ['key_id'],
  azuread_application_password: ['key_id'],
  azuread_directory_role_assignment: ['principal_object_id', 'role_id'],
  azuread_directory_role_eligibility_schedule_request: ['principal_id', 'role_definition_id'],
  azuread_group_member: ['group_object_id', 'member_object_id'],
  azuread_service_principal_password: ['key_id'],
  azurerm_role_assignment: ['principal_id', 'role_definition_id', 'scope'],
};

function accountsIn(resources: readonly StateResource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ attributes }) => (typeof attributes['arn'] === 'string' ? (accountOf(attributes['arn']) ?? []) : [])),
  );
}

/** Of an ARN, as AWS has it in its fifth part; `null`: it names none. */
function accountOf(arn: string): string | null {
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null;
}

function lastName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
