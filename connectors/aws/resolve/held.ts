import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { Evidence, Fact, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { Source, Step } from '../../../src/model/grant.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PolicyFact } from '../facts.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';

/** One policy that a principal has, by itself or through a group. */
export interface PolicyHeld {
  readonly source: Source;
  /** `null`: nobody listed it, and `unlisted` says so. */
  readonly document: PolicyDocument | null;
  readonly unlisted: string | null;
  readonly policy: string;
  readonly through: readonly Step[];
  readonly evidence: readonly Evidence[];
}

/** The first of the pages that say it, in the order of their ids. */
export function firstPage(fact: Fact): readonly Evidence[] {
  if (fact.pages.length < 2) return fact.pages;
  return [...fact.pages]
    .sort(
      byKeys(
        (each) => each.page,
        (each) => each.pointer,
      ),
    )
    .slice(0, 1);
}

interface ReadPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly evidence: readonly Evidence[];
}
export interface PolicyReader {
  /** A managed policy by key. */
  find(key: string, boundary: BoundaryId): ReadPolicy | undefined;
  read(fact: FactOfKind<'policy'>): ReadPolicy;
}

/** Reads policies once each. Default versions only. A managed policy of AWS is looked up in the asking boundary first, then in any. */
export function policyReader(facts: FactIndex, documents: PolicyDocuments): PolicyReader {
  const anywhere = new Map<string, FactOfKind<'policy'>>();
  for (const fact of facts.ofKind('policy')) {
    if (!fact.key.startsWith('arn:') || fact.key.includes('|inline|')) continue;
    const before = anywhere.get(fact.key);
    if (before === undefined || byCodeUnit(fact.boundary, before.boundary) < 0) anywhere.set(fact.key, fact);
  }
  const known = new Map<FactOfKind<'policy'>, ReadPolicy>();
  function read(fact: FactOfKind<'policy'>): ReadPolicy {
    let policy = known.get(fact);
    if (policy === undefined) {
      policy = readPolicyFact(fact, documents);
      known.set(fact, policy);
    }
    return policy;
  }
  function find(key: string, boundary: BoundaryId): ReadPolicy | undefined {
    const fact = facts.find('policy', boundary, key) ?? anywhere.get(key);
    return fact === undefined ? undefined : read(fact);
  }
  return { find, read };
}

function readPolicyFact(fact: FactOfKind<'policy'>, documents: PolicyDocuments): ReadPolicy {
  const value = fact.value as unknown as PolicyFact;
  const version = value.versions.find((each) => each.isDefault);
  return {
    name: value.name,
    // no default version listed: nothing is known of what it says
    document: documents.compile(version?.document ?? null, 'identity'),
    evidence: firstPage(fact).map(({ page, pointer }) => ({ page, pointer: pointer + (version?.pointer ?? '') })),
  };
}

/** The principal or group an inline policy sits in; `''` for a managed one. */
export function ownerOf(fact: FactOfKind<'policy'>): string {
  const { managed, owner } = fact.value as unknown as PolicyFact;
  return managed === 'inline' ? (owner ?? '') : '';
}

export function heldBy(
  holder: Identity,
  boundary: BoundaryId,
  attached: readonly FactOfKind<'attachment'>[],
  inline: readonly FactOfKind<'policy'>[],
  policies: PolicyReader,
): PolicyHeld[] {
  const held: PolicyHeld[] = [];
  for (const fact of attached) {
    const { policy, policyName } = fact.value as unknown as AttachmentFact;
    const found = policies.find(policy, boundary);
    held.push({
      source: {
        id: `${holder.id}|${policy}`,
        kind: holder.kind === 'group' ? 'group-attached-policy' : 'attached-policy',
        name: `${policyName} attached to ${holder.kind} ${holder.name}`,
        boundary,
      },
      document: found?.document ?? null,
      unlisted: found === undefined ? `attached policy ${policy} was not listed` : null,
      policy,
      through: [],
      evidence: [...firstPage(fact), ...(found?.evidence ?? [])],
    });
  }
  for (const fact of inline) {
    const { name, document, evidence } = policies.read(fact);
    const source: Source = {
      id: fact.key,
      kind: 'inline-policy',
      name: `inline policy ${name} of ${holder.kind} ${holder.name}`,
      boundary,
    };
    held.push({ source, document, unlisted: null, policy: fact.key, through: [], evidence });
  }
  return held;
}

export function groupPolicies(
  member: FactOfKind<'membership'>,
  user: Identity,
  boundary: BoundaryId,
  account: string,
  partition: string,
  groups: ReadonlyMap<string, FactOfKind<'identity'>>,
  groupHeld: ReadonlyMap<string, readonly PolicyHeld[]>,
): readonly PolicyHeld[] {
  const { groupName } = member.value as unknown as MembershipFact;
  const key = `${boundary}|${groupName}`;
  const group = groups.get(key)?.value.id ?? `arn:${partition}:iam::${account}:group/${groupName}`;
  const through: readonly Step[] = [{ how: 'member-of', from: user.id, to: group }];
  const evidence = firstPage(member);
  if (!groups.has(key)) {
    const source: Source = {
      id: `${user.id}|${group}`,
      kind: 'membership',
      name: `membership of user ${user.name} in group ${groupName}`,
      boundary,
    };
    return [{ source, document: null, unlisted: `group ${groupName} was not listed`, policy: group, through, evidence }];
  }
  return (groupHeld.get(key) ?? []).map((held) => ({ ...held, through, evidence: [...evidence, ...held.evidence] }));
}
