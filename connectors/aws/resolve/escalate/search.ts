import type { Json } from '../../../../src/base/json.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import type { BoundaryId, EntityId, SurfaceId } from '../../../../src/model/ids.ts';
import type { PolicyFact } from '../../facts.ts';
import type { PolicyDocument } from '../../rights/documents.ts';
import type { Right } from '../../rights/rights.ts';
import type { Estate, Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import type { Candidate } from '../links.ts';
import type { OpenRoles } from '../open-roles.ts';
import type { Templates } from '../templates.ts';
import type { ServedBy } from '../trust-reader.ts';

/** What a policy of a principal allows of sts:AssumeRole. */
export interface Assuming {
  readonly held: PolicyHeld;
  readonly rights: readonly Right[];
}

/** What principals have by their policies, before it is known whom they may act as. */
export interface Holdings {
  readonly estate: Estate;
  readonly facts: FactIndex;
  readonly templates: Templates;
  /** A policy that allows everything. */
  readonly everything: PolicyDocument;
  compile(document: Json): PolicyDocument;
  /** The groups that a user is in, or one that joined would be. */
  memberOf(principal: Principal): readonly EntityId[];
  /** Whether a surface of a boundary was read whole. */
  isRead(surface: SurfaceId, boundary: BoundaryId): boolean;
}

/** All that methods are looked for in. */
export interface Search extends Holdings {
  /** Whom trust policies let in, one by one; and the roles that leave it to the policies of their own account, or let in all of it. */
  readonly trusts: readonly Candidate[];
  /** Services that trust policies let act for the account of the role. */
  readonly served: readonly ServedBy[];
  readonly own: OpenRoles;
  /** By account, the roles of others that leave it to its policies. */
  readonly abroad: OpenRoles;
  readonly free: OpenRoles;
  assumingOf(principal: Principal): readonly Assuming[];
}

/** Roles that no principal of their account can change or pass (IAM User Guide, id_roles_create-service-linked-role.html; singlesignon userguide, permissionsetsconcept.html). */
export function isUnchangeable(role: EntityId): boolean {
  return role.includes(':role/aws-service-role/') || role.includes(':role/aws-reserved/');
}

/** As many versions as a managed policy can have (IAM User Guide, reference_iam-quotas.html). */
const MOST_VERSIONS = 5;

/** Whose policies, by their ARNs. */
interface ChangeableOf {
  readonly account: string;
  readonly held: readonly { readonly policy: string; readonly source: Pick<PolicyHeld['source'], 'boundary'> }[];
}

/** The customer managed policies a principal has, or a group it is in, told by whether they have room for a version more. */
export function changeable(
  { held, account }: ChangeableOf,
  { facts }: Pick<Holdings, 'facts'>,
): { readonly roomy: readonly string[]; readonly full: readonly string[] } {
  const sign = `:${account}:policy/`;
  if (!held.some(({ policy }) => policy.includes(sign))) return none;
  const roomy: string[] = [];
  const full: string[] = [];
  for (const each of held) {
    const { policy } = each;
    if (!policy.includes(sign) || !policy.startsWith('arn:') || policy.includes('|') || policy.split(':', 5)[4] !== account) continue;
    const list = versionsOf(policy, each.source.boundary, facts) < MOST_VERSIONS ? roomy : full;
    if (!list.includes(policy)) list.push(policy);
  }
  return { roomy, full };
}

const none = { roomy: [], full: [] } as const;

/** Of a policy that nobody listed none are known. */
export function versionsOf(policy: string, boundary: BoundaryId, facts: FactIndex): number {
  return factOf(policy, boundary, facts)?.versions.length ?? 0;
}

/** The documents of its versions beside the default one. */
export function olderVersions(policy: string, boundary: BoundaryId, facts: FactIndex): readonly Json[] {
  return factOf(policy, boundary, facts)?.versions.flatMap(({ isDefault, document }) => (isDefault ? [] : [document])) ?? [];
}

/** The document in force of a managed policy; of one that nobody listed none is known. */
export function documentOf(
  policy: string,
  boundary: BoundaryId,
  { facts, compile }: Pick<Search, 'facts' | 'compile'>,
): PolicyDocument | undefined {
  const version = factOf(policy, boundary, facts)?.versions.find(({ isDefault }) => isDefault);
  return version === undefined ? undefined : compile(version.document);
}

function factOf(policy: string, boundary: BoundaryId, facts: FactIndex): PolicyFact | undefined {
  const fact = facts.find('policy', boundary, policy);
  return fact === undefined ? undefined : (fact.value as unknown as PolicyFact);
}
