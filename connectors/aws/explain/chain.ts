import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type {
  OrganizationPolicyFact,
  OrganizationPolicyType,
  OrganizationRootFact,
  OrganizationTargetsFact,
  PermissionsBoundaryFact,
} from '../facts.ts';
import { accountBoundary } from '../identity.ts';
import { placesOf } from '../places.ts';
import type { PolicyDocuments } from '../rights/documents.ts';
import { firstPage } from '../resolve/policies.ts';
import type { Paper } from './papers.ts';

/** The policies of one type on the way from the organization's root to an account. */
export type Chain =
  /** In no organization; its management account, which they do not bind; a type that is not in use. */
  | { readonly state: 'none' | 'management' | 'off'; readonly organization: string }
  /** Where the account sits was not read. */
  | { readonly state: 'unread' }
  | { readonly state: 'told'; readonly nodes: readonly ChainNode[] };

export interface ChainNode {
  /** `root r-abc`, `organizational unit ou-abc`, `account 111122223333`. */
  readonly name: string;
  readonly papers: readonly Paper[];
}

type Told =
  | OrganizationRootFact
  | OrganizationPolicyFact
  | OrganizationTargetsFact
  | (PermissionsBoundaryFact & { readonly type: 'permissions-boundary' })
  | { readonly type: 'organization-policies' | 'account-place' | 'organization-parent' };

/** What was read of the policies that bind an account; what was not is told by the controls that decide. */
export function chainOf(facts: FactIndex, account: string, type: OrganizationPolicyType, documents: PolicyDocuments): Chain {
  const place = placesOf(facts.ofKind('limiter')).get(account);
  if (place?.organization === undefined) return { state: 'unread' };
  if (place.organization === null) return { state: 'none', organization: '' };
  const { id: organization, managementAccount } = place.organization;
  if (managementAccount === account) return { state: 'management', organization };
  const { path } = place;
  const above = new Organization(facts, accountBoundary(managementAccount), documents);
  if (above.isOff(type, path?.[0])) return { state: 'off', organization };
  if (path === undefined || path.length === 0) return { state: 'unread' };
  return { state: 'told', nodes: path.map((node) => ({ name: nodeName(node), papers: above.papers(type, node) })) };
}

function nodeName(node: string): string {
  if (node.startsWith('r-')) return `root ${node}`;
  return node.startsWith('ou-') ? `organizational unit ${node}` : `account ${node}`;
}

class Organization {
  readonly #documents: PolicyDocuments;
  readonly #roots: OrganizationRootFact[] = [];
  readonly #policies = new Map<string, FactOfKind<'limiter'>>();
  readonly #targets: OrganizationTargetsFact[] = [];

  constructor(facts: FactIndex, boundary: string, documents: PolicyDocuments) {
    this.#documents = documents;
    for (const fact of facts.ofKind('limiter')) {
      if (fact.boundary !== boundary) continue;
      const value = fact.value as unknown as Told;
      if (value.type === 'organization-root') this.#roots.push(value);
      else if (value.type === 'organization-targets') this.#targets.push(value);
      else if (value.type === 'service-control-policy' || value.type === 'resource-control-policy') {
        this.#policies.set(`${value.type}|${value.id}`, fact);
      }
    }
  }

  /** As `OrganizationPolicies` of resolve has it: an organization has one root, and where that is not told all that are must say so. */
  isOff(type: OrganizationPolicyType, root: string | undefined): boolean {
    const told = this.#roots.filter((each) => root === undefined || each.root === root);
    return told.length > 0 && told.every(({ enabled }) => !enabled.includes(type));
  }

  papers(type: OrganizationPolicyType, node: string): readonly Paper[] {
    return this.#targets
      .filter(({ policyType, nodes }) => policyType === type && nodes.includes(node))
      .map(({ policy }) => policy)
      .sort(byCodeUnit)
      .map((id) => this.#paper(type, id, node));
  }

  #paper(type: OrganizationPolicyType, id: string, node: string): Paper {
    const fact = this.#policies.get(`${type}|${id}`);
    const words = type.replaceAll('-', ' ');
    const attached = `attached to ${nodeName(node)}`;
    if (fact === undefined) return { name: `${words} ${id}`, attached, document: null, raw: null, evidence: [] };
    const value = fact.value as unknown as OrganizationPolicyFact;
    const raw = value.document;
    return {
      name: `${words} ${value.name}`,
      attached,
      document: raw === null ? null : this.#documents.compile(raw, type === 'service-control-policy' ? 'scp' : 'rcp'),
      raw,
      evidence: firstPage(fact),
    };
  }
}
