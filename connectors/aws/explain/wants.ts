import type { FactIndex } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PermissionsBoundaryFact, WorkloadFact } from '../facts.ts';
import { profileName } from '../facts.ts';
import { groupName, policyName, reachingName } from './mentions.ts';

/** Who stands at the ends of an element. */
export function endsOf(element: Grant | Link): readonly string[] {
  return element.type === 'grant' ? [element.subject] : [element.from, element.to];
}

/**
 * The names of the facts that bear on an element. At most three rounds: its identities, source and scope; the groups, policies and
 * permissions boundaries that those tell of; the policies of the groups, and one that its own account did not list wherever else it is.
 */
export function explainWants(element: Grant | Link, facts: FactIndex, asked: ReadonlySet<string>): Iterable<string> {
  const ends = endsOf(element);
  const parts = partsOf(element);
  const names = new Set(['', ...ends, element.source.id, ...element.source.id.split('|'), ...parts]);
  if (element.escalation !== undefined) names.add(reachingName(element.boundary));
  if (element.type === 'grant') {
    names.add(element.scope);
    names.add(bucketOf(element.scope));
    for (const { to } of element.through) names.add(to);
  }
  for (const end of ends) if (end.startsWith('federated:')) names.add(end.slice('federated:'.length).split('|')[0] ?? end);
  const holders = new Set(ends);
  for (const { key, value } of facts.ofKind('workload')) {
    const told = value as unknown as WorkloadFact;
    if (told.type !== 'workload' && told.role !== null && holders.has(told.role)) {
      names.add(told.type === 'instance-profile' ? profileName(key) : key);
    }
  }
  for (const fact of facts.ofKind('membership')) {
    const { user, groupName: group } = fact.value as unknown as MembershipFact;
    if (holders.has(user)) names.add(groupName(fact.boundary, group));
  }
  const groups = new Set(parts.filter((each) => each.includes(':group/')));
  for (const { boundary, value } of facts.ofKind('identity')) {
    if (value.kind === 'group' && names.has(groupName(boundary, value.name))) groups.add(value.id);
  }
  for (const { boundary, value } of facts.ofKind('attachment')) {
    const { principal, policy } = value as unknown as AttachmentFact;
    if (holders.has(principal) || groups.has(principal)) addPolicy(boundary, policy);
  }
  for (const { boundary, value } of facts.ofKind('limiter')) {
    const { type, principal, policy } = value as unknown as PermissionsBoundaryFact;
    if (type === 'permissions-boundary' && holders.has(principal)) addPolicy(boundary, policy);
  }
  return names;

  /** First as its own account tells it; only where that does not, as whatever account does. */
  function addPolicy(boundary: BoundaryId, policy: string): void {
    const own = policyName(boundary, policy);
    names.add(own);
    if (asked.has(own) && facts.find('policy', boundary, policy) === undefined) names.add(policy);
  }
}

/** What the key of an element names by ARN: behind a pool also what it no longer names itself, as the group that is joined. */
export function partsOf({ key }: Pick<Grant | Link, 'key'>): readonly string[] {
  return key.split(/\|| \+ /).filter((each) => each.startsWith('arn:'));
}

/** What is in a bucket is guarded by the bucket's policy. */
export function bucketOf(scope: string): string {
  if (scope.split(':', 3)[2] !== 's3') return scope;
  const slash = scope.indexOf('/');
  return slash < 0 ? scope : scope.slice(0, slash);
}
