import type { Json } from '../../../src/base/json.ts';
import type { FactIndex, FactKind, FactOfKind } from '../../../src/model/fact.ts';
import type { FactKey } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, OrganizationPolicyListFact, OrganizationTargetsFact } from '../facts.ts';
import type { AssignmentFact, DirectoryMembershipFact } from '../identity-center-facts.ts';
import { identityCenterFact } from '../identity-center-facts.ts';
import { splitArn } from './arn.ts';

/** Kinds of facts that can be left out; identities and what describes them stay. */
const sources: ReadonlySet<FactKind> = new Set([
  'policy',
  'attachment',
  'membership',
  'trust',
  'limiter',
  'resource-policy',
  'assignment',
  'workload',
  'provider',
]);

/** The names of a role's trust and of a permissions boundary, whose facts have the principal's own name as their keys. */
export function trustName(role: string): string {
  return `${role}|trust`;
}
export function boundaryName(principal: string): string {
  return `${principal}|permissions-boundary`;
}

/** A policy of an organization on one of its nodes. */
export function targetName(type: string, policy: string, node: string): string {
  return `${type}|${policy}@${node}`;
}

export function assignmentName({ permissionSet, account, principalType, principal }: Omit<AssignmentFact, 'type' | 'listing'>): string {
  return `assignment|${permissionSet}|${account}|${principalType}|${principal}`;
}

/**
 * The facts as they would be were those of some keys gone. A fact goes by its key or by the id of the source that it is; one key may be
 * that of several facts (a role's trust policy and its permissions boundary), which {@link trustName} and {@link boundaryName} tell apart.
 * An attachment goes with the policy it attaches, an assignment from every list that it stands in, a policy of an organization from the
 * lists that tell of it: what was taken away is not the same as what was not listed.
 */
export function leavingOut(facts: FactIndex, without: ReadonlySet<FactKey>): FactIndex {
  if (without.size === 0) return facts;
  return {
    *ofKind<K extends FactKind>(kind: K) {
      const leavable = sources.has(kind);
      for (const fact of facts.ofKind(kind)) {
        const left = leavable ? leftOf(fact, without) : fact;
        if (left !== undefined) yield left;
      }
    },
    find(kind, boundary, key) {
      const fact = facts.find(kind, boundary, key);
      return fact === undefined || !sources.has(kind) ? fact : leftOf(fact, without);
    },
    boundaries: facts.boundaries,
    size: facts.size,
    ...(facts.saidAt === undefined ? {} : { saidAt: (page) => facts.saidAt?.(page) ?? null }),
  };
}

/** What is left of a fact; `undefined`: nothing. */
function leftOf<K extends FactKind>(fact: FactOfKind<K>, without: ReadonlySet<FactKey>): FactOfKind<K> | undefined {
  if (without.has(fact.key)) return undefined;
  for (const name of namesOf(fact)) if (without.has(name)) return undefined;
  return fact.kind === 'limiter' ? narrowed(fact, without) : fact;
}

/** By what a fact goes beside its key. */
function* namesOf({ kind, key, value }: FactOfKind<FactKind>): Iterable<string> {
  switch (kind) {
    case 'attachment':
      yield (value as unknown as AttachmentFact).policy;
      break;
    case 'trust':
      yield trustName(key);
      break;
    case 'resource-policy':
      yield `${key}|policy`;
      break;
    case 'membership':
      yield* membershipNames(value);
      break;
    case 'assignment': {
      const told = identityCenterFact(value);
      if (told?.type === 'assignment') yield assignmentName(told);
      break;
    }
    case 'limiter': {
      const told = value as unknown as LimiterValue;
      if (told.type === 'permissions-boundary') yield boundaryName(key);
      else if (told.type === 'organization-targets') yield `${told.policyType}|${told.policy}`;
      break;
    }
    default:
  }
}

type LimiterValue = OrganizationTargetsFact | OrganizationPolicyListFact | { readonly type: 'permissions-boundary' };

/** The sources of a membership: of a directory, and of a group of IAM that nobody listed. */
function* membershipNames(value: Json): Iterable<string> {
  const told = identityCenterFact(value);
  if (told?.type === 'directory-membership') {
    const { user, group }: DirectoryMembershipFact = told;
    yield `membership|${user}|${group}`;
    return;
  }
  const { user, groupName } = value as unknown as MembershipFact;
  const arn = splitArn(user);
  if (arn !== undefined) yield `${user}|arn:${arn.partition}:iam::${arn.account}:group/${groupName}`;
}

/** A list of an organization's policies, or of where one is attached, without what was taken away; the same fact where that is none of it. */
function narrowed<K extends FactKind>(fact: FactOfKind<K>, without: ReadonlySet<FactKey>): FactOfKind<K> {
  const value = fact.value as unknown as LimiterValue;
  if (value.type === 'organization-policies') {
    const policies = value.policies.filter((id) => !without.has(`${value.policyType}|${id}`));
    return policies.length === value.policies.length ? fact : { ...fact, value: { ...value, policies } };
  }
  if (value.type === 'organization-targets') {
    const nodes = value.nodes.filter((node) => !without.has(targetName(value.policyType, value.policy, node)));
    return nodes.length === value.nodes.length ? fact : { ...fact, value: { ...value, nodes } };
  }
  return fact;
}
