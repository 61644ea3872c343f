import type { Link } from '../../../src/model/grant.ts';
import type { Caller } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { signature } from '../rights/dominance.ts';
import { includes } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { merge } from '../rights/rights.ts';
import { bothAt } from '../rights/together.ts';
import type { AssumerGroup, Assumers } from './assume.ts';
import { assumption } from './assume.ts';
import { directRights, inSession } from './direct.ts';
import type { Estate, Principal } from './estate.ts';
import type { Trust } from './trusts.ts';
import { settingsDemanded } from './trusts.ts';
import type { Candidate } from './links.ts';
import { flat } from './flat.ts';
import type { OpenRole, OpenRoles } from './open-roles.ts';
import { outsiderTo } from './outsider.ts';
import type { Party } from './principals.ts';
import { requesterOf } from './principals.ts';
import { principalsOf } from './principals-of.ts';
import { widest } from './strongest.ts';
import type { Templates } from './templates.ts';
import type { Admission } from './parties.ts';
import { onRole } from './tagged.ts';
import { admitted, detailOf } from './trust.ts';

/** What all trust policies together admit. */
export interface Admitted {
  readonly candidates: Candidate[];
  /** By account: roles it owns whose trust leaves it to its policies, and roles of other accounts that do. */
  readonly own: OpenRoles;
  readonly abroad: OpenRoles;
  /** By account: roles that let in any of its principals without a policy of theirs. */
  readonly free: OpenRoles;
  /** Services that act for resources of the role's own account. */
  readonly served: ServedBy[];
}

/** A service that acts as a role for the role's own account. */
export interface ServedBy {
  readonly trust: Trust;
  readonly service: string;
  /** For something of the account that is yet to be made, and that AWS names. */
  readonly isNew: boolean;
  readonly right: Right;
}

type More = Partial<Pick<Candidate, 'how' | 'detail' | 'because' | 'caveats' | 'evidence'>> & { readonly account?: string | null };
const ordinary: More = {};

/** One trust policy beside all that is known of those it may admit. */
export class TrustReader {
  readonly estate: Estate;
  readonly trust: Trust;
  readonly out: Admitted;
  readonly #assumers: Assumers;
  readonly #templates: Templates;
  readonly #now: number;
  #lets: readonly string[] | undefined;

  constructor(estate: Estate, assumers: Assumers, templates: Templates, now: number, trust: Trust, out: Admitted) {
    this.estate = estate;
    this.trust = trust;
    this.out = out;
    this.#assumers = assumers;
    this.#templates = templates;
    this.#now = now;
  }

  /** A party outside everything read; of account and ARN what the trust tells. */
  outsider(account?: string, arn?: string): Caller {
    return outsiderTo(this.trust, this.estate, this.#now, account, arn);
  }

  rights(admission: Admission, asking: () => Caller, requester: Parameters<typeof admitted>[3]): readonly Right[] {
    return admitted(this.trust, admission, asking, requester);
  }

  #asCaller(principal: Principal): Caller {
    const { account: resourceAccount, membership: resourceMembership } = this.trust;
    return { ...principal.caller, resourceAccount, resourceMembership };
  }

