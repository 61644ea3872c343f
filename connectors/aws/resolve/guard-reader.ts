import type { Caller } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { apply, forAction } from '../rights/documents.ts';
import { limited } from '../rights/limits.ts';
import { reach } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { rightOf } from '../rights/rights.ts';
import { bothOf } from '../rights/together.ts';
import { accountsDemanded, doubtful, organizationOf } from './admit.ts';
import { capabilityRows } from './capabilities.ts';
import type { Estate, Principal } from './estate.ts';
import type { Guard } from './guard.ts';
import { admittedBy } from './guard.ts';
import { inSession } from './direct.ts';
import { outsiderTo } from './outsider.ts';
import type { Party, Requester } from './principals.ts';
import { roleOfSession } from './principals.ts';
import { isWhole } from './rows.ts';
import type { GrantTemplate } from './strongest.ts';
import type { Templates } from './templates.ts';
import { demands } from './trust.ts';

/** What one party gets of a resource's policy, with what was not read about the party. */
export interface Gain {
  readonly template: GrantTemplate;
  readonly caveats: readonly string[];
}

/** One resource's policy beside all that is known of those it may let in. */
export class GuardReader {
  readonly #estate: Estate;
  readonly #templates: Templates;
  readonly #now: number;
  readonly #guard: Guard;
  readonly #gains = new Map<string, Gain[]>();

  constructor(estate: Estate, templates: Templates, now: number, guard: Guard) {
    this.#estate = estate;
    this.#templates = templates;
    this.#now = now;
    this.#guard = guard;
  }

  admit(statement: CompiledStatement, party: Party): void {
    switch (party.form) {
      case 'anyone':
        this.#anyone(statement);
        return;
      case 'account':
        this.#account(statement, party.account, `arn:${party.partition}:iam::${party.account}:root`);
        return;
      case 'user':
      case 'role':
        this.#named(statement, party.account, party.arn);
        return;
      case 'session': {
        const role = roleOfSession(this.#estate, party.account, party.role, this.#guard.partition);
        this.#named(statement, party.account, role, `its session is named ${party.session}`);
        return;
      }
      case 'service':
        this.#add(statement, `service:${party.service}`, { ...this.#outsider(), kind: 'service' }, { entry: `Service:${party.service}` });
        return;
      // the id of a principal that is gone matches nobody
      case 'deleted':
        return;
      case 'oidc':
      case 'saml':
        this.#add(statement, `federated:${party.provider}|*`, { ...this.#outsider(), kind: 'federated' }, {}, doubtful);
        return;
      default: {
        const from = party.form === 'federated-user' ? party.arn : `${party.form}:${party.id}`;
        this.#add(statement, from, this.#outsider(), { arn: from }, (right) => ({ ...doubtful(right), unread: true }));
      }
    }
  }

  /** What each party gets, by its name. */
  get gains(): ReadonlyMap<string, readonly Gain[]> {
    return this.#gains;
  }

  #outsider(account?: string, arn?: string): Caller {
    return outsiderTo(this.#guard, this.#estate, this.#now, account, arn);
  }

  #add(
    statement: CompiledStatement,
    subject: string,
    caller: Caller,
    requester: Requester,
    as: (right: Right) => Right = (right) => right,
    caveats: readonly string[] = [],
  ): void {
    for (const at of this.#guard.rows) {
      for (const right of admittedBy(this.#guard, statement, at, caller, requester)) {
        this.#gain(subject, at, as(right), [...caveats, ...this.#guard.controls.caveats]);
      }
    }
  }

  #gain(subject: string, { row, universe }: Guard['rows'][number], right: Right, caveats: readonly string[]): void {
    const capability = capabilityRows[row]?.capability;
    if (capability === undefined || capability === 'assume') return;
    const { whole, patterns } = reach(right.resources, universe);
    for (const pattern of whole ? [universe] : patterns) {
      const template: GrantTemplate = { capability, scope: pattern, right, rows: [row] };
      const gains = this.#gains.get(subject) ?? [];
      this.#gains.set(subject, gains);
      gains.push({ template, caveats });
    }
  }

