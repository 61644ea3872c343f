import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactOfKind } from '../../../src/model/fact.ts';
import type {
  OrganizationPolicyFact,
  OrganizationPolicyListFact,
  OrganizationPolicyType,
  OrganizationRootFact,
  OrganizationTargetsFact,
} from '../facts.ts';
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

export const uncontrolled: Controls = { nodes: [], denying: [], caveats: [] };

const UNREAD: Readonly<Record<OrganizationPolicyType, string>> = {
  'service-control-policy': UNREAD_SCP,
  'resource-control-policy': UNREAD_RCP,
};
export const unreadControls: Readonly<Record<OrganizationPolicyType, Controls>> = {
  'service-control-policy': { ...uncontrolled, caveats: [UNREAD_SCP] },
  'resource-control-policy': { ...uncontrolled, caveats: [UNREAD_RCP] },
};

type Told =
  | OrganizationRootFact
  | OrganizationPolicyFact
  | OrganizationPolicyListFact
  | OrganizationTargetsFact
  | { readonly type: 'permissions-boundary' | 'account-place' | 'organization-parent' };

/** The policies of one organization: the facts of its management account's boundary, in any order. */
export class OrganizationPolicies {
  readonly #documents: PolicyDocuments;
  readonly #enabled = new Map<string, readonly OrganizationPolicyType[]>();
  readonly #lists = new Map<OrganizationPolicyType, readonly string[]>();
  readonly #said = new Map<string, OrganizationPolicyFact>();
  readonly #targets = new Map<string, readonly string[]>();
  readonly #attached = new Map<OrganizationPolicyType, ReadonlyMap<string, readonly string[]>>();

  constructor(documents: PolicyDocuments) {
    this.#documents = documents;
  }

  add({ value: json }: FactOfKind<'limiter'>): void {
    const value = json as unknown as Told;
    switch (value.type) {
      case 'organization-root':
        this.#enabled.set(value.root, value.enabled);
        break;
      case 'organization-policies':
        this.#lists.set(value.policyType, value.policies);
        break;
      case 'organization-targets':
        this.#targets.set(`${value.policyType}|${value.policy}`, value.nodes);
        break;
      case 'service-control-policy':
      case 'resource-control-policy':
        this.#said.set(`${value.type}|${value.id}`, value);
        break;
      case 'permissions-boundary':
      case 'account-place':
      case 'organization-parent':
        break;
    }
  }

  /** What binds whoever sits at the end of this path from the root; `undefined`: where that is was not told. */
  controls(type: OrganizationPolicyType, path: readonly string[] | undefined): Controls {
    if (this.#isOff(type, path)) return uncontrolled;
    if (path === undefined || path.length === 0) return unreadControls[type];
    const nodes: { node: string; documents: PolicyDocument[] }[] = [];
    const denying = new Set<PolicyDocument>();
    const caveats = new Set<string>();
    const isWhole = this.#isWhole(type);
    if (!isWhole) caveats.add(UNREAD[type]);
    for (const node of path) {
      const policies = this.#attachedOf(type).get(node) ?? [];
      // AWS keeps a policy of an enabled type on every node: one without any was made or moved while the lists were read
      // (Organizations User Guide, orgs_policies_enable-disable.html)
      if (policies.length === 0) caveats.add(UNREAD[type]);
      const read: PolicyDocument[] = [];
      let missing = policies.length === 0 || !isWhole;
      for (const id of policies) {
        const policy = this.#said.get(`${type}|${id}`);
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

  /** A type is in force under all of a root or nowhere under it, and an organization has one root. */
  #isOff(type: OrganizationPolicyType, path: readonly string[] | undefined): boolean {
    const enabled = path?.[0] === undefined ? [...this.#enabled.values()] : [this.#enabled.get(path[0]) ?? [type]];
    return enabled.length > 0 && enabled.every((types) => !types.includes(type));
  }

  /** Whether all policies were listed, and of each where it is attached. */
  #isWhole(type: OrganizationPolicyType): boolean {
    return this.#lists.get(type)?.every((id) => this.#targets.has(`${type}|${id}`)) ?? false;
  }

  /** The policies of each node, as far as they were told. */
  #attachedOf(type: OrganizationPolicyType): ReadonlyMap<string, readonly string[]> {
    let attached = this.#attached.get(type);
    if (attached === undefined) this.#attached.set(type, (attached = this.#attachments(type)));
    return attached;
  }

  #attachments(type: OrganizationPolicyType): ReadonlyMap<string, readonly string[]> {
    const ofNode = new Map<string, string[]>();
    for (const key of [...this.#targets.keys()].sort(byCodeUnit)) {
      if (!key.startsWith(`${type}|`)) continue;
      const policy = key.slice(type.length + 1);
      for (const node of this.#targets.get(key) ?? []) {
        const policies = ofNode.get(node);
        if (policies === undefined) ofNode.set(node, [policy]);
        else policies.push(policy);
      }
    }
    return ofNode;
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
