import type { Json } from '../../../../src/base/json.ts';
import type { Fact, FactIndex, FactKind, FactOfKind } from '../../../../src/model/fact.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type {
  AccountPlaceFact,
  DelegatedAdministratorFact,
  DelegatedAdministratorsFact,
  DelegatedServiceFact,
  DelegationPolicyFact,
  OrganizationPolicyFact,
  OrganizationPolicyListFact,
  OrganizationPolicyType,
  OrganizationRootFact,
  OrganizationTargetsFact,
} from '../../../../connectors/aws/facts.ts';
import { inlinePolicyKey, organizationPolicyTypes } from '../../../../connectors/aws/facts.ts';

/** An account as a test writes it. Policies are named; `AWS:Name` is one of AWS itself. */
export interface AccountCase {
  readonly policies?: Readonly<Record<string, Json>>;
  readonly groups?: Readonly<Record<string, HolderCase>>;
  readonly users?: Readonly<Record<string, HolderCase>>;
  readonly roles?: Readonly<Record<string, HolderCase & { readonly trust?: Json }>>;
  readonly root?: boolean;
}
export interface HolderCase {
  readonly attached?: readonly string[];
  readonly inline?: Readonly<Record<string, Json>>;
  readonly groups?: readonly string[];
  readonly limit?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly uid?: string;
}

export function factIndex(facts: readonly Fact[]): FactIndex {
  const byKind = new Map<FactKind, Fact[]>();
  const byKey = new Map<string, Fact>();
  for (const fact of facts) {
    byKind.set(fact.kind, [...(byKind.get(fact.kind) ?? [])]);
  }
  for (const fact of facts) {
    byKind.get(fact.kind)?.push(fact);
    byKey.set(`${fact.kind}|${fact.boundary}|${fact.key}`, fact);
  }
  return {
    ofKind: <K extends FactKind>(kind: K) => (byKind.get(kind) ?? []) as unknown as Iterable<FactOfKind<K>>,
    find: <K extends FactKind>(kind: K, boundary: string, key: string) =>
      byKey.get(`${kind}|${boundary}|${key}`) as FactOfKind<K> | undefined,
    boundaries: [...new Set(facts.map((fact) => fact.boundary))].sort(),
    size: facts.length,
  };
}

const page = 'a'.repeat(64);

export function policyArn(account: string, name: string): string {
  return name.startsWith('AWS:') ? `arn:aws:iam::aws:policy/${name.slice(4)}` : `arn:aws:iam::${account}:policy/${name}`;
}

/** The facts of an account, each with a place of its own. */
export function accountFacts(account: string, estate: AccountCase): Fact[] {
  const facts: Fact[] = [];
  const boundary = `aws:${account}`;
  const add = (kind: FactKind, key: string, value: unknown): void => {
    const pointer = `/${kind}/${facts.length}`;
    facts.push({ kind, boundary, surface: 'aws:authorization-details', key, value, pages: [{ page, pointer }] } as unknown as Fact);
  };
  const policy = (key: string, name: string, managed: string, owner: string | null, document: Json): void =>
    add('policy', key, {
      name,
      managed,
      owner,
      versions: [{ id: managed === 'inline' ? 'inline' : 'v2', isDefault: true, createdAt: null, document, pointer: '/Document' }],
    });
  const holder = (kind: 'user' | 'group' | 'role', name: string, given: HolderCase): string => {
    const arn = `arn:aws:iam::${account}:${kind}/${name}`;
    const identity: Identity = {
      id: arn,
      uid:
        given.uid ??
        `${kind === 'user' ? 'AIDA' : kind === 'role' ? 'AROA' : 'AGPA'}${name
          .toUpperCase()
          .replace(/[^A-Z0-9]/g, '')
          .padEnd(16, 'X')}`,
      kind,
      nature: 'unknown',
      natureReason: '',
      name: name.slice(name.lastIndexOf('/') + 1),
      boundary,
      createdAt: null,
      tags: given.tags ?? {},
      providerManaged: name.startsWith('aws-service-role/'),
      enabled: null,
    };
    add('identity', arn, identity);
    for (const each of given.attached ?? []) {
      add('attachment', `${arn}|${policyArn(account, each)}`, {
        principal: arn,
        policy: policyArn(account, each),
        policyName: each.replace(/^AWS:/, ''),
      });
    }
    for (const [inline, document] of Object.entries(given.inline ?? {}))
      policy(inlinePolicyKey(arn, inline), inline, 'inline', arn, document);
    for (const group of given.groups ?? []) add('membership', `${arn}|${group}`, { user: arn, groupName: group });
    if (given.limit !== undefined)
      add('limiter', arn, { type: 'permissions-boundary', principal: arn, policy: policyArn(account, given.limit) });
    return arn;
  };
  add('boundary', boundary, { id: boundary, kind: 'aws-account', name: null });
  for (const [name, document] of Object.entries(estate.policies ?? {})) {
    policy(policyArn(account, name), name.replace(/^AWS:/, ''), name.startsWith('AWS:') ? 'aws' : 'customer', null, document);
  }
  for (const [name, given] of Object.entries(estate.groups ?? {})) holder('group', name, given);
  for (const [name, given] of Object.entries(estate.users ?? {})) holder('user', name, given);
  for (const [name, given] of Object.entries(estate.roles ?? {})) {
    const arn = holder('role', name, given);
    if (given.trust !== undefined) add('trust', arn, { role: arn, document: given.trust });
  }
  if (estate.root === true) {
    const id = `arn:aws:iam::${account}:root`;
    add('identity', id, {
      id,
      uid: null,
      kind: 'root',
      nature: 'unknown',
      natureReason: '',
      name: 'root',
      boundary,
      createdAt: null,
      tags: {},
      providerManaged: false,
      enabled: null,
    });
  }
  return facts;
}