  /** Everyone, or those whom conditions on account or organization leave of everyone. */
  #anyone(statement: CompiledStatement): void {
    const accounts = accountsDemanded(statement);
    if (accounts !== undefined) {
      for (const account of accounts) this.#everyOf(statement, account);
      return;
    }
    const organization = statement.conditions.find((atom) => /^aws:principalorg(?:id|paths)$/.test(atom.key) && demands(atom));
    if (organization === undefined) this.#add(statement, 'anyone', this.#outsider(), {});
    else {
      const rest = { ...statement, conditions: statement.conditions.filter((atom) => atom !== organization) };
      for (const id of new Set(organization.values.map(organizationOf))) this.#add(rest, `organization:${id}`, this.#outsider(), {});
    }
  }

  /** `"*"` whose conditions demand one account: in the same account it lets in each of its principals by itself. */
  #everyOf(statement: CompiledStatement, account: string): void {
    if (account !== this.#guard.account) this.#account(statement, account, `arn:${this.#guard.partition}:iam::${account}:root`);
    else for (const principal of this.#of(account)) this.#own(statement, principal, 'anyone');
  }

  #of(account: string): readonly Principal[] {
    return [...this.#estate.principals.values()].filter((each) => each.account === account);
  }

  #account(statement: CompiledStatement, account: string, root: string): void {
    // in the same account it leaves it to the policies of the account, whose grants stand by themselves
    if (account === this.#guard.account) return;
    if (this.#estate.accounts.has(account)) {
      for (const principal of this.#of(account)) this.#across(statement, principal);
      return;
    }
    const caveat = `the policies of account ${account} were not read: they say who in it may`;
    this.#add(statement, root, this.#outsider(account), { account }, undefined, [caveat]);
  }

  #named(statement: CompiledStatement, account: string, arn: string, session?: string): void {
    const principal = this.#estate.principals.get(arn);
    if (principal === undefined) {
      const caveat = this.#estate.accounts.has(account)
        ? `${arn} was not listed: its own denies and permissions boundary are not known`
        : `the policies of ${arn} were not read: they must allow it too`;
      this.#add(statement, arn, this.#outsider(account, arn), { arn, account }, (right) => inSession(right, session), [caveat]);
    } else if (account === this.#guard.account)
      this.#own(statement, principal, session === undefined ? principal.caller.kind : 'session', session);
    else this.#across(statement, principal, session);
  }

  #rightsOf(statement: CompiledStatement, at: Guard['rows'][number], principal: Principal): readonly Right[] {
    const { account: resourceAccount, membership: resourceMembership } = this.#guard;
    const caller = { ...principal.caller, resourceAccount, resourceMembership };
    return admittedBy(this.#guard, statement, at, caller, { arn: principal.id, account: principal.account });
  }

  /** The policy alone lets in a principal of its account; a boundary limits a role that it names, and nobody else. */
  #own(statement: CompiledStatement, principal: Principal, by: Caller['kind'] | 'anyone' | 'session', session?: string): void {
    const limits = this.#templates.limitsOf(principal);
    const binding = by === 'role' || limits.boundary === null ? limits : { ...limits, boundary: null };
    for (const at of this.#guard.rows) {
      for (const right of this.#rightsOf(statement, at, principal)) {
        for (const left of limited(right, { action: at.row, universe: at.universe }, binding, () => false)) {
          this.#gain(principal.id, at, inSession(left, session), principal.place.services.caveats);
        }
      }
    }
  }

  /** Across accounts the principal's own policies must allow it too. */
  #across(statement: CompiledStatement, principal: Principal, session?: string): void {
    const own = { ...principal.caller, resourceAccount: this.#guard.account, resourceMembership: this.#guard.membership };
    const limits = this.#templates.limitsOf({ ...principal, caller: own });
    for (const { document } of principal.held) {
      if (document?.allows !== true) continue;
      for (const each of apply(document, own, 'Allow')) {
        for (const at of this.#guard.rows) {
          const one = each.statement.flags[at.row] === 1 ? forAction(each, at.row) : undefined;
          if (one === undefined || reach(one.resources, at.universe).patterns.length === 0) continue;
          for (const right of limited(rightOf(one, isWhole), { action: at.row, universe: at.universe }, limits, isWhole)) {
            for (const theirs of this.#rightsOf(statement, at, principal)) {
              for (const both of bothOf(right, theirs))
                this.#gain(principal.id, at, inSession(both, session), principal.place.services.caveats);
            }
          }
        }
      }
    }
  }
}
