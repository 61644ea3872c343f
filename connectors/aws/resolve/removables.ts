import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Removable } from '../../../src/contract/connector.ts';
import type { FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type {
  AttachmentFact,
  MembershipFact,
  OrganizationPolicyFact,
  OrganizationTargetsFact,
  PermissionsBoundaryFact,
  PolicyFact,
  WorkloadFact,
} from '../facts.ts';
import type { DirectoryMembershipFact, EntitlementFact } from '../identity-center-facts.ts';
import { identityCenterFact } from '../identity-center-facts.ts';
import type { RolesAnywhereProfileFact, TrustAnchorFact } from '../surfaces/regional/facts.ts';
import { isKmsGrant } from '../surfaces/regional/facts.ts';
import { assignmentName, boundaryName, targetName, trustName } from './without.ts';
import { People } from './removable-people.ts';

type Named = Omit<Removable, 'of' | 'limits'> & Partial<Pick<Removable, 'of' | 'limits'>>;

/**
 * All that a person could take away of AWS accounts, organizations and IAM Identity Center. A managed policy stands for all its
 * attachments: where it is a permissions boundary it stays, which is a removable of its own. `POLICY@PRINCIPAL` and `GROUP@USER` take ARNs
 * and plain names on either side.
 */
export function* awsRemovables(facts: FactIndex): Iterable<Removable> {
  for (const each of everything(ownOf(facts))) yield { of: [], limits: false, ...each };
}

/** A capture may hold other systems' facts of the same kinds: what they hold has other forms. */
function ownOf(facts: FactIndex): FactIndex {
  return {
    *ofKind(kind) {
      for (const fact of facts.ofKind(kind)) if (fact.boundary.startsWith('aws:')) yield fact;
    },
    find: (kind, boundary, key) => (boundary.startsWith('aws:') ? facts.find(kind, boundary, key) : undefined),
    boundaries: facts.boundaries.filter((each) => each.startsWith('aws:')),
    size: facts.size,
  };
}

function* everything(facts: FactIndex): Iterable<Named> {
  yield* attachments(facts);
  for (const fact of facts.ofKind('policy')) yield* inlinePolicy(fact);
  const people = new People(facts);
  for (const fact of facts.ofKind('membership')) {
    const told = identityCenterFact(fact.value);
    if (told === undefined) yield membership(fact);
    else if (told.type === 'directory-membership') yield directoryMembership(told, people);
  }
  for (const { key } of facts.ofKind('trust')) {
    yield {
      without: [trustName(key)],
      kind: 'trust-policy',
      text: `trust policy of ${holderText(key)}`,
      names: [trustName(key)],
      of: [key],
    };
  }
  for (const fact of facts.ofKind('limiter')) yield* limiter(fact, facts);
  for (const fact of facts.ofKind('resource-policy')) yield resourcePolicy(fact);
  for (const fact of facts.ofKind('assignment')) yield* assignment(fact, people);
  for (const fact of facts.ofKind('workload')) yield workload(fact);
  for (const { key, value } of facts.ofKind('provider')) yield* provider(key, value);
}

/** What IAM Roles Anywhere lets in by. */
function* provider(key: string, value: Json): Iterable<Named> {
  if (!isJsonObject(value)) return;
  const { type, name } = value as unknown as TrustAnchorFact | RolesAnywhereProfileFact;
  if (type === 'trust-anchor' || type === 'roles-anywhere-profile')
    yield { without: [key], kind: type, text: `${words(type)} ${name}`, names: [key] };
}

function* attachments(facts: FactIndex): Iterable<Named> {
  const everywhere = new Map<string, { readonly name: string; readonly keys: [string, ...string[]] }>();
  for (const { key, value } of facts.ofKind('attachment')) {
    const { principal, policy, policyName } = value as unknown as AttachmentFact;
    const known = everywhere.get(policy);
    if (known === undefined) everywhere.set(policy, { name: policyName, keys: [key] });
    else known.keys.push(key);
    yield {
      without: [key],
      kind: 'attachment',
      text: `${policyName} attached to ${holderText(principal)}`,
      names: [key, ...pairs([policy, policyName], principal)],
      of: [principal],
    };
  }
  for (const [arn, { name, keys }] of everywhere) {
    const owner = arn.split(':')[4];
    const text = `managed policy ${name}${owner === 'aws' ? ' of AWS' : ''}, wherever it is attached`;
    yield { without: keys, kind: 'managed-policy', text, names: [arn, name] };
  }
}

function* inlinePolicy({ key, value }: FactOfKind<'policy'>): Iterable<Named> {
  const { managed, owner, name } = value as unknown as PolicyFact;
  if (managed !== 'inline' || owner === null) return;
  const text = `inline policy ${name} of ${holderText(owner)}`;
  yield { without: [key], kind: 'inline-policy', text, names: [key, ...pairs([name], owner)], of: [owner] };
}

function membership({ key, value }: FactOfKind<'membership'>): Named {
  const { user, groupName } = value as unknown as MembershipFact;
  const group = `${user.slice(0, user.indexOf(':user/'))}:group/${groupName}`;
  const text = `membership of ${holderText(user)} in group ${groupName}`;
  return { without: [key], kind: 'membership', text, names: [key, ...pairs([group, groupName], user)], of: [user, group] };
}

function directoryMembership({ user, group }: DirectoryMembershipFact, people: People): Named {
  const text = `membership of ${people.textOf(user)} in ${people.textOf(group)}`;
  const id = `membership|${user}|${group}`;
  const names = people.namesOf(group).flatMap((one) => people.namesOf(user).map((two) => `${one}@${two}`));
  return { without: [id], kind: 'membership', text, names: [id, `${user}|${group}`, ...names], of: [user, group] };
}

function* limiter({ key, value: json }: FactOfKind<'limiter'>, facts: FactIndex): Iterable<Named> {
  const value = json as unknown as PermissionsBoundaryFact | OrganizationPolicyFact | OrganizationTargetsFact;
  if (value.type === 'permissions-boundary') {
    const name = boundaryName(key);
    const text = `permissions boundary ${lastName(value.policy)} of ${holderText(key)}`;
    const names: [string, ...string[]] = [name, ...pairs([value.policy, lastName(value.policy)], key)];
    yield { without: [name], kind: 'permissions-boundary', text, names, of: [key], limits: true };
  } else if (value.type === 'service-control-policy' || value.type === 'resource-control-policy') {
    const { type, id, name } = value;
    yield { without: [key], kind: type, text: `${words(type)} ${name}`, names: [key, id, name], limits: true };
  } else if (value.type === 'organization-targets') {
    const { policyType: type, policy, nodes } = value;
    const name = policyName(facts, type, policy);
    for (const node of nodes) {
      const text = `${words(type)} ${name} on ${node}`;
      const id = targetName(type, policy, node);
      yield { without: [id], kind: `${type}-attachment`, text, names: [id, `${policy}@${node}`, `${name}@${node}`], limits: true };
    }
  }
}

function policyName(facts: FactIndex, type: string, id: string): string {
  for (const boundary of facts.boundaries) {
    const fact = facts.find('limiter', boundary, `${type}|${id}`);
    if (fact !== undefined) return (fact.value as unknown as OrganizationPolicyFact).name;
  }
  return id;
}

/** A policy that denies limits as well: what goes with it is worked out like everything else. */
function resourcePolicy({ key, value }: FactOfKind<'resource-policy'>): Named {
  if (isKmsGrant(value)) {
    const { name, grantId, resource } = value;
    return { without: [key], kind: 'kms-grant', text: `KMS grant ${name ?? grantId} on ${resource}`, names: [key, grantId] };
  }
  const id = `${key}|policy`;
  return { without: [id], kind: 'resource-policy', text: `resource policy of ${key}`, names: [id, key] };
}

function* assignment({ key, value }: FactOfKind<'assignment'>, people: People): Iterable<Named> {
  const told = identityCenterFact(value);
  if (told?.type === 'assignment') {
    const id = assignmentName(told);
    const who = people.arnOf(told.principalType, told.principal);
    const set = people.setName(told.permissionSet);
    const text = `permission set ${set} of ${people.textOf(who)} in account ${told.account}`;
    const names = people.namesOf(who).map((name) => `${set}@${name}@${told.account}`);
    // one assignment may stand in several lists; it is told by the first of them alone
    if (people.isFirst(id)) yield { without: [id], kind: 'assignment', text, names: [id, ...names], of: [who] };
  } else if (told?.type === 'entitlement') yield entitlement(key, told, people);
}

function entitlement(key: string, { id, role, principalType, principal }: EntitlementFact, people: People): Named {
  const who = people.arnOf(principalType, principal);
  const text = `entitlement of ${people.textOf(who)} to role ${lastName(role)}`;
  return { without: [key], kind: 'entitlement', text, names: [key, id], of: [who] };
}

function workload({ key, value }: FactOfKind<'workload'>): Named {
  const told = value as unknown as WorkloadFact;
  const kind = told.type === 'workload' ? told.kind : told.type;
  return { without: [key], kind, text: `${words(kind)} ${told.name}`, names: [key] };
}

/** `POLICY@PRINCIPAL`, with each of the names on the left and both of those on the right. */
function pairs(left: readonly string[], principal: string): readonly string[] {
  const name = lastName(principal);
  return left.flatMap((each) => [`${each}@${principal}`, `${each}@${name}`]);
}

/** `role deploy` */
function holderText(arn: string): string {
  const kind = /:(user|group|role)\//.exec(arn)?.[1];
  return kind === undefined ? arn : `${kind} ${lastName(arn)}`;
}

function lastName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function words(kind: string): string {
  return kind.replaceAll('-', ' ');
}
