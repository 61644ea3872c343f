import type { EntityId } from '../../../../src/model/ids.ts';
import { plainRight } from '../../rights/rights.ts';
import type { CredentialDetail } from '../../surfaces/users/told.ts';
import { awsCredentials, rowsOf } from '../credentials.ts';
import type { Principal } from '../estate.ts';
import type { Search } from './search.ts';
import type { Target } from './spread.ts';
import { doubted } from '../doubted.ts';

const withPassword = doubted(plainRight, ['the user has a password, which was not read']);

/** As many access keys as a user can have (IAM User Guide, reference_iam-quotas.html). */
const MOST_KEYS = 2;

/** What is told of the keys and passwords of users. Joined when somebody can make one. */
export class UserCredentials {
  readonly #search: Pick<Search, 'facts' | 'isRead'>;
  #keys: ReadonlyMap<EntityId, number> | undefined;
  #passwords: ReadonlySet<EntityId> | undefined;
  #told: ReadonlySet<string> | undefined;

  constructor(search: Pick<Search, 'facts' | 'isRead'>) {
    this.#search = search;
  }

  /** What makes a credential of the user by one action comes to; `undefined`: it cannot be done. */
  target(action: string, { id, name, boundary }: Principal): Target | undefined {
    const keys = action === 'iam:CreateAccessKey' || action === 'iam:DeleteAccessKey';
    const isTold = this.#isTold(keys ? 'access-keys' : 'password', id, boundary);
    const count = keys ? (this.#counts().get(id) ?? 0) : Number(this.#withPassword().has(id));
    const base = {
      to: id,
      right: plainRight,
      source: { id, kind: 'identity', name: `user ${name}`, boundary },
      caveats: [],
      evidence: [],
    };
    switch (action) {
      case 'iam:CreateAccessKey':
        if (count >= MOST_KEYS) return undefined;
        return isTold
          ? { ...base, because: `user ${name} has fewer than two access keys` }
          : {
              ...base,
              because: `user ${name} can have a new access key`,
              caveats: ['unless the user has two access keys, which were not read'],
            };
      case 'iam:DeleteAccessKey':
        return count < MOST_KEYS ? undefined : { ...base, because: `user ${name} has two access keys, one of which can make room` };
      case 'iam:CreateLoginProfile':
        if (count > 0) return undefined;
        return isTold
          ? { ...base, because: `user ${name} has no password` }
          : { ...base, because: `user ${name} can have a password`, caveats: ['unless the user has a password, which was not read'] };
      case 'iam:UpdateLoginProfile':
        if (count > 0) return { ...base, because: `user ${name} has a password` };
        return isTold
          ? undefined
          : {
              ...base,
              because: 'its password would be another',
              right: withPassword,
            };
      default:
        return undefined;
    }
  }

  #isTold(of: 'access-keys' | 'password', user: EntityId, boundary: string): boolean {
    if (this.#told === undefined) {
      const { facts } = this.#search;
      const told = new Set<string>(rowsOf(facts));
      for (const { value } of facts.ofKind('credential-detail')) {
        const detail = value as unknown as CredentialDetail;
        if (detail.type === 'list') told.add(`${detail.of}|${detail.identity}`);
      }
      this.#told = told;
    }
    return this.#told.has(user) || this.#told.has(`${of}|${user}`) || this.#search.isRead('aws:credential-report', boundary);
  }

  #counts(): ReadonlyMap<EntityId, number> {
    if (this.#keys === undefined) this.#count();
    return this.#keys ?? new Map();
  }

  #withPassword(): ReadonlySet<EntityId> {
    if (this.#passwords === undefined) this.#count();
    return this.#passwords ?? new Set();
  }

  #count(): void {
    const [keys, passwords] = [new Map<EntityId, number>(), new Set<EntityId>()];
    for (const { value } of awsCredentials(this.#search.facts)) {
      if (value.kind === 'access-key') keys.set(value.identity, (keys.get(value.identity) ?? 0) + 1);
      else if (value.kind === 'password') passwords.add(value.identity);
    }
    this.#keys = keys;
    this.#passwords = passwords;
  }
}