  rightsOfPrincipal(admission: Admission, principal: Principal): readonly Right[] {
    return this.rights(admission, () => this.#asCaller(principal), requesterOf(principal));
  }

  /** `more`: what is not as it is for most. */
  add(admission: Admission, from: string, openness: Link['openness'], right: Right, more: More = ordinary): void {
    const { trust } = this;
    const { account = null } = more;
    const foreign = account === null ? foreignWithoutAccount(admission.party) : !this.estate.accounts.has(account);
    this.out.candidates.push({
      how: more.how ?? 'can-assume',
      from,
      to: trust.role,
      boundary: trust.boundary,
      right,
      openness,
      detail: more.detail ?? detailOf(trust, admission, { account, foreign }),
      source: trust.source,
      because: more.because ?? (this.#lets ??= [flat('the trust policy of role ', trust.roleName, ' lets it in')]),
      caveats: more.caveats ?? trust.controls.caveats,
      evidence: more.evidence ?? trust.evidence,
    });
  }

  /** Leaves it to an account's principals: together where the trust treats them alike, one by one where it does not. */
  leave(open: OpenRoles, admission: Admission, account: string): void {
    const { document, role, controls } = this.trust;
    const detail = detailOf(this.trust, admission, { account, foreign: false });
    if (![document, ...controls.denying].some((each) => each.personal || each.statements.some(namesSome))) {
      const [user, its] = (['user', 'role'] as const).map((kind) =>
        this.rights(admission, () => ({ ...this.outsider(account), kind }), { account }),
      );
      // sessions of roles carry keys that a user's own key does not
      if (user !== undefined && its !== undefined && alike(user, its)) {
        const carries = open !== this.out.free && settingsDemanded(admission.statement).length > 0;
        for (const right of user) push(open, account, role, { trust: this.trust, right, detail, carries });
        if (!carries) return;
      }
    }
    if (open === this.out.free) {
      for (const principal of principalsOf(this.estate, account)) this.#direct(admission, principal);
      return;
    }
    for (const group of this.#assumers.of(account)) if (includes(group.resources, role)) this.#each(admission, group, detail);
  }

  /** Of a principal's own rights what they come to at the role. */
  #here(own: readonly Right[], principal: Principal): readonly Right[] {
    return own.filter(({ resources }) => includes(resources, this.trust.role)).flatMap((each) => onRole(each, this.trust, principal));
  }

  #each(admission: Admission, group: AssumerGroup, detail: Link['detail']): void {
    for (const member of group.members) {
      for (const right of this.#carrying(admission, member.principal)) {
        for (const own of onRole(member.right, this.trust, member.principal)) {
          for (const both of bothAt(this.trust.role, own, right))
            this.out.candidates.push(assumption(member, { trust: this.trust, detail }, both));
        }
      }
    }
  }

  #direct(admission: Admission, principal: Principal, session?: string): void {
    const how = session === undefined && admission.party.form !== 'anyone' ? 'named' : 'other';
    for (const right of this.rightsOfPrincipal(admission, principal)) {
      for (const own of this.#here(directRights(principal, this.#templates, how), principal)) {
        const more = { account: principal.account, caveats: principal.place.services.caveats };
        for (const both of bothAt(this.trust.role, own, right)) this.add(admission, principal.id, 'exact', inSession(both, session), more);
      }
    }
  }

  /** A user or role by name: in the same account the trust alone decides, across accounts both sides must allow. */
  named(admission: Admission, principal: Principal, session?: string): void {
    const { id, account } = principal;
    if (account === this.trust.account) {
      this.#direct(admission, principal, session);
      return;
    }
    let rights: readonly Right[] | undefined;
    for (const held of principal.held) {
      for (const own of this.#here(this.#templates.assumeOf(held, principal), principal)) {
        for (const right of (rights ??= this.#carrying(admission, principal))) {
          const because = [`the trust policy of role ${this.trust.roleName} names it`, `${held.source.name} allows sts:AssumeRole on it`];
          const evidence = [...this.trust.evidence, ...held.evidence];
          const more = { account, because, evidence, caveats: principal.place.services.caveats };
          for (const both of bothAt(this.trust.role, own, right)) this.add(admission, id, 'exact', inSession(both, session), more);
        }
      }
    }
  }

  /** What it comes to for one whose own policies have to allow what its session is to carry, as they have to allow assuming the role. */
  #carrying(admission: Admission, principal: Principal): readonly Right[] {
    const settings = settingsDemanded(admission.statement);
    let rights = this.rightsOfPrincipal(admission, principal);
    for (const setting of rights.length === 0 ? [] : settings) {
      const allowed = this.#templates.settingsOf(setting, { ...principal, caller: this.#asCaller(principal) });
      const because = [`its policies allow ${setting} on it too, without which no session carries what the trust policy demands`];
      const own = this.#here(allowed, principal).map((each) => ({ ...each, because: merge(each.because, because) }));
      rights = widest(rights.flatMap((right) => own.flatMap((each) => bothAt(this.trust.role, each, right))));
    }
    return rights;
  }

  /** One by name that is not among those read. */
  unlisted(admission: Admission, account: string, arn: string, caveat: string, session?: string): void {
    for (const right of this.rights(admission, () => this.outsider(account, arn), { arn, account })) {
      this.add(admission, arn, 'exact', inSession(right, session), { account, caveats: [caveat, ...this.trust.controls.caveats] });
    }
  }
}

// Services and identity providers are no accounts; of the rest it is not told whose they are.
function foreignWithoutAccount(party: Party): false | null {
  return party.form === 'service' || party.form === 'oidc' || party.form === 'saml' || party.form === 'deleted' ? false : null;
}

function alike(a: readonly Right[], b: readonly Right[]): boolean {
  return a.map(signature).join('\n') === b.map(signature).join('\n');
}

function push(open: OpenRoles, account: string, role: string, entry: OpenRole): void {
  const roles = open.get(account) ?? new Map<string, OpenRole[]>();
  open.set(account, roles);
  const entries = roles.get(role);
  if (entries === undefined) roles.set(role, [entry]);
  else entries.push(entry);
}

/** A Deny that names some principals and not others. */
function namesSome(statement: CompiledStatement): boolean {
  if (statement.effect !== 'Deny' || statement.principals === null) return false;
  return statement.principals.except || statement.principals.list.some((entry) => entry.value !== '*');
}
