import type { FactOfKind } from '../../../src/model/fact.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type {
  DelegatedAdministratorFact,
  DelegatedAdministratorsFact,
  DelegatedServiceFact,
  DelegationPolicyFact,
  RootAccessFact,
  TrustedServiceFact,
} from '../facts.ts';

/** What is known of whether a member account acts for its organization. */
export interface Delegation {
  /**
   * Whether it is a delegated administrator, for whatever service; `unread`: the whole list is not known. Every service but AWS
   * Organizations delegates in this way alone (Organizations User Guide, orgs_integrate_delegated_admin.html).
   */
  readonly administers: 'yes' | 'no' | 'unread';
  /** The service principals it was seen to be one for, sorted. */
  readonly services: readonly string[];
  /**
   * Whether its organization has a resource-based delegation policy, with which it lets members call AWS Organizations (Organizations
   * User Guide, orgs_delegate_policies.html).
   */
  readonly policy: 'present' | 'absent' | 'unread';
}

type Told =
  | DelegatedAdministratorFact
  | DelegatedAdministratorsFact
  | DelegatedServiceFact
  | DelegationPolicyFact
  | TrustedServiceFact
  | RootAccessFact;

/** Who acts for the organizations. What one of several readings tells of an account or a policy counts. */
export class Delegations {
  /** By organization, where the list is whole. */
  readonly #administrators = new Map<string, Set<string>>();
  readonly #seen = new Set<string>();
  readonly #services = new Map<string, Set<string>>();
  readonly #policies = new Map<string, boolean>();

  constructor(observations: Iterable<FactOfKind<'observation'>>) {
    for (const { surface, value: json } of observations) {
      if (surface !== 'aws:delegated-administrators') continue;
      const value = json as unknown as Told;
      switch (value.type) {
        case 'delegated-administrators':
          for (const account of value.accounts) addTo(this.#administrators, value.organization, account);
          if (!this.#administrators.has(value.organization)) this.#administrators.set(value.organization, new Set());
          break;
        case 'delegated-administrator':
          this.#seen.add(value.account);
          break;
        case 'delegated-service':
          addTo(this.#services, value.account, value.service);
          break;
        case 'delegation-policy':
          this.#policies.set(value.organization, value.present || this.#policies.get(value.organization) === true);
          break;
        case 'trusted-service':
        case 'root-access':
          break;
      }
    }
  }

  of(account: string, organization: string): Delegation {
    const services = [...(this.#services.get(account) ?? [])].sort(byCodeUnit);
    const listed = this.#administrators.get(organization);
    const administers = this.#seen.has(account) || services.length > 0 || listed?.has(account) === true;
    const present = this.#policies.get(organization);
    return {
      administers: administers ? 'yes' : listed === undefined ? 'unread' : 'no',
      services,
      policy: present === undefined ? 'unread' : present ? 'present' : 'absent',
    };
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}
