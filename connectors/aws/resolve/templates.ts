import type { PolicyDocument } from '../rights/documents.ts';
import { intersectResources } from '../rights/resources.ts';
import type { Limits } from '../rights/limits.ts';
import { limited, noLimits } from '../rights/limits.ts';
import { peculiarity } from '../rights/peculiar.ts';
import type { Right } from '../rights/rights.ts';
import { plainRight } from '../rights/rights.ts';
import type { Principal } from './estate.ts';
import type { PolicyHeld } from './held.ts';
import type { LimitKey } from './limit-key.ts';
import { limitKey } from './limit-key.ts';
import { limitsFrom } from './limits-of.ts';
import type { Organizations } from './organization.ts';
import { assumeRow, isWhole, rowIn } from './rows.ts';
import type { PolicyTemplate } from './template-of.ts';
import { nothing, templateOf } from './template-of.ts';

/** Answers what a policy gives a principal, remembering the answer for all who share policy, denies and permissions boundary. */
export class Templates {
  readonly #accounts: Iterable<string>;
  readonly #organizations: Organizations;
  readonly #memo = new Map<PolicyDocument, Map<string, PolicyTemplate>>();
  readonly #keys = new WeakMap<Principal, LimitKey>();
  readonly #limits = new Map<string, Limits>();

  /** `accounts`: those that were read. */
  constructor(accounts: Iterable<string>, organizations: Organizations) {
    this.#accounts = accounts;
    this.#organizations = organizations;
  }

  limitsOf(principal: Principal): Limits {
    const { denying, personal, key, context: id } = this.#keyOf(principal);
    if (key === '') return noLimits;
    const known = personal ? undefined : this.#limits.get(id);
    if (known !== undefined) return known;
    const limits = limitsFrom(principal, denying);
    if (!personal) this.#limits.set(id, limits);
    return limits;
  }

  of(document: PolicyDocument, principal: Principal): PolicyTemplate {
    if (!document.allows) return nothing;
    const { personal, context } = this.#keyOf(principal);
    const own = document.personal ? peculiarity(document, principal.caller) : '';
    if (personal || own === null) return this.#compute(document, principal);
    const id = own === '' ? context : `${context}|${own}`;
    let shared = this.#memo.get(document);
    if (shared === undefined) {
      shared = new Map();
      this.#memo.set(document, shared);
    }
    let template = shared.get(id);
    if (template === undefined) {
      template = this.#compute(document, principal);
      shared.set(id, template);
    }
    return template;
  }

  /**
   * What a policy allows of sts:AssumeRole, of the roles of every account read where it tells the accounts apart. One that nobody
   * listed may allow all of it.
   */
  assumeOf(held: PolicyHeld, principal: Principal): readonly Right[] {
    if (held.document?.asksOwner !== true && !this.#keyOf(principal).asksOwner) return this.#assumeIn(held, principal);
    return [...this.#accounts].flatMap((account) => {
      const roles = { include: [`arn:${principal.partition}:iam::${account}:role/*`], exclude: [] };
      const owned = { resourceAccount: account, resourceMembership: this.#organizations.placeOf(account).membership };
      return this.#assumeIn(held, { ...principal, caller: { ...principal.caller, ...owned } })
        .map((right) => ({ ...right, resources: intersectResources(right.resources, roles) }))
        .filter((right) => right.resources.include.length > 0);
    });
  }

  #assumeIn({ document, unlisted }: PolicyHeld, principal: Principal): readonly Right[] {
    if (document !== null) return this.of(document, principal).assume;
    const conditions = [{ text: unlisted ?? 'it was not listed', settled: 'outside' as const }];
    return limited(
      { ...plainRight, presence: 'possible', unread: true, conditions },
      rowIn(assumeRow, principal),
      this.limitsOf(principal),
      isWhole,
    );
  }

  #compute(document: PolicyDocument, principal: Principal): PolicyTemplate {
    return templateOf(document, principal, this.limitsOf(principal));
  }

  #keyOf(principal: Principal): LimitKey {
    let key = this.#keys.get(principal);
    if (key === undefined) {
      key = limitKey(principal);
      this.#keys.set(principal, key);
    }
    return key;
  }
}
