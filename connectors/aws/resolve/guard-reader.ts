import type { Atom } from '../policy/condition.ts';
import type { Caller } from '../rights/caller.ts';
import { apply, forAction } from '../rights/documents.ts';
import type { Limits } from '../rights/limits.ts';
import { limited } from '../rights/limits.ts';
import { reach } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { rightOf } from '../rights/rights.ts';
import { bothOf } from '../rights/together.ts';
import { capabilityRows } from './capabilities.ts';
import { doubtful } from './denies.ts';
import { inSession } from './direct.ts';
import type { Estate, Principal } from './estate.ts';
import type { Guard } from './guard.ts';
import { admittedBy, admittedOfAnyone } from './guard.ts';
import { uncontrolled } from './controls.ts';
import { outsiderTo } from './outsider.ts';
import type { Admission, Reception } from './parties.ts';
import type { Requester } from './principals.ts';
import { principalsOf } from './principals-of.ts';
import { isWhole } from './rows.ts';
import type { GrantTemplate } from './strongest.ts';
import type { Templates } from './templates.ts';
import { unreadOrganization } from './unread-organizations.ts';

/** What one party gets of a resource's policy, with what was not read about the party. */
export interface Gain {
  readonly template: GrantTemplate;
  readonly caveats: readonly string[];
}

type At = Guard['rows'][number];

/** Gathers what a resource's policy gives those whom it lets in. */
export class GuardReader implements Reception {
  readonly estate: Estate;
  readonly owner: Reception['owner'];
  readonly #templates: Templates;
  readonly #now: number;
  readonly #guard: Guard;
  readonly #gains = new Map<string, Gain[]>();
  readonly #visitors = new Map<Principal, Principal>();

  constructor(estate: Estate, templates: Templates, now: number, guard: Guard) {
    this.estate = estate;
    this.owner = guard;
    this.#templates = templates;
    this.#now = now;
    this.#guard = guard;
  }

  /** What each party gets, by its name. */
  get gains(): ReadonlyMap<string, readonly Gain[]> {
    return this.#gains;
  }

  anyone({ statement }: Admission): void {
    for (const at of this.#guard.rows) {
      const rights = admittedOfAnyone(this.#guard, statement, at, this.#outsider());
      for (const right of rights) this.#gain('anyone', at, right, this.#guard.controls.caveats);
    }
  }

  organizations(admission: Admission, ids: Iterable<string>, conditions: readonly Atom[]): void {
    const rest = { ...admission, statement: { ...admission.statement, conditions } };
    for (const id of ids) this.#add(rest, `organization:${id}`, this.#outsider(), {}, undefined, unreadOrganization(id, this.estate));
  }

  everyone(admission: Admission): void {
    for (const principal of principalsOf(this.estate, this.owner.account)) this.#own(admission, principal, true);
  }

  /** It leaves it to the policies of the account, whose grants stand by themselves. */
  delegate(): void {}

  abroad(admission: Admission, account: string): void {
    for (const principal of principalsOf(this.estate, account)) this.#across(admission, principal);
  }

  unread(admission: Admission, account: string, root: string, caveat: string): void {
    this.#add(admission, root, this.#outsider(account), { account }, undefined, [caveat]);
  }

  principal(admission: Admission, principal: Principal, session?: string): void {
    if (principal.account !== this.owner.account) this.#across(admission, principal, session);
    // a boundary limits a role that is named, and neither a user nor one session of a role
    else this.#own(admission, principal, session !== undefined || principal.caller.kind === 'user', session);
  }

  unlisted(admission: Admission, account: string, arn: string, caveat: string, session?: string): void {
    this.#add(admission, arn, this.#outsider(account, arn), { arn, account }, (right) => inSession(right, session), [caveat]);
  }

  service(admission: Admission, service: string): void {
    this.#add(admission, `service:${service}`, { ...this.#outsider(), kind: 'service' }, { entry: `Service:${service}` });
  }

  federated(admission: Admission, _form: 'oidc' | 'saml', provider: string): void {
    const caller: Caller = { ...this.#outsider(), kind: 'federated' };
    this.#add(admission, `federated:${provider}|*`, caller, { entry: `Federated:${provider}` }, doubtful);
  }

  /** The id of a principal that is gone matches nobody. */
  deleted(): void {}

  unclear(admission: Admission, from: string, why: string): void {
    this.#add(admission, from, this.#outsider(), { arn: from }, (right) => ({
      ...doubtful(right),
      unread: true,
      because: [...right.because, why],
    }));
  }

  #outsider(account?: string, arn?: string): Caller {
    return outsiderTo(this.#guard, this.estate, this.#now, account, arn);
  }

  #add(
    { statement }: Admission,
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

  #gain(subject: string, { row, universe }: At, right: Right, caveats: readonly string[]): void {
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

  /** The principal as one who asks for this resource: what protects resources of its own account has no say here. */
  #visitor(principal: Principal): Principal {
    let visitor = this.#visitors.get(principal);
    if (visitor === undefined) {
      const { account: resourceAccount, membership: resourceMembership } = this.#guard;
      const caller = { ...principal.caller, resourceAccount, resourceMembership };
      visitor = { ...principal, caller, place: { ...principal.place, resources: uncontrolled } };
      this.#visitors.set(principal, visitor);
    }
    return visitor;
  }

  #rightsOf({ statement }: Admission, at: At, { id, account, caller }: Principal): readonly Right[] {
    return admittedBy(this.#guard, statement, at, caller, { arn: id, account });
  }

  /** The policy alone lets in a principal of its account. */
  #own(admission: Admission, principal: Principal, isPastBoundary: boolean, session?: string): void {
    const visitor = this.#visitor(principal);
    const limits = this.#templates.limitsOf(visitor);
    const binding: Limits = isPastBoundary && limits.boundary !== null ? { ...limits, boundary: null } : limits;
    for (const at of this.#guard.rows) {
      for (const right of this.#rightsOf(admission, at, visitor)) {
        for (const left of limited(right, { action: at.row, universe: at.universe }, binding, () => false)) {
          this.#gain(principal.id, at, inSession(left, session), principal.place.services.caveats);
        }
      }
    }
  }

  /** Across accounts the principal's own policies must allow it too. */
  #across(admission: Admission, principal: Principal, session?: string): void {
    const visitor = this.#visitor(principal);
    const limits = this.#templates.limitsOf(visitor);
    for (const { document } of principal.held) {
      if (document?.allows !== true) continue;
      for (const each of apply(document, visitor.caller, 'Allow')) {
        for (const at of this.#guard.rows) {
          const one = each.statement.flags[at.row] === 1 ? forAction(each, at.row) : undefined;
          if (one === undefined || reach(one.resources, at.universe).patterns.length === 0) continue;
          for (const right of limited(rightOf(one, isWhole), { action: at.row, universe: at.universe }, limits, isWhole)) {
            for (const theirs of this.#rightsOf(admission, at, visitor)) {
              for (const both of bothOf(right, theirs))
                this.#gain(principal.id, at, inSession(both, session), principal.place.services.caveats);
            }
          }
        }
      }
    }
  }
}