/** An organization as a test writes it: policies by id, and what is attached to each node. */
export interface OrganizationCase {
  readonly id: string;
  readonly managementAccount: string;
  /** From the root down, without the account itself; `null`: where it sits was not told. */
  readonly accounts: Readonly<Record<string, readonly string[] | null>>;
  readonly policies: Readonly<Record<string, Json>>;
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** Resource control policies; without them none was listed. */
  readonly resourcePolicies?: Readonly<Record<string, Json>>;
  readonly resourceTargets?: Readonly<Record<string, readonly string[]>>;
  /** Types in force, both where it is left out; `null`: the root was not read. */
  readonly enabled?: readonly OrganizationPolicyType[] | null;
  /** Policies whose targets were not read; `list`: the service control policies were not listed. */
  readonly unread?: readonly string[];
  /** Services by delegated administrator; left out: they were not listed. */
  readonly delegated?: Readonly<Record<string, readonly string[]>>;
  /** Delegated administrators that were seen, of a list that was not read whole. */
  readonly alsoDelegated?: readonly string[];
  /** The delegation policy, `null`: there is none; left out: it was not read. */
  readonly delegationPolicy?: Json;
}

export function organizationFacts(given: OrganizationCase): Fact[] {
  const facts: Fact[] = [];
  const { managementAccount, unread = [] } = given;
  const add = (key: string, value: AccountPlaceFact | OrganizationRootFact | OrganizationListed): void => {
    const pages = [{ page, pointer: `/organization/${facts.length}` }];
    facts.push({
      kind: 'limiter',
      boundary: `aws:${managementAccount}`,
      surface: 'aws:organization',
      key,
      value,
      pages,
    } as unknown as Fact);
  };
  for (const [account, above] of Object.entries(given.accounts)) {
    const organization = { id: given.id, managementAccount };
    const path = above === null ? null : [...above, account];
    add(`place|${account}`, { type: 'account-place', account, organization, path, name: null, state: 'ACTIVE' });
  }
  const { enabled = organizationPolicyTypes } = given;
  if (enabled !== null) add('root|r-1', { type: 'organization-root', root: 'r-1', enabled });
  const kinds = [
    ['service-control-policy', given.policies, given.targets],
    ['resource-control-policy', given.resourcePolicies, given.resourceTargets],
  ] as const;
  for (const [type, policies, targets = {}] of kinds) {
    if (policies === undefined) continue;
    if (!unread.includes('list'))
      add(`policies|${type}`, { type: 'organization-policies', policyType: type, policies: Object.keys(policies) });
    for (const [id, document] of Object.entries(policies)) {
      add(`${type}|${id}`, { type, id, name: id, awsManaged: false, document });
      const nodes = Object.keys(targets).filter((node) => targets[node]?.includes(id));
      if (!unread.includes(id)) add(`targets|${type}|${id}`, { type: 'organization-targets', policyType: type, policy: id, nodes });
    }
  }
  return [...facts, ...delegationFacts(given)];
}

function delegationFacts({ id, managementAccount, delegated, alsoDelegated = [], delegationPolicy }: OrganizationCase): Fact[] {
  const facts: Fact[] = [];
  const add = (key: string, value: Delegated): void => {
    const [boundary, surface] = [`aws:${managementAccount}`, 'aws:delegated-administrators'];
    const pages = [{ page, pointer: `/delegations/${facts.length}` }];
    facts.push({ kind: 'observation', boundary, surface, key, value, pages } as unknown as Fact);
  };
  for (const account of alsoDelegated)
    add(`delegated-administrator|${account}`, { type: 'delegated-administrator', account, name: null, state: null, since: null });
  if (delegated !== undefined) {
    const accounts = Object.keys(delegated).sort();
    add(`delegated-administrators|${id}`, { type: 'delegated-administrators', organization: id, accounts });
    for (const account of accounts)
      for (const service of delegated[account] ?? [])
        add(`delegated-service|${account}|${service}`, { type: 'delegated-service', account, service, since: null });
  }
  if (delegationPolicy !== undefined) {
    const present = delegationPolicy !== null;
    add(`delegation-policy|${id}`, { type: 'delegation-policy', organization: id, present, document: delegationPolicy });
  }
  return facts;
}

type Delegated = DelegatedAdministratorFact | DelegatedAdministratorsFact | DelegatedServiceFact | DelegationPolicyFact;
type OrganizationListed = OrganizationPolicyListFact | OrganizationTargetsFact | OrganizationPolicyFact;

export function resourcePolicyFact(account: string, resource: string, document: Json): Fact {
  const service = resource.split(':')[2] ?? '';
  const value = { resource, service, account, document };
  const pages = [{ page, pointer: `/resource-policy/${resource}` }];
  return {
    kind: 'resource-policy',
    boundary: `aws:${account}`,
    surface: 'aws:resource-policies',
    key: resource,
    value,
    pages,
  } as unknown as Fact;
}
