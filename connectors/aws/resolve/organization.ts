import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactOfKind } from '../../../src/model/fact.ts';
import type { AccountPlaceFact, OrganizationPolicyFact, OrganizationPolicyType, OrganizationTargetFact } from '../facts.ts';
import { isProtectedAction } from '../policy/protected-services.ts';
import type { Membership } from '../rights/caller.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import { UNREAD_RCP, UNREAD_SCP } from './authority.ts';

/** What the organization's policies of one type say of an account. */
export interface Controls {
  /** One for each node of the path whose policies do not allow everything anyway: at least one of its documents must allow. */
  readonly nodes: readonly { readonly node: string; readonly documents: readonly PolicyDocument[] }[];
  /** Documents of any node that deny something. */
  readonly denying: readonly PolicyDocument[];
  /** What could not be read. */
  readonly caveats: readonly string[];
}

/** Where an account sits, as far as it was read. */
export interface Place {
  /** `none`: in no organization. `unread`: not told. */
  readonly role: 'management' | 'member' | 'none' | 'unread';
  readonly membership: Membership | null | undefined;
  /** They bind the account's principals. */
  readonly services: Controls;
  /** They bind the account's resources. */
  readonly resources: Controls;
}

export const uncontrolled: Controls = { nodes: [], denying: [], caveats: [] };
const unread: Place = {
  role: 'unread',
  membership: undefined,
  services: { ...uncontrolled, caveats: [UNREAD_SCP] },
  resources: { ...uncontrolled, caveats: [UNREAD_RCP] },
};

export interface Organizations {
  placeOf(account: string): Place;
}

/** Reads where accounts sit and which policies of their organizations bind them. */
export function readOrganizations(limiters: Iterable<FactOfKind<'limiter'>>, documents: PolicyDocuments): Organizations {
  const reader = new OrganizationReader(documents);
  for (const fact of limiters) reader.add(fact);
  const known = new Map<string, Place>();
  return {
    placeOf(account) {
      let place = known.get(account);
      if (place === undefined) known.set(account, (place = reader.placeOf(account)));
      return place;
    },
  };
}

type OrganizationFact = AccountPlaceFact | OrganizationPolicyFact | OrganizationTargetFact;

class OrganizationReader {
  readonly #documents: PolicyDocuments;
  readonly #places = new Map<string, AccountPlaceFact>();
  readonly #policies = new Map<string, OrganizationPolicyFact>();
  readonly #targets = new Map<string, readonly string[]>();

  constructor(documents: PolicyDocuments) {
    this.#documents = documents;
  }

  add({ boundary, value: json }: FactOfKind<'limiter'>): void {
    const value = json as unknown as OrganizationFact | { readonly type: 'permissions-boundary' };
    if (value.type === 'account-place') this.#places.set(value.account, value);
    else if (value.type === 'organization-target') this.#targets.set(`${boundary}|${value.policyType}|${value.node}`, value.policies);
    else if (value.type !== 'permissions-boundary') this.#policies.set(`${boundary}|${value.type}|${value.id}`, value);
  }

  placeOf(account: string): Place {
    const place = this.#places.get(account);
    // one for each account: what is worked out for an account is kept with its place
    if (place === undefined) return { ...unread };
    if (place.organization === null) return { role: 'none', membership: null, services: uncontrolled, resources: uncontrolled };
    const { id, managementAccount } = place.organization;
    const path = `${[id, ...place.path.filter((node) => node !== account)].join('/')}/`;
    const membership = { organization: id, path };
    if (managementAccount === account) return { role: 'management', membership, services: uncontrolled, resources: uncontrolled };
    const controls = (type: OrganizationPolicyType): Controls => this.#controls(`aws:${managementAccount}`, type, place.path);
    return { role: 'member', membership, services: controls('service-control-policy'), resources: controls('resource-control-policy') };
  }

  #controls(boundary: string, type: OrganizationPolicyType, path: readonly string[]): Controls {
    const nodes: { node: string; documents: PolicyDocument[] }[] = [];
    const denying = new Set<PolicyDocument>();
    const caveats = new Set<string>();
    const attached = path.flatMap((node) => this.#targets.get(`${boundary}|${type}|${node}`) ?? []);
    const isOff = path.some((node) => this.#targets.get(`${boundary}|${type}|${node}`)?.length === 0);
    // a type is in force in all of an organization or nowhere in it
    if (isOff && attached.length === 0) return uncontrolled;
    // a path that ends nowhere was not read
    if (path.length === 0) caveats.add(type === 'service-control-policy' ? UNREAD_SCP : UNREAD_RCP);
    for (const node of path) {
      const policies = this.#targets.get(`${boundary}|${type}|${node}`);
      if (policies === undefined) {
        caveats.add(type === 'service-control-policy' ? UNREAD_SCP : UNREAD_RCP);
        continue;
      }
      if (policies.length === 0) continue;
      const read: PolicyDocument[] = [];
      let missing = false;
      for (const id of policies) {
        const policy = this.#policies.get(`${boundary}|${type}|${id}`);
        if (policy === undefined || policy.document === null) {
          missing = true;
          caveats.add(`unless ${type.replaceAll('-', ' ')} ${policy?.name ?? id} of ${node}, which was not read, denies it`);
        } else read.push(this.#documents.compile(policy.document, type === 'service-control-policy' ? 'scp' : 'rcp'));
      }
      for (const document of read) if (document.statements.some((each) => each.effect === 'Deny')) denying.add(document);
      // what was not read may allow all the rest
      if (!missing && !read.some(allowsEverything)) nodes.push({ node, documents: read });
    }
    return { nodes, denying: [...denying].sort((a, b) => a.id - b.id), caveats: [...caveats].sort(byCodeUnit) };
  }
}

/** FullAWSAccess, or the like of it. */
function allowsEverything(document: PolicyDocument): boolean {
  return document.statements.some(
    ({ effect, unknown, conditions, everyAction, resources }) =>
      effect === 'Allow' &&
      unknown === null &&
      conditions.length === 0 &&
      everyAction &&
      (resources.except ? resources.list.length === 0 : resources.list.includes('*')),
  );
}

/** Whether resource control policies bear upon an action. */
export function isProtected(action: string): boolean {
  return isProtectedAction(action.toLowerCase(), action.slice(0, action.indexOf(':')));
}

/** Service-linked roles are bound by neither kind of policy (IAM User Guide, id_roles_create-service-linked-role.html). */
export function isServiceLinked(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}
